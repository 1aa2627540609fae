//! Triggers.

use super::Changes;
use super::summary::Report;
use crate::catalog::{Firing, Object, Trigger};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.triggers,
        |trigger| Object::Trigger(trigger.name.relation.clone(), trigger.name.name.clone()),
        |trigger| trigger.comment.as_deref(),
        words,
    );
}

fn words(from: &Trigger, to: &Trigger) -> Vec<String> {
    let name = Object::Trigger(to.name.relation.clone(), to.name.name.clone());
    let mut words = Vec::new();
    if !from.same_definition(to) {
        words.push(format!("change trigger {name}"));
    }
    if from.firing != to.firing {
        words.push(firing_words("trigger", &name, to.firing));
    }
    if from.partitions != to.partitions {
        words.push(format!("change on which partitions trigger {name} is enabled"));
    }
    words
}

/// `disable trigger t.x`.
pub(super) fn firing_words(kind: &str, name: &Object, firing: Firing) -> String {
    match firing {
        Firing::Origin => format!("enable {kind} {name}"),
        Firing::Disabled => format!("disable {kind} {name}"),
        Firing::Replica => format!("enable {kind} {name} on replicas only"),
        Firing::Always => format!("enable {kind} {name} always"),
    }
}
