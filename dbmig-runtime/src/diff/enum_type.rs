//! Enum types.

use super::summary::Report;
use super::{Altered, Changes};
use crate::catalog::{EnumType, quote_literal};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    for (new, old) in &changes.renames.enums {
        report.change(format!("rename enum {old} to {new}"));
    }
    for ((name, new), old) in &changes.renames.enum_labels {
        let (old, new) = (quote_literal(old), quote_literal(new));
        report.change(format!("rename value {old} of enum {name} to {new}"));
    }
    for dropped in &changes.enums.dropped {
        report.drop(format!("drop enum {}", dropped.name));
    }
    for added in &changes.enums.added {
        report.add(format!("add enum {}", added.name));
    }
    changes.enums.altered.iter().for_each(|change| summarize_altered(change, report));
}

fn summarize_altered(Altered { from, to }: &Altered<EnumType>, report: &mut Report) {
    let name = &to.name;
    for label in from.labels.iter().filter(|label| !to.labels.contains(label)) {
        report.drop(format!("drop value {} of enum {name}", quote_literal(label)));
    }
    for label in to.labels.iter().filter(|label| !from.labels.contains(label)) {
        report.add(format!("add value {} to enum {name}", quote_literal(label)));
    }
    let kept = |one: &EnumType, other: &EnumType| -> Vec<String> {
        one.labels.iter().filter(|label| other.labels.contains(label)).cloned().collect()
    };
    if kept(from, to) != kept(to, from) {
        report.change(format!("reorder the values of enum {name}"));
    }
    report.comment("enum", &name.to_string(), from.comment.as_deref(), to.comment.as_deref());
}
