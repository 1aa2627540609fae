//! How early a preflight can be asked.

use dbmig_runtime::catalog::ObjectName;
use dbmig_runtime::op::{
    ColumnOperation, Constraint, ConstraintOperation, IndexOperation, Operation, Preflight, TableOperation,
};

/// The earliest place in `before` at which `preflight`, which is about `operation` behind them, asks the same.
pub(super) fn earliest(before: &[Operation], preflight: &Preflight, operation: &Operation) -> usize {
    let mut tables = vec![&preflight.table];
    if let Operation::Constraint(ConstraintOperation::Add {
        constraint: Constraint::ForeignKey(key), ..
    }) = operation
    {
        tables.push(&key.references);
    }
    let behind = before.iter().rev().take_while(|before| is_about_others(before, &tables)).count();
    before.len() - behind
}

/// True for a step on a table that is none of `tables`, and for another preflight.
fn is_about_others(operation: &Operation, tables: &[&ObjectName]) -> bool {
    let table = match operation {
        Operation::Table(TableOperation::Create(table)) => &table.name,
        Operation::Column(ColumnOperation::Drop { table, .. } | ColumnOperation::Rename { table, .. }) => {
            table
        }
        Operation::Column(ColumnOperation::Add(add)) => &add.table,
        Operation::Column(ColumnOperation::Alter(alter)) => &alter.table,
        Operation::Constraint(
            ConstraintOperation::Add { table, .. }
            | ConstraintOperation::Drop { table, .. }
            | ConstraintOperation::Rename { table, .. }
            | ConstraintOperation::Validate { table, .. }
            | ConstraintOperation::Alter { table, .. },
        ) => table,
        Operation::Index(IndexOperation::Create(create)) => &create.table,
        Operation::Index(IndexOperation::Rename { .. } | IndexOperation::Alter { .. }) => return true,
        Operation::Comment(_) => return true,
        // A preflight of the same table stays before this one.
        Operation::Preflight(_) => return false,
        _ => return false,
    };
    !tables.contains(&table)
}
