//! Composite types.

use super::summary::Report;
use super::{Altered, Changes, list};
use crate::catalog::{CompositeType, Object, quote_identifier};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    for (new, old) in &changes.renames.composites {
        report.change(format!("rename type {old} to {new}"));
    }
    for ((of, new), old) in &changes.renames.attributes {
        let (old, new) = (quote_identifier(old), quote_identifier(new));
        report.change(format!("rename attribute {old} of type {of} to {new}"));
    }
    report.objects(
        &changes.composites,
        |composite| Object::Type(composite.name.clone()),
        |composite| composite.comment.as_deref(),
        words,
    );
}

fn words(from: &CompositeType, to: &CompositeType) -> Vec<String> {
    let name = &to.name;
    let changes = list::compare(&from.attributes, &to.attributes, list::altered);
    let mut words = Vec::new();
    for attribute in &changes.dropped {
        words.push(format!("drop attribute {} of type {name}", quote_identifier(&attribute.name)));
    }
    for attribute in &changes.added {
        let own = quote_identifier(&attribute.name);
        words.push(format!("add attribute {own} {} to type {name}", attribute.data_type));
    }
    for Altered { from, to } in &changes.altered {
        let own = quote_identifier(&to.name);
        let properties = [
            ("type", from.data_type != to.data_type),
            ("collation", from.collation != to.collation),
            ("comment", from.comment != to.comment),
        ];
        let different = properties.iter().filter(|(_, differs)| *differs);
        words.extend(different.map(|(what, _)| format!("change {what} of attribute {own} of type {name}")));
    }
    if words.is_empty() && from.attributes != to.attributes {
        words.push(format!("reorder the attributes of type {name}"));
    }
    words
}
