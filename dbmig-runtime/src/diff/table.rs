//! Tables.

use super::summary::Report;
use super::{Changes, ListChanges, check, column, exclusion, foreign_key, index, key, list, properties};
use crate::catalog::{Check, Column, Exclusion, ForeignKey, Index, PrimaryKey, Table, Unique};

/// A table before and after, and what differs in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableChanges {
    /// Before, with the renames in effect made.
    pub from: Table,
    /// After.
    pub to: Table,
    /// Columns. Their order is no difference.
    pub columns: ListChanges<Column>,
    /// The primary key, as a list of none or one.
    pub primary_key: ListChanges<PrimaryKey>,
    /// Unique constraints.
    pub uniques: ListChanges<Unique>,
    /// Foreign keys.
    pub foreign_keys: ListChanges<ForeignKey>,
    /// Check constraints.
    pub checks: ListChanges<Check>,
    /// Exclusion constraints.
    pub exclusions: ListChanges<Exclusion>,
    /// Indexes.
    pub indexes: ListChanges<Index>,
}

impl TableChanges {
    fn is_empty(&self) -> bool {
        self.from.comment == self.to.comment
            && properties::same(&self.from, &self.to)
            && self.columns.is_empty()
            && self.primary_key.is_empty()
            && self.uniques.is_empty()
            && self.foreign_keys.is_empty()
            && self.checks.is_empty()
            && self.exclusions.is_empty()
            && self.indexes.is_empty()
    }
}

pub(super) fn compare(from: &Table, to: &Table) -> Option<TableChanges> {
    let changes = TableChanges {
        columns: list::compare(&from.columns, &to.columns, list::altered),
        primary_key: list::compare_definitions(&from.primary_key, &to.primary_key),
        uniques: list::compare_definitions(&from.uniques, &to.uniques),
        foreign_keys: list::compare_definitions(&from.foreign_keys, &to.foreign_keys),
        exclusions: list::compare_definitions(&from.exclusions, &to.exclusions),
        checks: list::compare_definitions(&from.checks, &to.checks),
        indexes: index::compare(&from.indexes, &to.indexes),
        from: from.clone(),
        to: to.clone(),
    };
    (!changes.is_empty()).then_some(changes)
}

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    for (new, old) in &changes.renames.tables {
        report.change(format!("rename table {old} to {new}"));
    }
    for dropped in &changes.tables.dropped {
        report.drop(format!("drop table {}", dropped.name));
    }
    for added in &changes.tables.added {
        report.add(format!("add table {}", added.name));
        for index in &added.indexes {
            index::summarize_added(added, index, report);
        }
    }
    column::summarize_renames(changes, report);
    for table in &changes.tables.altered {
        let name = table.to.name.to_string();
        properties::summarize(&table.from, &table.to, report);
        report.comment("table", &name, table.from.comment.as_deref(), table.to.comment.as_deref());
        column::summarize(table, report);
        key::summarize(table, report);
        foreign_key::summarize(table, report);
        check::summarize(table, report);
        exclusion::summarize(table, report);
        index::summarize(table, report);
    }
}
