//! Indexes.

use super::key::{column_list, index_options};
use super::list::{self, Definition, can_attach};
use super::summary::Report;
use super::{ListChanges, TableChanges};
use crate::catalog::{Index, IndexKey, KeyPart, NullsOrder, SortOrder, Table};

impl Definition for Index {
    /// What `ALTER INDEX` can set is left out.
    fn same_definition(&self, other: &Self) -> bool {
        let Self {
            name: _,
            method,
            unique,
            keys,
            include,
            predicate,
            nulls_not_distinct,
            storage: _,
            tablespace: _,
            statistics: _,
            valid,
            attached_to,
            comment: _,
        } = self;
        *method == other.method
            && *unique == other.unique
            && *keys == other.keys
            && *include == other.include
            && *predicate == other.predicate
            && *nulls_not_distinct == other.nulls_not_distinct
            && (*valid || !other.valid)
            && can_attach(attached_to, &other.attached_to)
    }

    fn attached_to(&self) -> Option<&String> {
        self.attached_to.as_ref()
    }
}

/// An invalid index is wrong in the first list only: nobody wants to arrive at one.
pub(super) fn compare(from: &[Index], to: &[Index]) -> ListChanges<Index> {
    let mut changes = list::compare_definitions(from, to);
    changes.altered.retain(|change| {
        let same = change.from.same_definition(&change.to);
        let valid = Index { valid: change.to.valid, ..change.from.clone() };
        !same || valid != change.to
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

/// Everything that two indexes of one name can differ in.
fn definition(index: &Index) -> String {
    let mut words = Vec::new();
    if index.unique {
        words.push("unique".to_owned());
    }
    if index.method != "btree" {
        words.push(format!("using {}", index.method));
    }
    words.push(format!("({})", index.keys.iter().map(key).collect::<Vec<_>>().join(", ")));
    if !index.include.is_empty() {
        words.push(format!("include {}", column_list(&index.include)));
    }
    if index.nulls_not_distinct {
        words.push("nulls not distinct".to_owned());
    }
    let options = index_options(&index.storage, index.tablespace.as_deref(), None);
    words.extend((!options.is_empty()).then(|| options.trim_start().to_owned()));
    words.extend(
        index.statistics.iter().map(|(place, target)| format!("statistics {target} for key {place}")),
    );
    words.extend(index.predicate.as_ref().map(|predicate| format!("where {predicate}")));
    words.join(" ")
}

/// A key of an index or exclusion constraint.
pub(super) fn key(key: &IndexKey) -> String {
    let IndexKey { part, collation, operator_class, order, nulls } = key;
    let (KeyPart::Column(text) | KeyPart::Expression(text)) = part;
    let mut words = vec![text.clone()];
    words.extend(collation.as_ref().map(|collation| format!("collate {collation}")));
    words.extend(operator_class.clone());
    if *order == SortOrder::Descending {
        words.push("desc".to_owned());
    }
    words.extend(nulls.map(|nulls| match nulls {
        NullsOrder::First => "nulls first".to_owned(),
        NullsOrder::Last => "nulls last".to_owned(),
    }));
    words.join(" ")
}
