//! Casts.

use super::Changes;
use super::summary::Report;
use crate::catalog::TypeCast;

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(&changes.casts, TypeCast::object, |cast| cast.comment.as_deref(), words);
}

fn words(from: &TypeCast, to: &TypeCast) -> Vec<String> {
    let object = to.object();
    let method = (from.method != to.method).then(|| format!("change method of cast {object}"));
    let context = (from.context != to.context).then(|| format!("change context of cast {object}"));
    method.into_iter().chain(context).collect()
}
