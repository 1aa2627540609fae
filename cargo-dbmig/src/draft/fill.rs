//! What the rows that are there hold in a column that becomes NOT NULL.

use std::fmt;

use dbmig_runtime::catalog::{Column, NotNull, ObjectName, quote_identifier};
use dbmig_runtime::hazard::hazards;
use dbmig_runtime::op::{
    AddColumn, AlterColumn, Backfill, ColumnAction, ColumnOperation, Constraint, ConstraintOperation,
    Operation,
};

/// A value for the rows that are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The table, by its new name.
    pub table: ObjectName,
    /// The column, by its new name.
    pub column: String,
    /// An SQL expression; it may name other columns of the row.
    pub value: String,
}

/// A column that becomes NOT NULL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The table.
    pub table: ObjectName,
    /// The column.
    pub column: String,
    /// The column's type, if it is a new one, which no row has a value for.
    pub new: Option<String>,
}

impl fmt::Display for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table, quote_identifier(&self.column))
    }
}

/// The columns for which rows need a value: new ones without default, which can't be without, and those that must have no nulls any
/// more, which may have none anyway.
pub(super) fn fillable(operations: &[Operation]) -> Vec<Filled> {
    let rows = hazards(operations).into_iter().filter(|hazard| matches!(hazard.code, "H07" | "H35"));
    rows.filter_map(|hazard| match operations.get(hazard.operation)? {
        Operation::Column(ColumnOperation::Add(add)) => Some(Filled {
            table: add.table.clone(),
            column: add.column.name.clone(),
            new: Some(add.column.data_type.as_sql().to_owned()),
        }),
        operation => {
            let (table, column) = operation.sets_not_null()?;
            Some(Filled { table: table.clone(), column: column.to_owned(), new: None })
        }
    })
    .collect()
}

/// `operations` with each of `fills` in it: a new column is added nullable, filled in batches, and then set NOT NULL.
pub(super) fn fill(operations: Vec<Operation>, fills: &[Fill]) -> Vec<Operation> {
    let mut all = Vec::new();
    for operation in operations {
        let fill = {
            let place = match &operation {
                Operation::Column(ColumnOperation::Add(add)) => Some((&add.table, add.column.name.as_str())),
                operation => operation.sets_not_null(),
            };
            place.and_then(|(table, column)| {
                fills.iter().find(|fill| fill.table == *table && fill.column == column)
            })
        };
        match (operation, fill) {
            (Operation::Column(ColumnOperation::Add(add)), Some(fill)) => all.extend(add_filled(*add, fill)),
            (operation, Some(fill)) => all.extend([backfill(fill), operation]),
            (operation, None) => all.push(operation),
        }
    }
    all
}

fn add_filled(AddColumn { table, column }: AddColumn, fill: &Fill) -> [Operation; 3] {
    let name = column.name.clone();
    let not_null = match column.not_null.clone() {
        Some(constraint) => not_null_constraint(table.clone(), constraint),
        None => Operation::Column(ColumnOperation::Alter(AlterColumn {
            table: table.clone(),
            column: name,
            actions: vec![ColumnAction::SetNotNull],
        })),
    };
    let column = Column { nullable: true, not_null: None, ..column };
    [Operation::Column(ColumnOperation::Add(Box::new(AddColumn { table, column }))), backfill(fill), not_null]
}

fn not_null_constraint(table: ObjectName, constraint: NotNull) -> Operation {
    let constraint = Constraint::NotNull(constraint);
    Operation::Constraint(ConstraintOperation::Add { table, constraint, only: false })
}

fn backfill(Fill { table, column, value }: &Fill) -> Operation {
    Operation::Backfill(Backfill::of_nulls(table.clone(), column.clone(), value.clone(), true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbmig_runtime::op::{self, Op, alter, bigint, column, set, table};

    fn record(record: impl FnOnce(&mut Op) -> op::Result) -> Vec<Operation> {
        let mut op = Op::new();
        record(&mut op).unwrap();
        op.into_operations()
    }

    #[track_caller]
    fn check(before: impl FnOnce(&mut Op) -> op::Result, after: impl FnOnce(&mut Op) -> op::Result) {
        let value = Fill { table: "t".into(), column: "a".to_owned(), value: "1".to_owned() };
        assert_eq!(fill(record(before), &[value]), record(after));
    }

    #[test]
    fn a_value_makes_three_steps() {
        check(
            |op| op.add_column("t", column("a", bigint()).not_null()),
            |op| {
                op.add_column("t", column("a", bigint()))?;
                op.backfill("t", set("a", "1").then_lock())?;
                op.alter_column("t", alter("a").set_not_null())
            },
        );
        check(
            |op| op.alter_column("t", alter("a").set_not_null()),
            |op| {
                op.backfill("t", set("a", "1").then_lock())?;
                op.alter_column("t", alter("a").set_not_null())
            },
        );
        check(
            |op| op.add_column("t", column("b", bigint()).not_null()),
            |op| op.add_column("t", column("b", bigint()).not_null()),
        );
    }

    #[test]
    fn rows_of_tables_that_were_there_need_a_value() {
        let operations = record(|op| {
            op.create_table(table("new"))?;
            op.add_column("new", column("a", bigint()).not_null())?;
            op.add_column("t", column("a", bigint()).not_null())?;
            op.add_column("t", column("b", bigint()).not_null().default("1"))?;
            op.alter_column("t", alter("C").set_not_null())
        });
        let found = fillable(&operations);
        let found: Vec<_> = found.iter().map(|column| (column.to_string(), column.new.as_deref())).collect();
        assert_eq!(found, [("t.a".to_owned(), Some("bigint")), ("t.\"C\"".to_owned(), None)]);
    }
}
