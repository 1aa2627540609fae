//! Changes of sequences.

use serde::{Deserialize, Serialize};

use crate::catalog::{DataType, ObjectName, SequenceOptions};

/// One change of a sequence.
///
/// See [`ALTER SEQUENCE`](https://www.postgresql.org/docs/current/sql-altersequence.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SequenceAction {
    /// `AS type` with every option.
    Set {
        /// The type.
        data_type: DataType,
        /// The options.
        options: SequenceOptions,
        /// `RESTART`: from the start on, where the place it has is outside of the new bounds.
        restart: bool,
    },
    /// Moves the sequence to `value` if it hasn't come that far.
    MoveTo {
        /// The next value.
        value: i64,
        /// True to move it down to `value` rather than up.
        down: bool,
    },
    /// Moves the sequence behind the values of a column, so that it gives out none of them.
    GoOnBehind {
        /// The column's table.
        table: ObjectName,
        /// The column.
        column: String,
        /// The sequence's options.
        options: SequenceOptions,
    },
    /// `OWNED BY` a column of a table; `None` is `OWNED BY NONE`.
    OwnedBy(Option<(ObjectName, String)>),
    /// `SET UNLOGGED`, or `SET LOGGED`.
    Unlogged(bool),
}
