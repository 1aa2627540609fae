//! What a run tells while it runs.

use std::time::Duration;

use serde::Serialize;

use super::{Action, Address, Applied, Blocker, Holder, ServerProgress, time};

/// What a run tells while it runs; in the order in which it happens.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A connection was made.
    Connected {
        /// The server.
        address: Address,
    },
    /// Another run holds the lock; told at once and then every few seconds.
    LockWaiting {
        /// Who holds it, where the server tells.
        holder: Option<Holder>,
        /// How long we have waited.
        #[serde(rename = "waited_ms", serialize_with = "time::as_milliseconds")]
        waited: Duration,
    },
    /// A statement of an earlier run goes on in the server; told at once and then every few seconds.
    OrphanWaiting {
        /// The process id of its backend.
        pid: i32,
        /// The statement.
        sql: String,
    },
    /// What is going to be done.
    Planned {
        /// The recorded revisions.
        from: Vec<String>,
        /// What will be recorded at the end.
        to: Vec<String>,
        /// The revisions, in the order in which they will run.
        revisions: Vec<String>,
    },
    /// A revision begins.
    RevisionStarted {
        /// Its id.
        revision: String,
        /// What is done with it.
        action: Action,
        /// Its message.
        message: String,
        /// Its place in the plan, from 1.
        number: usize,
        /// The number of revisions in the plan.
        total: usize,
        /// Statements that an earlier run did.
        done: usize,
        /// Its statements.
        statements: usize,
    },
    /// A statement begins.
    StatementStarted {
        /// The revision.
        revision: String,
        /// The statement's number, from 1.
        number: usize,
        /// The statement.
        sql: String,
        /// False if it runs outside a transaction.
        transactional: bool,
    },
    /// A statement is done.
    StatementFinished {
        /// The revision.
        revision: String,
        /// The statement's number, from 1.
        number: usize,
        /// How long it took.
        #[serde(rename = "duration_ms", serialize_with = "time::as_milliseconds")]
        duration: Duration,
    },
    /// A statement waits for a lock; told at once and then every few seconds, and when somebody else is in its way. Only runs with two
    /// connections can tell.
    Blocked {
        /// The revision.
        revision: String,
        /// The statement's number, from 1; one behind the last stands for what dbmig writes down.
        number: usize,
        /// How long it has waited.
        #[serde(rename = "waited_ms", serialize_with = "time::as_milliseconds")]
        waited: Duration,
        /// Those it waits for.
        blockers: Vec<Blocker>,
    },
    /// A statement has run for a while; told about every second. Only runs with two connections can tell.
    StatementProgress {
        /// The revision.
        revision: String,
        /// The statement's number, from 1; one behind the last stands for what dbmig writes down.
        number: usize,
        /// For how long it has run.
        #[serde(rename = "elapsed_ms", serialize_with = "time::as_milliseconds")]
        elapsed: Duration,
        /// True while it waits for a lock.
        is_waiting: bool,
        /// How far it is, where the server shows that: while it builds an index, clusters, vacuums, analyzes or copies.
        progress: Option<Box<ServerProgress>>,
    },
    /// A transaction did not get its locks, and was rolled back; it begins again after a pause. Its statements are told again then.
    Retrying {
        /// The revision.
        revision: String,
        /// How many attempts have failed.
        attempts: u32,
        /// Why: `55P03` (it waited too long for a lock), `40P01` (a deadlock) or `40001` (it could not be serialized).
        sqlstate: String,
        /// How long the pause is.
        #[serde(rename = "pause_ms", serialize_with = "time::as_milliseconds")]
        pause: Duration,
        /// Who was in the way, where that was seen.
        blockers: Vec<Blocker>,
    },
    /// A batch of a statement is committed, and so is how far it came.
    BatchFinished {
        /// The revision.
        revision: String,
        /// The statement's number, from 1.
        number: usize,
        /// The table, quoted and qualified: one of the partitions, where there are some.
        table: String,
        /// The rows that were changed so far, by earlier runs too.
        changed: u64,
        /// The rows that were looked at so far.
        visited: u64,
        /// How many there are, as far as the statistics know.
        total: Option<u64>,
        /// How many rows are looked at in a second, pauses included.
        rows_per_second: u64,
        /// How long the rest will take at that rate, where it is known how much that is.
        #[serde(rename = "left_ms", serialize_with = "time::as_optional_milliseconds")]
        left: Option<Duration>,
        /// How long the statement has been running.
        #[serde(rename = "elapsed_ms", serialize_with = "time::as_milliseconds")]
        elapsed: Duration,
        /// How long the batch took.
        #[serde(rename = "duration_ms", serialize_with = "time::as_milliseconds")]
        duration: Duration,
    },
    /// The batches of a statement wait, since a standby or a replication slot is too far behind; told at once and then every few seconds.
    BatchesWaiting {
        /// The revision.
        revision: String,
        /// The statement's number, from 1.
        number: usize,
        /// How far the standby is behind that is behind most.
        #[serde(rename = "lag_ms", serialize_with = "time::as_milliseconds")]
        lag: Duration,
        /// The WAL that the one has not replayed that has most of it left, in bytes.
        lag_bytes: u64,
        /// The WAL that is kept for a replication slot, in bytes.
        retained_bytes: u64,
        /// The limit that is exceeded.
        limit: String,
        /// How long we have waited.
        #[serde(rename = "waited_ms", serialize_with = "time::as_milliseconds")]
        waited: Duration,
    },
    /// The catalog shows that an earlier run did the statement.
    StatementFound {
        /// The revision.
        revision: String,
        /// The statement's number, from 1.
        number: usize,
    },
    /// An index that a broken-off concurrent build left behind is being dropped.
    DroppingUnfinishedIndex {
        /// Its name.
        index: String,
    },
    /// What a refused or stopped statement left is not taken away now; the next run does that.
    LeftUnfinished {
        /// The revision.
        revision: String,
        /// The statement's number, from 1.
        number: usize,
    },
    /// A partition that a broken-off `DETACH PARTITION … CONCURRENTLY` left half detached is being detached.
    FinishingDetach {
        /// Its name.
        partition: String,
    },
    /// The connection broke during `COMMIT`; the server is being asked what became of it.
    AskingAfterCommit {
        /// The revision.
        revision: String,
    },
    /// A revision is done and recorded.
    RevisionFinished(Applied),
    /// The new checksum of an edited revision was recorded.
    EditAccepted {
        /// The revision.
        revision: String,
    },
}
