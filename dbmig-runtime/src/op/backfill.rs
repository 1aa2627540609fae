//! Values for the rows that are there.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, Result};
use crate::catalog::{ObjectName, check_identifier};

/// Fills the nulls of a column in batches, each committed by itself: writers are never kept waiting for long.
///
/// It may be broken off and run again: what is filled stays filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backfill {
    /// The table.
    pub table: ObjectName,
    /// The column.
    pub column: String,
    /// The SQL expression of the value; it may name other columns of the row.
    pub value: String,
    /// Afterwards the table is locked against writes until the transaction ends, and what came in meanwhile is filled.
    pub then_lock: bool,
}

/// [`set`].
#[derive(Clone, Debug)]
pub struct BackfillBuilder {
    column: String,
    value: String,
    then_lock: bool,
}

/// Where `column` is null, it becomes the SQL expression `value`.
pub fn set(column: impl Into<String>, value: impl Into<String>) -> BackfillBuilder {
    BackfillBuilder { column: column.into(), value: value.into(), then_lock: false }
}

impl BackfillBuilder {
    /// Afterwards the table is locked against writes until the transaction ends, and what came in meanwhile is filled: then
    /// the column can be made NOT NULL.
    #[must_use]
    pub fn then_lock(mut self) -> Self {
        self.then_lock = true;
        self
    }
}

impl Op {
    /// Fills the nulls of a column of `table`, in batches and outside the revision's transaction:
    /// `op.backfill("task", set("size", "length(title)"))`. It fails where the value is null itself.
    ///
    /// # Errors
    /// If a name or the value is empty, too long or holds a NUL character.
    pub fn backfill(&mut self, table: impl Into<ObjectName>, fill: BackfillBuilder) -> Result {
        let BackfillBuilder { column, value, then_lock } = fill;
        let table = table.into();
        table.check()?;
        check_identifier(&column)?;
        if value.trim().is_empty() {
            return Err(Error::Missing { what: format!("the value for {table}.{column}") });
        }
        if value.contains('\0') {
            return Err(Error::Nul { what: format!("the value for {table}.{column}") });
        }
        self.push(Operation::Backfill(Backfill { table, column, value, then_lock }))
    }
}
