//! What a run did.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::{Action, Address, Error, NotRun, time};

/// What a run did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The server, once its URL was read.
    pub address: Address,
    /// The revisions that were recorded before, sorted.
    pub from: Vec<String>,
    /// The revisions that are recorded now, sorted.
    pub to: Vec<String>,
    /// What was done and recorded, in order.
    pub applied: Vec<Applied>,
    /// The revisions that were planned and not done.
    pub remaining: Vec<String>,
    /// Why nothing was run, where the options allow that.
    pub not_run: Option<NotRun>,
    /// True once `from` and `to` are known.
    #[serde(skip)]
    pub(super) is_known: bool,
}

/// A revision that was done and recorded.
#[derive(Clone, Debug, Serialize)]
pub struct Applied {
    /// Its id.
    pub revision: String,
    /// What was done with it.
    pub action: Action,
    /// Its message.
    pub message: String,
    /// Its file.
    pub file: String,
    /// The revisions that were recorded before, sorted.
    pub from: Vec<String>,
    /// The revisions that were recorded after it, sorted.
    pub to: Vec<String>,
    /// How long it took in this run.
    #[serde(rename = "duration_ms", serialize_with = "time::as_milliseconds")]
    pub duration: Duration,
}

/// A run that failed, with what it did before.
#[derive(Debug)]
pub struct Failure {
    /// Why it failed.
    pub error: Error,
    /// What was done and recorded before; boxed, as it is the larger part.
    pub report: Box<Report>,
}

impl Report {
    /// The recorded revisions for people: ids, or `base`; `None` if the database was not reached.
    pub fn at(&self) -> Option<String> {
        self.is_known.then(|| place(&self.to))
    }
}

/// Recorded revisions for people: ids, or `base`.
pub fn place(heads: &[String]) -> String {
    if heads.is_empty() { "base".to_owned() } else { heads.join(", ") }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)?;
        match self.report.at() {
            Some(at) => write!(f, "; the database is at {at}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}
