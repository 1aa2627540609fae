//! What a proof found.

use std::fmt;

use dbmig_runtime::diff::Changes;

use crate::scratch;

pub use dbmig_runtime::testing::Step;

/// The result of this room.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// What a proof found.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A step could not be run.
    Failed {
        /// The revision.
        revision: String,
        /// The step.
        step: Step,
        /// Why.
        source: scratch::Error,
    },
    /// A step landed elsewhere.
    Differs {
        /// The revision.
        revision: String,
        /// The step.
        step: Step,
        /// What is still missing, one line a change.
        differences: Vec<String>,
    },
    /// No rows get through the upgrade.
    Rows {
        /// The revision.
        revision: String,
        /// The tables that had rows.
        tables: String,
        /// Why.
        source: scratch::Error,
    },
    /// Rows are gone after the downgrade.
    Lost {
        /// The revision.
        revision: String,
        /// The table.
        table: String,
        /// How many rows it had.
        before: u64,
        /// How many it has.
        after: u64,
    },
}

/// Where a step should land.
fn goal(step: Step) -> &'static str {
    match step {
        Step::Downgrade => "the revision before",
        _ => "the models",
    }
}

/// The function of the revision that the step runs.
fn function(step: Step) -> &'static str {
    match step {
        Step::Downgrade => "downgrade",
        _ => "upgrade",
    }
}

impl Error {
    /// A step that landed elsewhere: `rest` is missing.
    pub(super) fn differs(revision: &str, step: Step, rest: &Changes) -> Self {
        let lines = rest.summary().into_iter();
        let differences = lines.map(|line| format!("{} {line}", line.sign.as_char())).collect();
        Self::Differs { revision: revision.to_owned(), step, differences }
    }

    fn step(&self) -> Step {
        match self {
            Self::Failed { step, .. } | Self::Differs { step, .. } => *step,
            Self::Rows { .. } | Self::Lost { .. } => Step::Upgrade,
        }
    }

    /// What to do about it.
    pub fn next(&self) -> Option<String> {
        if let Self::Rows { .. } = self {
            return Some(
                "let `upgrade` in the new file deal with rows that are there (a default, or an UPDATE before the statement that \
                 fails), or delete the file, change the models and run the command again"
                    .to_owned(),
            );
        }
        let function = function(self.step());
        Some(format!(
            "correct `{function}` in the new file, or delete the file, change the models and run the command again"
        ))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { revision, step, source } => {
                write!(f, "the {step} of the new revision {revision} failed on scratch: {source}")
            }
            Self::Differs { revision, step, differences } => write!(
                f,
                "the {step} of the new revision {revision} does not land on {}; what is missing:\n  {}",
                goal(*step),
                differences.join("\n  ")
            ),
            Self::Rows { revision, tables, source } => write!(
                f,
                "the new revision {revision} upgrades empty tables only: with any rows in {tables} it fails: {source}"
            ),
            Self::Lost { revision, table, before, after } => write!(
                f,
                "the new revision {revision} loses rows: {table} had {before} before its upgrade, and has {after} after its downgrade"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Failed { source, .. } | Self::Rows { source, .. } => std::error::Error::source(source),
            Self::Differs { .. } | Self::Lost { .. } => None,
        }
    }
}
