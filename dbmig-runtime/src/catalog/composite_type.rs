//! Composite types.

use serde::{Deserialize, Serialize};

use super::{DataType, ObjectName};

/// A type of rows that stands by itself (`pg_class`, `relkind = 'c'`). The row types of tables and views are theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompositeType {
    /// The type's name.
    pub name: ObjectName,
    /// The attributes, in order: it is part of how a value is written.
    pub attributes: Vec<Attribute>,
    /// `COMMENT ON TYPE`.
    pub comment: Option<String>,
}

/// An attribute of a composite type (`pg_attribute`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// The attribute's name.
    pub name: String,
    /// The type, with its modifiers.
    pub data_type: DataType,
    /// The collation where it is not the type's own.
    pub collation: Option<ObjectName>,
    /// `COMMENT ON COLUMN`.
    pub comment: Option<String>,
}
