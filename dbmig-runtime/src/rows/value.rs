//! What a column of a new row may get.

use crate::catalog::ObjectName;

/// A value of one column, as an `INSERT` takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// `NULL`.
    Null,
    /// What PostgreSQL puts in where the column isn't named.
    Default,
    /// An expression.
    Sql(Expression),
    /// The same as another column of the row.
    Same(String),
    /// A value of a row that is there.
    Referenced(Referenced),
}

/// An SQL expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expression {
    /// The expression, with its type.
    pub sql: String,
    /// False if only the server knows whether it is a value of the type at all.
    pub sure: bool,
}

/// The value of a column of a row of another table, or of an earlier row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Referenced {
    /// The table.
    pub table: ObjectName,
    /// The column.
    pub column: String,
    /// All columns of the foreign key there: none may be null, and they are what rows are sorted by.
    pub key: Vec<String>,
    /// Columns there that must be as columns of the new row.
    pub given: Vec<(String, String)>,
    /// Which of the rows.
    pub place: usize,
}

impl Expression {
    /// One that is a value for sure.
    pub(super) fn sure(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), sure: true }
    }

    /// One that may not be a value.
    pub(super) fn unsure(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), sure: false }
    }

    /// Converted to a type.
    pub(super) fn cast(self, data_type: &str) -> Self {
        Self { sql: format!("CAST({} AS {data_type})", self.sql), ..self }
    }
}
