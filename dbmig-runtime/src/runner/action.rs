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
    /// It was recorded, wholly or half done, and is no longer: it is undone by hand, or the code doesn't have it.
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
            Self::Forget => "forget",
            Self::Other => "other",
        }
    }

    pub(super) fn from_column(text: &str) -> Self {
        [Self::Upgrade, Self::Downgrade, Self::Stamp, Self::Accept, Self::Forget]
            .into_iter()
            .find(|action| action.as_str() == text)
            .unwrap_or(Self::Other)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
