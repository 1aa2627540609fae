//! What a database holds and a catalog doesn't.

use serde::{Deserialize, Serialize};

/// An object of a kind that dbmig neither compares nor changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LeftOut {
    /// The kind in words, such as `operator class`.
    pub kind: String,
    /// The object, as PostgreSQL identifies it.
    pub name: String,
}

/// `operator class public.my_ops USING btree`.
impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind, self.name)
    }
}
