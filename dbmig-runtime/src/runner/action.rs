//! What can happen to a revision.

use std::fmt;

use serde::Serialize;

/// What was done with a revision: the `direction` column of the history table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// Its `upgrade` ran.
    Upgrade,
    /// Its `downgrade` ran.
    Downgrade,
    /// It was recorded without running anything.
    Stamp,
    /// It was edited after it was applied, and the new checksum was accepted.
    Accept,
    /// A repair recorded that it is applied, without running anything: it was put below an applied one, or is where the
    /// database is.
    Mark,
    /// It is no longer recorded as applied, and nothing was run.
    Unstamp,
    /// What was half done of it is forgotten. Earlier versions wrote this also of what the code doesn't have.
    Forget,
    /// Something that this version of dbmig doesn't know.
    Other,
}

impl Action {
    /// The name, as in the history table and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
            Self::Stamp => "stamp",
            Self::Accept => "accept",
            Self::Mark => "mark",
            Self::Unstamp => "unstamp",
            Self::Forget => "forget",
            Self::Other => "other",
        }
    }

    pub(super) fn from_column(text: &str) -> Self {
        const KNOWN: [Action; 7] = [
            Action::Upgrade,
            Action::Downgrade,
            Action::Stamp,
            Action::Accept,
            Action::Mark,
            Action::Unstamp,
            Action::Forget,
        ];
        KNOWN.into_iter().find(|action| action.as_str() == text).unwrap_or(Self::Other)
    }

    /// True if the revision is applied after it, with the checksum that the history has.
    pub(super) fn leaves_applied(self) -> bool {
        matches!(self, Self::Upgrade | Self::Stamp | Self::Accept | Self::Mark)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
