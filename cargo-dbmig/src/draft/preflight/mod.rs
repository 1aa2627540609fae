//! Questions to the rows, before the steps that rows can fail.
//!
//! The hazard rules say which steps those are; here is what is asked. What PostgreSQL would refuse in the middle of a revision, and
//! what it would take silently by cutting values, a revision refuses at its start, with the rows in question.

mod constraint;
mod place;
mod type_change;
mod unique;

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::catalog::{Catalog, ObjectName, Table, identifiers, quote_identifier};
use dbmig_runtime::hazard::hazards;
use dbmig_runtime::op::{
    AddColumn, AlterColumn, ColumnAction, ColumnOperation, Constraint, ConstraintOperation, IndexOperation,
    Obstacle, Operation, Preflight,
};

/// `operations`, which lead from the catalog `before`, with a preflight for each step that fails or loses data by what rows hold,
/// as early as its names mean what they mean there.
pub(super) fn preflights(operations: Vec<Operation>, before: &Catalog) -> Vec<Operation> {
    let mut codes: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for hazard in hazards(&operations) {
        codes.entry(hazard.operation).or_default().insert(hazard.code);
    }
    let mut all = Vec::new();
    for (index, operation) in operations.into_iter().enumerate() {
        let Some(codes) = codes.get(&index) else {
            all.push(operation);
            continue;
        };
        for preflight in of(&operation, codes, before, &all) {
            let at = place::earliest(&all, &preflight, before);
            all.insert(at, Operation::Preflight(preflight));
        }
        all.push(operation);
    }
    all
}

/// The preflights of one operation, by the codes of its hazards.
fn of(
    operation: &Operation,
    codes: &BTreeSet<&str>,
    before: &Catalog,
    earlier: &[Operation],
) -> Vec<Preflight> {
    match operation {
        Operation::Column(ColumnOperation::Add(add)) if codes.contains("H07") => vec![no_rows(add, before)],
        Operation::Column(ColumnOperation::Alter(alter)) => altered(alter, codes, before, earlier),
        Operation::Constraint(ConstraintOperation::Add { table, constraint, only: false }) => {
            let rows = Rows { table, before };
            let preflight = match constraint {
                Constraint::NotNull(item) if codes.contains("H35") => rows.not_null(&item.column, earlier),
                Constraint::Check(check) if codes.contains("H36") => constraint::check(&rows, check),
                Constraint::ForeignKey(key) if codes.contains("H37") => constraint::foreign_key(&rows, key),
                Constraint::Unique(key) if codes.contains("H40") => unique::unique(&rows, key),
                Constraint::PrimaryKey(key) if codes.contains("H41") => unique::primary_key(&rows, key),
                _ => None,
            };
            preflight.into_iter().collect()
        }
        Operation::Index(IndexOperation::Create(create)) if create.index.unique && !create.only => {
            let rows = Rows { table: &create.table, before };
            unique::index(&rows, &create.index).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn altered(
    alter: &AlterColumn,
    codes: &BTreeSet<&str>,
    before: &Catalog,
    earlier: &[Operation],
) -> Vec<Preflight> {
    let rows = Rows { table: &alter.table, before };
    let preflight = |action: &ColumnAction| match action {
        ColumnAction::SetNotNull if codes.contains("H35") => rows.not_null(&alter.column, earlier),
        ColumnAction::SetType { data_type, using, .. } if codes.contains("H33") => {
            type_change::preflight(&rows, &alter.column, data_type, using.as_deref())
        }
        _ => None,
    };
    alter.actions.iter().filter_map(preflight).collect()
}

/// A column that no row can get.
fn no_rows(add: &AddColumn, before: &Catalog) -> Preflight {
    let reason = format!("new column {} is NOT NULL, and nothing says what it holds there", add.column.name);
    Rows { table: &add.table, before }.preflight(Obstacle::All, reason, &[])
}

/// The rows of a table that was there before.
struct Rows<'a> {
    table: &'a ObjectName,
    before: &'a Catalog,
}

impl Rows<'_> {
    fn preflight(&self, obstacle: Obstacle, reason: String, columns: &[String]) -> Preflight {
        let key = self.found().and_then(|table| table.primary_key.as_ref());
        let key = key.map(|key| key.columns.as_slice()).unwrap_or_default();
        let mut show: Vec<String> = Vec::new();
        for column in key.iter().chain(columns) {
            if !show.contains(column) {
                show.push(column.clone());
            }
        }
        Preflight { table: self.table.clone(), obstacle, reason, show }
    }

    fn not_null(&self, column: &str, earlier: &[Operation]) -> Option<Preflight> {
        let is_filled = earlier
            .iter()
            .any(|operation| matches!(operation, Operation::Backfill(fill) if fill.sets(self.table, column)));
        let condition = format!("{} IS NULL", quote_identifier(column));
        let reason = format!("column {column} becomes NOT NULL");
        (!is_filled).then(|| self.preflight(Obstacle::Matching(condition), reason, &[column.to_owned()]))
    }

    /// The table, if it has the name already.
    fn found(&self) -> Option<&Table> {
        self.before.tables.get(self.table)
    }

    /// True if tables inherit from it that are no partitions: what is unique here may be there again.
    fn has_heirs(&self) -> bool {
        self.before.tables.values().any(|table| table.inherits.contains(self.table))
    }

    /// The columns that an expression names, as far as words tell.
    fn named_in(&self, expression: &str) -> Vec<String> {
        let words = identifiers(expression);
        let columns = self.found().into_iter().flat_map(|table| &table.columns);
        columns.map(|column| column.name.clone()).filter(|name| words.contains(name)).collect()
    }
}
