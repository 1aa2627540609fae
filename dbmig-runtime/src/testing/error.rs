//! Why a proof did not come out well, or not at all.

use std::fmt;

use super::{Report, ScratchError};
use crate::{revision, runner};

/// Why a proof did not come out well, or not at all.
#[non_exhaustive]
pub enum Error {
    /// Revisions failed; the report says which and how.
    Failed(Box<Report>),
    /// No server was named.
    NoServer {
        /// The database.
        database: String,
    },
    /// There is nothing to prove.
    NoRevisions {
        /// The database.
        database: String,
    },
    /// The range names nothing of the history.
    Range(revision::Error),
    /// The revisions make no history.
    Graph(runner::Error),
    /// A scratch database could not be made.
    Scratch(ScratchError),
    /// A scratch database could not be read.
    Inspect(crate::inspect::Error),
    /// A revision that was applied before could not be applied to a new scratch database.
    Again {
        /// The revision.
        revision: String,
        /// Why not.
        source: Box<runner::Error>,
    },
    /// The revisions could not be applied to a test's database.
    Upgrade(Box<runner::Failure>),
    /// It was told to stop.
    Interrupted,
}

impl Error {
    /// What to do about it.
    pub fn next_step(&self) -> Option<String> {
        match self {
            Self::Failed(_) => Some(
                "correct the revisions; applied ones stay as they are, and a new one corrects".to_owned(),
            ),
            Self::NoServer { .. } => Some(format!(
                "set {} to the URL of a PostgreSQL server where databases may be created and dropped, or name it with on(…)",
                super::SCRATCH_URL
            )),
            Self::NoRevisions { .. } => Some("write a first one: cargo dbmig revision".to_owned()),
            Self::Scratch(error) => error.next_step(),
            Self::Graph(error) => error.next_step(),
            Self::Again { source, .. } => source.next_step(),
            Self::Upgrade(failure) => failure.error.next_step(),
            Self::Range(_) | Self::Inspect(_) | Self::Interrupted => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(report) => report.fmt(f),
            Self::NoServer { database } => {
                write!(f, "{database}: there is no server to make a scratch database on")
            }
            Self::NoRevisions { database } => write!(f, "{database}: there is no revision to prove"),
            Self::Range(error) => error.fmt(f),
            Self::Graph(error) => f.write_str(&error.what()),
            Self::Scratch(error) => error.fmt(f),
            Self::Inspect(error) => write!(f, "scratch database: {error}"),
            Self::Again { revision, source } => write!(
                f,
                "revision {revision} could be applied to one scratch database and not to another: {}",
                source.what()
            ),
            Self::Upgrade(failure) => write!(f, "the revisions can't be applied: {failure}"),
            Self::Interrupted => f.write_str("interrupted"),
        }
    }
}

/// The words for people: this is what a test shows whose proof is unwrapped, or returned.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)?;
        self.next_step().map_or(Ok(()), |next| write!(f, "\nnext: {next}"))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Scratch(error) => error.source(),
            Self::Graph(error) => error.source(),
            Self::Inspect(error) => error.source(),
            Self::Again { source, .. } => source.source(),
            Self::Upgrade(failure) => failure.source(),
            Self::Failed(_)
            | Self::NoServer { .. }
            | Self::NoRevisions { .. }
            | Self::Range(_)
            | Self::Interrupted => None,
        }
    }
}

impl From<ScratchError> for Error {
    fn from(error: ScratchError) -> Self {
        Self::Scratch(error)
    }
}
