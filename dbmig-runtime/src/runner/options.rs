//! How a run behaves.

use std::collections::BTreeMap;
use std::time::Duration;

use super::TransactionMode;

/// How a run behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long to wait for another run to finish.
    pub lock_wait: Duration,
    /// Use a single connection: the lock is taken on the one that does the work.
    pub single_connection: bool,
    /// Record the new checksums of revisions that were edited after they were applied.
    pub accept_edited: bool,
    /// Run revisions that delete data, too, where nobody has confirmed that in the revision.
    pub allow_destructive: bool,
    /// What to take for true of a statement whose outcome nobody wrote down and the catalog doesn't show.
    pub resume_as: Option<ResumeAs>,
    /// Who runs it, for the history table: `ann@laptop`.
    pub client: Option<String>,
    /// What revisions are told: what [`Op::argument`](crate::op::Op::argument) gives.
    pub arguments: BTreeMap<String, String>,
    /// How revisions are put into transactions, instead of as the database is configured.
    pub transaction: Option<TransactionMode>,
}

/// What to take for true of a statement whose outcome is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResumeAs {
    /// It took effect: go on after it.
    Done,
    /// It did not: run it again.
    Run,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lock_wait: Duration::from_secs(60),
            single_connection: false,
            accept_edited: false,
            allow_destructive: false,
            resume_as: None,
            client: None,
            arguments: BTreeMap::new(),
            transaction: None,
        }
    }
}
