//! Aggregates.

use super::Changes;
use super::summary::Report;
use crate::catalog::Aggregate;

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.aggregates,
        Aggregate::object,
        |aggregate| aggregate.comment.as_deref(),
        |from, to| {
            let same = Aggregate { comment: to.comment.clone(), ..from.clone() } == *to;
            (!same).then(|| format!("change definition of aggregate {}", to.object())).into_iter().collect()
        },
    );
}
