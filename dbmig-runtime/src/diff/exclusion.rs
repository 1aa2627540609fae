//! Exclusion constraints.

use super::TableChanges;
use super::index::key;
use super::key::{deferral, including, index_options};
use super::list::{Definition, can_attach};
use super::summary::Report;
use crate::catalog::Exclusion;

impl Definition for Exclusion {
    /// What `ALTER INDEX` can set is left out.
    fn same_definition(&self, other: &Self) -> bool {
        let Self {
            name: _,
            method,
            elements,
            include,
            predicate,
            deferrable,
            initially_deferred,
            storage: _,
            tablespace: _,
            index_comment: _,
            attached_to,
            comment: _,
        } = self;
        *method == other.method
            && *elements == other.elements
            && *include == other.include
            && *predicate == other.predicate
            && *deferrable == other.deferrable
            && *initially_deferred == other.initially_deferred
            && can_attach(attached_to, &other.attached_to)
    }

    fn attached_to(&self) -> Option<&String> {
        self.attached_to.as_ref()
    }
}

pub(super) fn summarize(table: &TableChanges, report: &mut Report) {
    report.definitions("exclusion constraint", &table.to.name, &table.exclusions, |item| {
        (&item.name, item.comment.as_deref(), definition(item))
    });
}

fn definition(item: &Exclusion) -> String {
    let elements =
        item.elements.iter().map(|element| format!("{} with {}", key(&element.key), element.operator));
    let elements: Vec<String> = elements.collect();
    let mut text = format!("using {} ({})", item.method, elements.join(", "));
    text += &including(&item.include);
    text += &index_options(&item.storage, item.tablespace.as_deref(), item.index_comment.as_deref());
    if let Some(predicate) = &item.predicate {
        text += &format!(" where {predicate}");
    }
    text + deferral(item.deferrable, item.initially_deferred)
}
