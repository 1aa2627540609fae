//! What a run tells while it runs.

use std::time::Duration;

use serde::Serialize;

use super::{Action, Address, Applied, Holder, time};

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
