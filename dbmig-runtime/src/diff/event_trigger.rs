//! Event triggers.

use super::Changes;
use super::summary::Report;
use crate::catalog::{EventTrigger, Object};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.event_triggers,
        |trigger| Object::EventTrigger(trigger.name.clone()),
        |trigger| trigger.comment.as_deref(),
        words,
    );
}

fn words(from: &EventTrigger, to: &EventTrigger) -> Vec<String> {
    let object = Object::EventTrigger(to.name.clone());
    let properties = [
        ("event", from.event != to.event),
        ("tags", from.tags != to.tags),
        ("function", from.function != to.function),
        ("when it fires", from.firing != to.firing),
    ];
    let differing = properties.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(what, _)| format!("change {what} of event trigger {object}")).collect()
}
