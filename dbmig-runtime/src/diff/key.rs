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
        (&key.name, key.comment.as_deref(), column_list(&key.columns))
    });
    report.definitions("unique constraint", &to.name, uniques as &ListChanges<Unique>, |key| {
        (&key.name, key.comment.as_deref(), column_list(&key.columns))
    });
}

pub(super) fn column_list(columns: &[String]) -> String {
    format!("({})", columns.join(", "))
}
