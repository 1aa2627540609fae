//! Casts.

use serde::{Deserialize, Serialize};

use super::{Object, Signature};

/// A [cast](https://www.postgresql.org/docs/current/sql-createcast.html) between two types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeCast {
    /// The two types.
    pub types: CastTypes,
    /// How a value is converted.
    pub method: CastMethod,
    /// Where it applies without being asked for.
    pub context: CastContext,
    /// `COMMENT ON CAST`.
    pub comment: Option<String>,
}

/// The types that a cast is between, as SQL: what tells casts apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CastTypes {
    /// The type that it converts.
    pub source: String,
    /// The type that it converts to.
    pub target: String,
}

/// How a cast converts a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CastMethod {
    /// `WITH FUNCTION`.
    Function(Signature),
    /// `WITH INOUT`: through text.
    InOut,
    /// `WITHOUT FUNCTION`: the bytes are the same.
    Binary,
}

/// Where a cast applies without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CastContext {
    /// Nowhere.
    Explicit,
    /// `AS ASSIGNMENT`: where a value is stored in a column.
    Assignment,
    /// `AS IMPLICIT`: anywhere.
    Implicit,
}

impl TypeCast {
    /// What it is and what it is called.
    pub fn object(&self) -> Object {
        self.types.clone().into()
    }
}

impl From<CastTypes> for Object {
    fn from(CastTypes { source, target }: CastTypes) -> Self {
        Self::Cast { source, target }
    }
}
