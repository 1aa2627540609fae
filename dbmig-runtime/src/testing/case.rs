//! What came out for one revision.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::runner;

/// Something that was proven, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The revision's id; `history` for all of them together.
    pub name: String,
    /// The revision's message.
    pub title: String,
    /// The revision's file, relative to the migrations package; none for all of them together.
    pub file: Option<String>,
    /// What came out.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The tables that had rows, with how many.
    pub rows: BTreeMap<String, u64>,
    /// What else there is to know.
    pub notes: Vec<String>,
    /// How long it took.
    #[serde(rename = "duration_ms", with = "milliseconds")]
    pub duration: Duration,
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It leads where it should, up, down and up again.
    Passed,
    /// It doesn't.
    Failed(Failure),
    /// It was not proven, at least not in both directions.
    Skipped {
        /// Why not.
        reason: String,
    },
}

/// A step that failed, or landed elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The step.
    pub step: Step,
    /// What failed, in one line.
    pub message: String,
    /// What would lead from where it landed to where it should, a line for each change.
    pub differences: Vec<String>,
    /// The statement that PostgreSQL refused, and what else it says of it.
    pub details: Vec<String>,
}

/// The steps of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// The first upgrade.
    Upgrade,
    /// The downgrade after it.
    Downgrade,
    /// The upgrade after the downgrade.
    UpgradeAgain,
    /// All revisions, taken back one after the other.
    WholeDowngrade,
    /// All of them again.
    WholeUpgrade,
    /// The comparison with the models.
    Models,
}

impl Case {
    /// True unless it failed.
    pub fn is_fine(&self) -> bool {
        !matches!(self.outcome, Outcome::Failed(_))
    }

    /// The failure, if it failed.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.outcome {
            Outcome::Failed(failure) => Some(failure),
            Outcome::Passed | Outcome::Skipped { .. } => None,
        }
    }
}

impl Failure {
    /// A step that could not be run.
    pub(super) fn of(step: Step, error: &runner::Error) -> Self {
        let message = format!("the {step} failed: {}", error.what());
        Self { step, message, differences: Vec::new(), details: error.details() }
    }

    /// A step that landed elsewhere.
    pub(super) fn elsewhere(step: Step, differences: Vec<String>) -> Self {
        let message = format!("the {step} does not land on {}; what is missing:", step.goal());
        Self { step, message, differences, details: Vec::new() }
    }

    /// The differences or else the details: what is shown below the message.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.differences.iter().chain(&self.details).map(String::as_str)
    }
}

impl Step {
    fn goal(self) -> &'static str {
        match self {
            Self::Upgrade | Self::UpgradeAgain => "what the first upgrade made",
            Self::Downgrade => "what was there before the revision",
            Self::WholeDowngrade => "what was there before them",
            Self::WholeUpgrade => "what they made the first time",
            Self::Models => "the models",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
            Self::UpgradeAgain => "upgrade after the downgrade",
            Self::WholeDowngrade => "downgrade of all revisions",
            Self::WholeUpgrade => "upgrade after the downgrade of all revisions",
            Self::Models => "comparison with the models",
        })
    }
}

/// `file (id, "message")`, or the title of what is no revision.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{file} ({}, {:?})", self.name, self.title),
            None => f.write_str(&self.title),
        }
    }
}

pub(super) mod milliseconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(
        duration: &Duration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Duration, D::Error> {
        Ok(Duration::from_millis(u64::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_read_back() {
        for outcome in [
            Outcome::Passed,
            Outcome::Skipped { reason: "why".to_owned() },
            Outcome::Failed(Failure {
                step: Step::UpgradeAgain,
                message: "m".to_owned(),
                differences: vec!["- drop table t".to_owned()],
                details: Vec::new(),
            }),
        ] {
            let case = Case {
                name: "a1".to_owned(),
                title: "first".to_owned(),
                file: Some("users/a1.rs".to_owned()),
                outcome,
                rows: BTreeMap::new(),
                notes: Vec::new(),
                duration: Duration::from_millis(7),
            };
            let text = serde_json::to_string(&case).unwrap();
            assert_eq!(serde_json::from_str::<Case>(&text).unwrap(), case, "{text}");
        }
    }
}
