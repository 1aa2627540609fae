//! Columns.

use serde::{Deserialize, Serialize};

use super::{DataType, Identity, ObjectName};

/// A column of a table (`pg_attribute`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The column's name.
    pub name: String,
    /// The type, with its modifiers.
    pub data_type: DataType,
    /// False for `NOT NULL`.
    pub nullable: bool,
    /// The default's SQL expression.
    pub default: Option<String>,
    /// `GENERATED … AS IDENTITY`.
    pub identity: Option<Identity>,
    /// `GENERATED ALWAYS AS (expression)`.
    pub generated: Option<Generated>,
    /// The collation where it is not the type's own.
    pub collation: Option<ObjectName>,
    /// `COMMENT ON COLUMN`.
    pub comment: Option<String>,
}

impl Column {
    /// A nullable column without any further property.
    pub fn new(name: impl Into<String>, data_type: DataType) -> Self {
        Self {
            name: name.into(),
            data_type,
            nullable: true,
            default: None,
            identity: None,
            generated: None,
            collation: None,
            comment: None,
        }
    }
}

/// A generated column's expression (`pg_attribute.attgenerated`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// The SQL expression.
    pub expression: String,
    /// Where the value is kept.
    pub kind: GeneratedKind,
}

/// `STORED`, or `VIRTUAL` (PostgreSQL 18 and later).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeneratedKind {
    /// Computed on write and stored.
    Stored,
    /// Computed on read.
    Virtual,
}
