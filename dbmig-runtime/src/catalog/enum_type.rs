//! Enum types.

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// An enum type (`pg_enum`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumType {
    /// The type's name.
    pub name: ObjectName,
    /// The labels in sort order.
    pub labels: Vec<String>,
    /// `COMMENT ON TYPE`.
    pub comment: Option<String>,
}
