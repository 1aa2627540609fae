//! How far a statement is, by what the server shows of it.

use std::fmt;

use postgres::Row;
use serde::Serialize;

use super::Blocker;

/// How far a statement is, by one of the server's progress views.
///
/// See [progress reporting](https://www.postgresql.org/docs/current/progress-reporting.html).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ServerProgress {
    /// What the server does: `CREATE INDEX CONCURRENTLY`, `VACUUM`, …
    pub command: String,
    /// The phase: `building index: scanning table`, `waiting for old snapshots`, …
    pub phase: String,
    /// How much of the phase is done, from 0 to 100; none where the server counts nothing.
    pub percent: Option<f64>,
    /// What is counted: `blocks`, `tuples` or `bytes`; `lockers` are transactions that it waits for, one after the other.
    pub unit: Option<&'static str>,
    /// How many of them are done.
    pub done: Option<i64>,
    /// How many there are.
    pub total: Option<i64>,
    /// The transaction that it waits for now.
    pub locker: Option<Blocker>,
}

impl ServerProgress {
    /// Reads a row of [`PROGRESS`] from column `first` on; `None` where the server shows nothing.
    pub(super) fn of(row: &Row, first: usize) -> Option<Self> {
        let text = |index: usize| row.try_get::<_, Option<String>>(first + index).unwrap_or_default();
        let number = |index: usize| row.try_get::<_, Option<i64>>(first + index).unwrap_or_default();
        let (command, phase) = (text(0)?, text(1).unwrap_or_default());
        let counters = Counters {
            lockers: (number(2), number(3)),
            blocks: (number(5), number(6)),
            tuples: (number(7), number(8)),
            bytes: (number(9), number(10)),
        };
        let progress = Self { command, phase, ..Self::default() };
        let mut progress = progress.count(&counters);
        let locker = number(4).and_then(|pid| i32::try_from(pid).ok()).filter(|pid| *pid > 0);
        progress.locker = locker.map(|pid| Blocker { pid: Some(pid), ..Blocker::default() });
        Some(progress)
    }

    /// Takes the counter that the phase moves: the others stand where an earlier phase left them.
    fn count(self, counters: &Counters) -> Self {
        let (unit, (done, total)) = if self.phase.starts_with("waiting for") {
            ("lockers", counters.lockers)
        } else if counters.bytes.1.is_some_and(|total| total > 0) {
            ("bytes", counters.bytes)
        } else if self.phase.contains("tuples in tree") {
            ("tuples", counters.tuples)
        } else {
            ("blocks", counters.blocks)
        };
        let Some((done, total)) = done.zip(total).filter(|(_, total)| *total > 0) else { return self };
        #[expect(clippy::cast_precision_loss, reason = "a percentage needs no more than 53 bits")]
        let percent = (done as f64 * 1000.0 / total as f64).round().clamp(0.0, 1000.0) / 10.0;
        Self { percent: Some(percent), unit: Some(unit), done: Some(done), total: Some(total), ..self }
    }
}

/// `building index: scanning table, 43 %`; `waiting for old snapshots, 1 of 3 (process 42)`.
impl fmt::Display for ServerProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.phase.is_empty() { &self.command } else { &self.phase })?;
        match (self.unit, self.done, self.total, self.percent) {
            (Some("lockers"), Some(done), Some(total), _) => write!(f, ", {done} of {total}")?,
            (_, _, _, Some(percent)) => write!(f, ", {percent:.0} %")?,
            _ => {}
        }
        match &self.locker {
            Some(locker) => write!(f, ", for {locker}"),
            None => Ok(()),
        }
    }
}

/// What a progress view counts: done, and of how many.
#[derive(Clone, Copy, Default)]
struct Counters {
    lockers: (Option<i64>, Option<i64>),
    blocks: (Option<i64>, Option<i64>),
    tuples: (Option<i64>, Option<i64>),
    bytes: (Option<i64>, Option<i64>),
}

/// Every session's progress, of whatever kind: process, command, phase, and the counters.
pub(super) const PROGRESS: &str = "\
SELECT pid, command, phase, lockers_done, lockers_total, current_locker_pid, blocks_done, blocks_total, tuples_done, tuples_total,
    NULL::int8 AS bytes_done, NULL::int8 AS bytes_total
FROM pg_catalog.pg_stat_progress_create_index
UNION ALL SELECT pid, command, phase, NULL, NULL, NULL, heap_blks_scanned, heap_blks_total, NULL, NULL, NULL, NULL
FROM pg_catalog.pg_stat_progress_cluster
UNION ALL SELECT pid, 'VACUUM', phase, NULL, NULL, NULL, heap_blks_scanned, heap_blks_total, NULL, NULL, NULL, NULL
FROM pg_catalog.pg_stat_progress_vacuum
UNION ALL SELECT pid, 'ANALYZE', phase, NULL, NULL, NULL, sample_blks_scanned, sample_blks_total, NULL, NULL, NULL, NULL
FROM pg_catalog.pg_stat_progress_analyze
UNION ALL SELECT pid, command, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, bytes_processed, bytes_total
FROM pg_catalog.pg_stat_progress_copy";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(phase: &str, counters: Counters, expected: &str) {
        let progress = ServerProgress { phase: phase.to_owned(), ..ServerProgress::default() };
        assert_eq!(progress.count(&counters).to_string(), expected);
    }

    #[test]
    fn each_phase_has_its_counter() {
        let of = |done, total| (Some(done), Some(total));
        let counters =
            Counters { lockers: of(1, 3), blocks: of(43, 100), tuples: of(6, 8), ..Counters::default() };
        check("building index: scanning table", counters, "building index: scanning table, 43 %");
        check(
            "building index: loading tuples in tree",
            counters,
            "building index: loading tuples in tree, 75 %",
        );
        check("waiting for old snapshots", counters, "waiting for old snapshots, 1 of 3");
        check("index validation: scanning table", counters, "index validation: scanning table, 43 %");
        check("initializing", Counters::default(), "initializing");
        check("building index", Counters { blocks: of(0, 0), ..Counters::default() }, "building index");
        check("", Counters { bytes: of(1, 2), ..Counters::default() }, ", 50 %");
    }
}
