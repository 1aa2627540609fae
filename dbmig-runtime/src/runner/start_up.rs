//! What a service does about its databases when it starts.

use std::fmt;

use serde::Serialize;

use super::current::Current;
use super::{Database, Error, Failure, Holder, Report, Runner, UnknownRevision};

/// What to do when another run is at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfLocked {
    /// Wait for it, as long as [`Options::lock_wait`](super::Options::lock_wait), and then fail. Of many replicas of a
    /// service that start at once, one migrates, and the others find nothing left to do.
    #[default]
    Wait,
    /// Fail at once.
    Fail,
    /// Leave it to the other, and do nothing: [`Report::not_run`] tells.
    Skip,
}

/// What to do when the database is at revisions that this code doesn't have: a newer version of the service was here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfAhead {
    /// Fail.
    #[default]
    Fail,
    /// Do nothing: [`Report::not_run`] tells. For replicas of the old version, which may start while the new one is rolled
    /// out.
    Skip,
}

/// Why a run did nothing, as it was told to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotRun {
    /// Another run was at work ([`IfLocked::Skip`]).
    Locked {
        /// Who holds the lock, where the server tells.
        holder: Option<Holder>,
    },
    /// The database is ahead of the code ([`IfAhead::Skip`]).
    Ahead {
        /// The revisions that it is at and the code doesn't have.
        unknown: Vec<UnknownRevision>,
    },
}

impl fmt::Display for NotRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked { holder: Some(holder) } => write!(f, "another run is at work, {holder}"),
            Self::Locked { holder: None } => f.write_str("another run is at work"),
            Self::Ahead { unknown } => {
                let ids: Vec<&str> = unknown.iter().map(|unknown| unknown.id.as_str()).collect();
                write!(f, "the database is at {}, which this code doesn't have", ids.join(", "))
            }
        }
    }
}

impl Database {
    /// A runner for this database at `url` (`postgres://…` or `key=value …`), with the default options.
    ///
    /// ```no_run
    /// # fn start(users: dbmig_runtime::runner::Database, url: &str) -> Result<(), dbmig_runtime::runner::Failure> {
    /// use dbmig_runtime::runner::{IfAhead, Options};
    ///
    /// // Old replicas may start while a new version is rolled out.
    /// let options = Options { if_ahead: IfAhead::Skip, ..Options::default() };
    /// users.at(url).options(options).upgrade("head")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn at(self, url: impl Into<String>) -> Runner<'static> {
        Runner::new(self, url)
    }

    /// Applies whatever is pending. It blocks, and may be called from any thread, also inside an async runtime.
    ///
    /// # Errors
    /// [`Failure`], with what was applied before.
    pub fn upgrade(self, url: impl Into<String>) -> Result<Report, Failure> {
        self.at(url).upgrade("head")
    }

    /// Fails unless everything that this code has is applied: for a service that must not migrate. It reads, and a role
    /// that may read dbmig's tables is enough, on a standby, too.
    ///
    /// # Errors
    /// [`Error::Behind`], [`Error::HalfApplied`], [`Error::Ahead`], or why the database could not be read.
    pub fn check(self, url: impl Into<String>) -> Result<Current, Error> {
        self.at(url).check()
    }
}

/// What an error of a run comes to where it was told to do nothing.
pub(super) fn not_run(error: Error, if_locked: IfLocked, if_ahead: IfAhead) -> Result<NotRun, Error> {
    match error {
        Error::Locked { holder, .. } if if_locked == IfLocked::Skip => Ok(NotRun::Locked { holder }),
        Error::Ahead { unknown } if if_ahead == IfAhead::Skip => Ok(NotRun::Ahead { unknown }),
        error => Err(error),
    }
}

/// Fails unless a database is where a service wants it.
pub(super) fn check(
    current: Current,
    unknown: Vec<UnknownRevision>,
    pending: Vec<String>,
    if_ahead: IfAhead,
) -> Result<Current, Error> {
    if let Some(half) = &current.half_done {
        let (revision, action, done) = (half.revision.clone(), half.action, half.done);
        return Err(Error::HalfApplied { revision, action, done });
    }
    match (unknown.is_empty(), pending.is_empty()) {
        (false, _) if if_ahead == IfAhead::Fail => Err(Error::Ahead { unknown }),
        (true, false) => Err(Error::Behind { address: current.address, pending }),
        _ => Ok(current),
    }
}
