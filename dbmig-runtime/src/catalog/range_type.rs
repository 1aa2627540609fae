//! Range types.

use serde::{Deserialize, Serialize};

use super::{DataType, ObjectName};

/// A range type with the multirange type that belongs to it (`pg_range`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeType {
    /// The type's name.
    pub name: ObjectName,
    /// `SUBTYPE`: the type of the bounds.
    pub subtype: DataType,
    /// `SUBTYPE_OPCLASS`, where it is not the subtype's default.
    pub operator_class: Option<ObjectName>,
    /// `COLLATION`, where it is not the subtype's own.
    pub collation: Option<ObjectName>,
    /// `CANONICAL`: the function that brings ranges of discrete values into one form.
    pub canonical: Option<ObjectName>,
    /// `SUBTYPE_DIFF`: the function that says how far two values are apart.
    pub subtype_diff: Option<ObjectName>,
    /// `MULTIRANGE_TYPE_NAME`.
    pub multirange: ObjectName,
    /// `COMMENT ON TYPE`.
    pub comment: Option<String>,
}
