//! What stood in the way of a transaction.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::{Blocker, Error, time};

/// What stood in the way of a transaction, and how often it was tried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contention {
    /// How many attempts there were.
    pub attempts: u32,
    /// How long it was tried again after the first of them.
    #[serde(rename = "tried_for_ms", serialize_with = "time::as_milliseconds")]
    pub tried_for: Duration,
    /// Who held the locks when it was last looked; nobody where it was too short to look, or the run has a single connection.
    pub blockers: Vec<Blocker>,
}

impl Contention {
    /// What to do about those in the way.
    pub(super) fn next_step(&self, again: &str) -> String {
        let steps: Vec<String> = self.blockers.iter().take(NAMED).map(Blocker::next_step).collect();
        match steps.as_slice() {
            [] => format!(
                "{again} when fewer transactions are at work on the table, or give it more time with --retry-for"
            ),
            steps => format!("{}, and {again}; --retry-for gives it more time", steps.join(", ")),
        }
    }
}

impl fmt::Display for Contention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.attempts > 1 {
            write!(f, " after {} attempts in {} s", self.attempts, self.tried_for.as_secs())?;
        }
        if self.blockers.is_empty() {
            return Ok(());
        }
        let named: Vec<String> = self.blockers.iter().take(NAMED).map(ToString::to_string).collect();
        write!(f, ", behind {}", named.join(" and "))?;
        match self.blockers.len().saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

const NAMED: usize = 3;

impl Error {
    /// The SQLSTATE of an attempt that others were in the way of, so that the same may succeed a moment later: `lock_not_available`,
    /// `deadlock_detected`, `serialization_failure`.
    pub(super) fn contention_state(&self) -> Option<String> {
        let state = match self {
            Self::Sql(failure) => &failure.server.sqlstate,
            Self::Own { server: Some(server), .. } => &server.sqlstate,
            _ => return None,
        };
        is_contention(state).then(|| state.clone())
    }

    pub(super) fn set_contention(&mut self, found: Contention) {
        match self {
            Self::Sql(failure) => failure.contention = Some(found),
            Self::Own { contention, .. } => *contention = Some(Box::new(found)),
            _ => {}
        }
    }
}

/// True for the SQLSTATE of what others are in the way of.
pub(super) fn is_contention(sqlstate: &str) -> bool {
    matches!(sqlstate, "55P03" | "40P01" | "40001")
}
