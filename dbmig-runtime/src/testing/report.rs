//! What a proof found.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Case, Outcome};
use crate::catalog::Catalog;

/// What a proof found, of one database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The database.
    pub database: String,
    /// A case for each revision, in the order in which they run, and one for all together.
    pub cases: Vec<Case>,
    /// How long all of it took.
    #[serde(rename = "duration_ms", with = "super::case::milliseconds")]
    pub duration: Duration,
    /// What the revisions make; none if not all of them could be applied.
    pub catalog: Option<Catalog>,
}

impl Report {
    /// True if nothing failed.
    pub fn is_fine(&self) -> bool {
        self.cases.iter().all(Case::is_fine)
    }

    /// How many cases failed.
    pub fn failed(&self) -> usize {
        self.cases.iter().filter(|case| !case.is_fine()).count()
    }

    /// How many cases were not proven.
    pub fn skipped(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.outcome, Outcome::Skipped { .. })).count()
    }
}

/// Each case that failed, with what would lead to where it should have landed.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (failed, all) = (self.failed(), self.cases.len());
        write!(f, "{}: {failed} of {all} proofs failed", self.database)?;
        for case in &self.cases {
            let Some(failure) = case.failure() else { continue };
            write!(f, "\n  {case}: {}", failure.message)?;
            failure.lines().try_for_each(|line| write!(f, "\n    {line}"))?;
        }
        Ok(())
    }
}
