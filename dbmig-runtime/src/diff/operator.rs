//! Operators.

use super::Changes;
use super::summary::Report;
use crate::catalog::Operator;

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(&changes.operators, Operator::object, |operator| operator.comment.as_deref(), words);
}

fn words(from: &Operator, to: &Operator) -> Vec<String> {
    let object = to.object();
    let mut words = Vec::new();
    let mut property = |what: &str, differs: bool| {
        if differs {
            words.push(format!("change {what} of operator {object}"));
        }
    };
    property("function", from.function != to.function);
    property("commutator", from.commutator != to.commutator);
    property("negator", from.negator != to.negator);
    property("restriction estimator", from.restrict != to.restrict);
    property("join estimator", from.join != to.join);
    property("whether a hash join can use it", from.hashes != to.hashes);
    property("whether a merge join can use it", from.merges != to.merges);
    words
}
