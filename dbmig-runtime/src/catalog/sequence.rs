//! Sequences.

use serde::{Deserialize, Serialize};

use super::{DataType, ObjectName, SequenceOptions};

/// A sequence (`pg_sequence`) other than that of an identity column, which belongs to the column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// The sequence's name.
    pub name: ObjectName,
    /// `AS`: `smallint`, `integer` or `bigint`.
    pub data_type: DataType,
    /// The options that differ from the defaults of the type.
    pub options: SequenceOptions,
    /// `OWNED BY`: the table and the column that it is dropped with.
    pub owned_by: Option<(ObjectName, String)>,
    /// `UNLOGGED` (PostgreSQL 15 and later).
    pub unlogged: bool,
    /// `COMMENT ON SEQUENCE`.
    pub comment: Option<String>,
}
