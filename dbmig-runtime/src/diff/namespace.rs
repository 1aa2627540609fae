//! Schemas.

use super::Changes;
use super::summary::Report;
use crate::catalog::quote_identifier;

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    for dropped in &changes.namespaces.dropped {
        report.drop(format!("drop schema {}", quote_identifier(&dropped.name)));
    }
    for added in &changes.namespaces.added {
        report.add(format!("add schema {}", quote_identifier(&added.name)));
    }
    for change in &changes.namespaces.altered {
        let name = quote_identifier(&change.to.name);
        report.comment("schema", &name, change.from.comment.as_deref(), change.to.comment.as_deref());
    }
}
