//! What a run tells, for the `tracing` crate.

use tracing::dispatcher::{get_default, with_default};
use tracing::{Dispatch, Span, debug, info, info_span, warn};

use super::{Blocker, Event};

/// The subscriber and the span of the code that starts a run, for the run's own thread.
pub(super) struct Caller {
    dispatch: Dispatch,
    span: Span,
}

impl Caller {
    /// Those of this thread.
    pub(super) fn here() -> Self {
        Self { dispatch: get_default(Clone::clone), span: Span::current() }
    }

    /// Does `work` as if the caller did it.
    pub(super) fn carry<T>(&self, work: impl FnOnce() -> T) -> T {
        with_default(&self.dispatch, || self.span.in_scope(work))
    }
}

/// The span of a run on `database`, in the caller's.
pub(super) fn span(database: &str) -> Span {
    info_span!("dbmig", database)
}

/// Passes an event on: what is done with `INFO`, its details with `DEBUG`, and with `WARN` what is in the way, or was left behind by
/// an earlier run.
pub(super) fn trace(event: &Event) {
    match event {
        Event::Connected { address } => debug!(%address, "connected"),
        Event::Planned { from, to, revisions } => info!(?from, ?to, revisions = revisions.len(), "planned"),
        Event::RevisionStarted { revision, action, message, number, total, .. } => {
            info!(revision, %action, message, number, total, "revision started");
        }
        Event::RevisionFinished(applied) => {
            let (revision, action, duration) = (&applied.revision, applied.action, applied.duration);
            info!(revision, %action, ?duration, "revision finished");
        }
        Event::EditAccepted { revision } => info!(revision, "new checksum of an edited revision recorded"),
        Event::StatementStarted { revision, number, sql, .. } => {
            debug!(revision, number, sql, "statement started");
        }
        Event::StatementFinished { revision, number, duration } => {
            debug!(revision, number, ?duration, "statement finished");
        }
        Event::StatementProgress { revision, number, elapsed, progress, .. } => {
            let progress = progress.as_ref().map(ToString::to_string).unwrap_or_default();
            debug!(revision, number, ?elapsed, progress, "statement runs");
        }
        Event::BatchFinished { revision, number, table, changed, visited, duration, .. } => {
            debug!(revision, number, table, changed, visited, ?duration, "batch finished");
        }
        Event::LockWaiting { .. }
        | Event::OrphanWaiting { .. }
        | Event::Blocked { .. }
        | Event::Retrying { .. }
        | Event::BatchesWaiting { .. } => trace_wait(event),
        Event::StatementFound { revision, number } => {
            warn!(revision, number, "statement was done by an earlier run");
        }
        Event::DroppingUnfinishedIndex { index } => warn!(index, "dropping an unfinished index"),
        Event::LeftUnfinished { revision, number } => {
            warn!(revision, number, "statement left something unfinished for the next run")
        }
        Event::FinishingDetach { partition } => warn!(partition, "finishing the detaching of a partition"),
        Event::AskingAfterCommit { revision } => {
            warn!(revision, "connection lost during COMMIT; asking what became of it")
        }
    }
}

fn trace_wait(event: &Event) {
    let list =
        |blockers: &[Blocker]| blockers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
    match event {
        Event::LockWaiting { holder, waited } => {
            let holder = holder.as_ref().map(ToString::to_string).unwrap_or_default();
            warn!(holder, ?waited, "waiting for another run");
        }
        Event::OrphanWaiting { pid, sql } => {
            warn!(pid, sql, "waiting for a statement of an earlier run");
        }
        Event::Blocked { revision, number, waited, blockers } => {
            warn!(revision, number, ?waited, blockers = list(blockers), "waiting for a lock");
        }
        Event::Retrying { revision, attempts, sqlstate, pause, blockers } => {
            warn!(
                revision,
                attempts,
                sqlstate,
                ?pause,
                blockers = list(blockers),
                "beginning again after a pause"
            );
        }
        Event::BatchesWaiting { revision, number, limit, waited, .. } => {
            warn!(revision, number, limit, ?waited, "waiting for standbys and slots");
        }
        _ => {}
    }
}
