//! Numbers that differ from run to run: ids and jitter, nothing secret.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A number that is different each time, also in another process.
pub(crate) fn number() -> u64 {
    RandomState::new().build_hasher().finish()
}
