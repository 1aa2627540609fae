//! Rewrite rules.

use super::Changes;
use super::summary::Report;
use super::trigger::firing_words;
use crate::catalog::{Object, Rule};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.rules,
        |rule| Object::Rule(rule.name.relation.clone(), rule.name.name.clone()),
        |rule| rule.comment.as_deref(),
        words,
    );
}

fn words(from: &Rule, to: &Rule) -> Vec<String> {
    let name = Object::Rule(to.name.relation.clone(), to.name.name.clone());
    let mut words = Vec::new();
    if from.event != to.event || from.definition != to.definition || from.on != to.on {
        words.push(format!("change rule {name}"));
    }
    if from.firing != to.firing {
        words.push(firing_words("rule", &name, to.firing));
    }
    words
}
