//! What a proof found.

use std::fmt;

use crate::scratch;

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
}

/// The steps of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The first upgrade.
    Upgrade,
    /// The downgrade after it.
    Downgrade,
    /// The upgrade after the downgrade.
    UpgradeAgain,
}

impl Step {
    fn goal(self) -> &'static str {
        match self {
            Self::Upgrade | Self::UpgradeAgain => "the models",
            Self::Downgrade => "the revision before",
        }
    }

    fn function(self) -> &'static str {
        match self {
            Self::Upgrade | Self::UpgradeAgain => "upgrade",
            Self::Downgrade => "downgrade",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
            Self::UpgradeAgain => "upgrade after the downgrade",
        })
    }
}

impl Error {
    fn step(&self) -> Step {
        match self {
            Self::Failed { step, .. } | Self::Differs { step, .. } => *step,
        }
    }

    /// What to do about it.
    pub fn next(&self) -> Option<String> {
        let function = self.step().function();
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
                step.goal(),
                differences.join("\n  ")
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Failed { source, .. } => std::error::Error::source(source),
            Self::Differs { .. } => None,
        }
    }
}
