//! Collations.

use super::Changes;
use super::summary::Report;
use crate::catalog::{Collation, Object};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.collations,
        |collation| Object::Collation(collation.name.clone()),
        |collation| collation.comment.as_deref(),
        words,
    );
}

fn words(from: &Collation, to: &Collation) -> Vec<String> {
    let properties = [
        ("provider", from.provider != to.provider),
        ("locale", from.locale != to.locale || from.ctype != to.ctype),
        ("rules", from.rules != to.rules),
        ("determinism", from.deterministic != to.deterministic),
    ];
    let different = properties.iter().filter(|(_, differs)| *differs);
    different.map(|(what, _)| format!("change {what} of collation {}", to.name)).collect()
}
