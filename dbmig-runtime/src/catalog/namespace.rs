//! Schemas.

use serde::{Deserialize, Serialize};

/// A PostgreSQL schema (`pg_namespace`) other than the default one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// The schema's name.
    pub name: String,
    /// `COMMENT ON SCHEMA`.
    pub comment: Option<String>,
}
