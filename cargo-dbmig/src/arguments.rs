//! What `-x` tells revisions, for every runner that this process starts on scratch.
//!
//! What a history makes may depend on it, so each replay is told, and what a replay came to is kept by it.

use std::sync::OnceLock;

static GIVEN: OnceLock<Vec<(String, String)>> = OnceLock::new();

/// Takes what the command line gives, once.
pub(crate) fn take(arguments: &[(String, String)]) {
    // A second command line in one process is that of a test, which gives none.
    let _ = GIVEN.set(arguments.to_vec());
}

/// The same as flags for a runner: `-x`, `key=value`, …
pub(crate) fn flags() -> Vec<String> {
    let given = GIVEN.get().map(Vec::as_slice).unwrap_or_default();
    given.iter().flat_map(|(key, value)| ["-x".to_owned(), format!("{key}={value}")]).collect()
}
