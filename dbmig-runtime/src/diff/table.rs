//! Tables.

use std::collections::BTreeSet;

use super::follow::follow;
use super::lineage::Lineage;
use super::summary::Report;
use super::{
    Changes, ListChanges, check, column, exclusion, foreign_data, foreign_key, index, key, list, properties,
};
use crate::catalog::{
    Catalog, Check, Column, Exclusion, ForeignKey, Index, ObjectName, PrimaryKey, Table, Unique,
};

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
            && self.from.inherits == self.to.inherits
            && self.from.foreign == self.to.foreign
            && self.to.validated.is_subset(&self.from.validated)
            && place(&self.from) == place(&self.to)
            && self.columns.is_empty()
            && self.primary_key.is_empty()
            && self.uniques.is_empty()
            && self.foreign_keys.is_empty()
            && self.checks.is_empty()
            && self.exclusions.is_empty()
            && self.indexes.is_empty()
    }
}

/// Tables that must be built again are both dropped and added.
pub(super) fn compare(
    from: &Catalog,
    to: &Catalog,
    stuck: &BTreeSet<ObjectName>,
) -> ListChanges<Table, TableChanges> {
    let lineage = Lineage::new(from, to, stuck);
    let both = |name: &ObjectName| Some((from.tables.get(name)?, to.tables.get(name)?));
    let mut changes = list::compare(from.tables.values(), to.tables.values(), |from, to| {
        let (from, to) = both(&to.name).filter(|_| !lineage.is_rebuilt(&from.name))?;
        match follow(&lineage, both, from, to) {
            Some((own, after)) => compare_parts(&own, &after),
            None => compare_parts(from, to),
        }
    });
    for (name, to) in to.tables.iter().filter(|(name, _)| lineage.is_rebuilt(name)) {
        changes.dropped.extend(from.tables.get(name).cloned());
        changes.added.push(to.clone());
    }
    changes.dropped.sort_by(|a, b| a.name.cmp(&b.name));
    changes.added.sort_by(|a, b| a.name.cmp(&b.name));
    changes
}

/// The place of a partition.
fn place(table: &Table) -> Option<(&ObjectName, &str)> {
    table.partition_of.as_ref().map(|partition| (&partition.parent, partition.bound.as_str()))
}

fn compare_parts(from: &Table, to: &Table) -> Option<TableChanges> {
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
        report.about(Some(new));
        report.change(format!("rename table {old} to {new}"));
    }
    for dropped in &changes.tables.dropped {
        report.about(Some(&dropped.name));
        report.drop(format!("drop table {}", dropped.name));
    }
    for added in &changes.tables.added {
        report.about(Some(&added.name));
        report.add(format!("add table {}", added.name));
        for index in &added.indexes {
            index::summarize_added(added, index, report);
        }
    }
    column::summarize_renames(changes, report);
    for table in &changes.tables.altered {
        report.about(Some(&table.to.name));
        let name = table.to.name.to_string();
        properties::summarize(&table.from, &table.to, report);
        summarize_parents(table, report);
        foreign_data::summarize_table(&table.from, &table.to, report);
        report.comment("table", &name, table.from.comment.as_deref(), table.to.comment.as_deref());
        column::summarize(table, report);
        key::summarize(table, report);
        foreign_key::summarize(table, report);
        check::summarize(table, report);
        exclusion::summarize(table, report);
        index::summarize(table, report);
    }
    report.about(None);
}

fn summarize_parents(TableChanges { from, to, .. }: &TableChanges, report: &mut Report) {
    let name = &to.name;
    match (place(from), place(to)) {
        (Some((parent, _)), None) => report.change(format!("detach partition {name} from {parent}")),
        (None, Some((parent, bound))) => {
            report.change(format!("attach table {name} to {parent} {bound}"));
        }
        (before, Some((parent, bound))) if before != Some((parent, bound)) => {
            report.change(format!("move partition {name} to {parent} {bound}"));
        }
        _ => {}
    }
    for check in to.validated.difference(&from.validated) {
        report.change(format!("validate check constraint {check} of {name}"));
    }
    if from.inherits != to.inherits {
        let parents: Vec<String> = to.inherits.iter().map(ToString::to_string).collect();
        let parents = if parents.is_empty() { "nothing".to_owned() } else { parents.join(", ") };
        report.change(format!("let table {name} inherit {parents}"));
    }
}
