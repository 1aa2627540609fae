//! Indexes.

use super::list::{self, Definition};
use super::summary::Report;
use super::{ListChanges, TableChanges};
use crate::catalog::{Index, KeyPart, Table};

impl Definition for Index {
    fn same_definition(&self, other: &Self) -> bool {
        let Self {
            name: _,
            method,
            unique,
            keys,
            include,
            predicate,
            nulls_not_distinct,
            storage,
            valid,
            comment: _,
        } = self;
        *method == other.method
            && *unique == other.unique
            && *keys == other.keys
            && *include == other.include
            && *predicate == other.predicate
            && *nulls_not_distinct == other.nulls_not_distinct
            && *storage == other.storage
            && (*valid || !other.valid)
    }
}

/// An invalid index is wrong in the first list only: nobody wants to arrive at one.
pub(super) fn compare(from: &[Index], to: &[Index]) -> ListChanges<Index> {
    let mut changes = list::compare_definitions(from, to);
    changes.altered.retain(|change| {
        let same = change.from.same_definition(&change.to);
        !same || change.from.name != change.to.name || change.from.comment != change.to.comment
    });
    changes
}

pub(super) fn summarize(table: &TableChanges, report: &mut Report) {
    report.definitions("index", &table.to.name, &table.indexes, |index| {
        (&index.name, index.comment.as_deref(), definition(index))
    });
}

pub(super) fn summarize_added(table: &Table, index: &Index, report: &mut Report) {
    let name = crate::catalog::quote_identifier(&index.name);
    report.add(format!("add index {name} on {} {}", table.name, definition(index)));
}

fn definition(index: &Index) -> String {
    let parts: Vec<&str> = index
        .keys
        .iter()
        .map(|key| match &key.part {
            KeyPart::Column(text) | KeyPart::Expression(text) => text.as_str(),
        })
        .collect();
    let unique = if index.unique { "unique " } else { "" };
    format!("{unique}({})", parts.join(", "))
}
