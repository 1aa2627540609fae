//! What a proof tells while it runs.

use serde::{Deserialize, Serialize};

use super::Case;

/// What a proof tells while it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// The revisions that will be proven are known.
    Planned {
        /// How many cases there will be.
        total: usize,
    },
    /// A case begins.
    Started {
        /// Its name.
        name: String,
        /// Its title.
        title: String,
    },
    /// A case is done.
    Finished(Case),
}
