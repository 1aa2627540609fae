//! Primary keys and unique constraints.

use super::list::Definition;
use super::summary::Report;
use super::{ListChanges, TableChanges};
use crate::catalog::{PrimaryKey, Unique};

impl Definition for PrimaryKey {
    fn same_definition(&self, other: &Self) -> bool {
        let Self { name: _, columns, include, comment: _ } = self;
        *columns == other.columns && *include == other.include
    }
}

impl Definition for Unique {
    fn same_definition(&self, other: &Self) -> bool {
        let Self {
            name: _,
            columns,
            include,
            nulls_not_distinct,
            deferrable,
            initially_deferred,
            comment: _,
        } = self;
        *columns == other.columns
            && *include == other.include
            && *nulls_not_distinct == other.nulls_not_distinct
            && *deferrable == other.deferrable
            && *initially_deferred == other.initially_deferred
    }
}

pub(super) fn summarize(table: &TableChanges, report: &mut Report) {
    let TableChanges { to, primary_key, uniques, .. } = table;
    report.definitions("primary key", &to.name, primary_key, |key| {
        (&key.name, key.comment.as_deref(), column_list(&key.columns) + &including(&key.include))
    });
    report.definitions("unique constraint", &to.name, uniques as &ListChanges<Unique>, |key| {
        let nulls = if key.nulls_not_distinct { " nulls not distinct" } else { "" };
        let deferral = deferral(key.deferrable, key.initially_deferred);
        let (columns, include) = (column_list(&key.columns), including(&key.include));
        (&key.name, key.comment.as_deref(), format!("{columns}{include}{nulls}{deferral}"))
    });
}

/// ` include (a)`, or nothing.
fn including(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" include {}", column_list(columns)) }
}

/// ` deferrable`, or nothing.
pub(super) fn deferral(deferrable: bool, initially_deferred: bool) -> &'static str {
    match (deferrable, initially_deferred) {
        (_, true) => " deferrable initially deferred",
        (true, false) => " deferrable",
        (false, false) => "",
    }
}

pub(super) fn column_list(columns: &[String]) -> String {
    format!("({})", columns.join(", "))
}
