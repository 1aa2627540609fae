//! Extended statistics.

use super::Changes;
use super::summary::Report;
use crate::catalog::{Object, Statistics};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.statistics,
        |statistics| Object::Statistics(statistics.name.clone()),
        |statistics| statistics.comment.as_deref(),
        words,
    );
}

fn words(from: &Statistics, to: &Statistics) -> Vec<String> {
    let name = &to.name;
    let mut words = Vec::new();
    if !from.same_definition(to) {
        words.push(format!("change statistics {name}"));
    }
    if from.target != to.target {
        let target = to.target.map_or_else(|| "the default".to_owned(), |target| target.to_string());
        words.push(format!("change target of statistics {name} to {target}"));
    }
    words
}
