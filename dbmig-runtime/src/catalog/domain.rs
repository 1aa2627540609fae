//! Domains.

use serde::{Deserialize, Serialize};

use super::{Check, DataType, ObjectName};

/// A domain: a type with conditions on its values (`pg_type`, `typtype = 'd'`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// The domain's name.
    pub name: ObjectName,
    /// The type that it is over, with its modifiers.
    pub data_type: DataType,
    /// The collation where it is not the type's own.
    pub collation: Option<ObjectName>,
    /// The default's SQL expression.
    pub default: Option<String>,
    /// False for `NOT NULL`.
    pub nullable: bool,
    /// The name of the `NOT NULL` constraint where it isn't the one that PostgreSQL chooses (17 and later).
    pub not_null_name: Option<String>,
    /// Check constraints, sorted by name.
    pub checks: Vec<Check>,
    /// `COMMENT ON DOMAIN`.
    pub comment: Option<String>,
}
