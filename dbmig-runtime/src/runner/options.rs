//! How a run behaves.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Fingerprint, IfAhead, IfLocked, TransactionMode};
use crate::op::{Lag, Pause};

/// How a run behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// What to do when another run is at work.
    pub if_locked: IfLocked,
    /// How long to wait for another run to finish.
    pub lock_wait: Duration,
    /// What to do when the database is at revisions that the code doesn't have.
    pub if_ahead: IfAhead,
    /// How long to try again where the server is starting, or has no connection left.
    pub connect_wait: Duration,
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
    /// The plan that is to be carried out: the run stops before anything is done where it would do something else, or the
    /// schema is another since.
    pub planned: Option<Fingerprint>,
    /// What revisions are told: what [`Op::argument`](crate::op::Op::argument) gives.
    pub arguments: BTreeMap<String, String>,
    /// How revisions are put into transactions, instead of as the database is configured.
    pub transaction: Option<TransactionMode>,
    /// How long a statement in a transaction waits for a lock, in each attempt, instead of as the database is configured: `2s`, as
    /// PostgreSQL writes times.
    pub lock_timeout: Option<String>,
    /// How long a statement in a transaction may run, instead of as the database is configured.
    pub statement_timeout: Option<String>,
    /// How long a transaction may take, instead of as the database is configured; for PostgreSQL 17 and later.
    pub transaction_timeout: Option<String>,
    /// How long a transaction that does not get its locks is tried again, instead of as the database is configured; zero is one
    /// attempt.
    pub retry_for: Option<Duration>,
    /// Tell what those in the way run. Queries hold data.
    pub blocker_queries: bool,
    /// How long batches rest after each, instead of as their directive or the database says.
    pub batch_pause: Option<Pause>,
    /// How far a standby may be behind before batches wait for it, instead of as their directive or the database says; zero is no limit.
    pub max_replica_lag: Option<Lag>,
    /// How much WAL may be kept for a replication slot before batches wait, in bytes, instead of as the database says; zero is no limit.
    pub max_retained_wal: Option<u64>,
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
            if_locked: IfLocked::Wait,
            lock_wait: Duration::from_secs(60),
            if_ahead: IfAhead::Fail,
            connect_wait: Duration::from_secs(5),
            single_connection: false,
            accept_edited: false,
            allow_destructive: false,
            resume_as: None,
            client: None,
            planned: None,
            arguments: BTreeMap::new(),
            transaction: None,
            lock_timeout: None,
            statement_timeout: None,
            transaction_timeout: None,
            retry_for: None,
            blocker_queries: false,
            batch_pause: None,
            max_replica_lag: None,
            max_retained_wal: None,
        }
    }
}

impl Options {
    /// How long to wait for the lock.
    pub(super) fn wait(&self) -> Duration {
        match self.if_locked {
            IfLocked::Wait => self.lock_wait,
            IfLocked::Fail | IfLocked::Skip => Duration::ZERO,
        }
    }
}
