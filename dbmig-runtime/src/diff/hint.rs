//! Drops and additions that a person may have meant as a rename.

use super::Changes;
use crate::catalog::{Column, DataType, ObjectName, Table};

/// A dropped object and an added one that could be the same under another name. Never taken as a rename unless a
/// person says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PossibleRename {
    /// Two tables with the same columns.
    Table {
        /// The dropped table.
        from: ObjectName,
        /// The added table.
        to: ObjectName,
    },
    /// Two columns of one table with the same type.
    Column {
        /// The table, by its name after.
        table: ObjectName,
        /// The dropped column.
        from: String,
        /// The added column.
        to: String,
    },
}

/// Every pair that could be a rename, by table.
pub fn possible_renames(changes: &Changes) -> Vec<PossibleRename> {
    let mut pairs = Vec::new();
    for from in &changes.tables.dropped {
        for to in changes.tables.added.iter().filter(|to| columns(from) == columns(to)) {
            pairs.push(PossibleRename::Table { from: from.name.clone(), to: to.name.clone() });
        }
    }
    for table in &changes.tables.altered {
        for from in &table.columns.dropped {
            for to in table.columns.added.iter().filter(|to| alike(from, to)) {
                let (from, to) = (from.name.clone(), to.name.clone());
                pairs.push(PossibleRename::Column { table: table.to.name.clone(), from, to });
            }
        }
    }
    pairs
}

fn columns(table: &Table) -> Vec<(&str, &DataType)> {
    let mut columns: Vec<_> =
        table.columns.iter().map(|column| (column.name.as_str(), &column.data_type)).collect();
    columns.sort();
    columns
}

fn alike(from: &Column, to: &Column) -> bool {
    from.data_type == to.data_type && from.generated.is_some() == to.generated.is_some()
}
