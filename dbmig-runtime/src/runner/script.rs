//! A revision module, as the build script registers it.

use crate::op::{Op, Result};
use crate::revision::Revision;

/// A revision with its code and what is known of its file.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// Its place in the history.
    pub revision: Revision,
    /// Records the operations that apply it.
    pub upgrade: fn(&mut Op) -> Result,
    /// Records the operations that take it back.
    pub downgrade: fn(&mut Op) -> Result,
    /// The file, relative to the migrations package.
    pub file: &'static str,
    /// The first line of the module's documentation.
    pub message: &'static str,
    /// The creation time as the module's documentation gives it (`2026-01-17 10:00 UTC`), or empty.
    pub created: &'static str,
    /// The module's documentation, the first line included.
    pub docs: &'static str,
    /// SHA-256 of the module's tokens in lower-case hex: comments, formatting and line endings don't count.
    pub checksum: &'static str,
}
