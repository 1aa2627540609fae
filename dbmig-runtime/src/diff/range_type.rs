//! Range types.

use super::Changes;
use super::summary::Report;
use crate::catalog::{Object, RangeType};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.ranges,
        |range| Object::Type(range.name.clone()),
        |range| range.comment.as_deref(),
        words,
    );
}

fn words(from: &RangeType, to: &RangeType) -> Vec<String> {
    let properties = [
        ("subtype", from.subtype != to.subtype),
        ("operator class", from.operator_class != to.operator_class),
        ("collation", from.collation != to.collation),
        ("canonical function", from.canonical != to.canonical),
        ("subtype difference", from.subtype_diff != to.subtype_diff),
        ("multirange", from.multirange != to.multirange),
    ];
    let different = properties.iter().filter(|(_, differs)| *differs);
    different.map(|(what, _)| format!("change {what} of type {}", to.name)).collect()
}
