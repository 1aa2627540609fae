//! A look at the rows before anything is touched.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, Result};
use crate::catalog::{ObjectName, check_identifier};

/// A question about the rows of a table: where some are in the way of what follows, the revision stops, tells how many
/// there are and shows some of them. Nothing was changed then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preflight {
    /// The table.
    pub table: ObjectName,
    /// Which rows are in the way.
    pub obstacle: Obstacle,
    /// What can't be done while there are such rows.
    pub reason: String,
    /// The columns that are shown of them; all where none is named.
    pub show: Vec<String>,
}

/// Rows that are in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// All that there are.
    All,
    /// Those for which an SQL condition is true.
    Matching(String),
    /// Those for which PostgreSQL refuses to compute an SQL expression, such as a cast.
    Failing(String),
}

impl Obstacle {
    /// The SQL that it is about.
    pub fn sql(&self) -> &str {
        match self {
            Self::All => "true",
            Self::Matching(sql) | Self::Failing(sql) => sql,
        }
    }
}

/// [`no_rows`], [`no_rows_where`] and [`all_rows_give`].
#[derive(Clone, Debug)]
pub struct PreflightBuilder {
    obstacle: Obstacle,
    reason: String,
    show: Vec<String>,
}

/// There may be no row at all.
pub fn no_rows() -> PreflightBuilder {
    PreflightBuilder::new(Obstacle::All)
}

/// No row may match the SQL condition `condition`.
pub fn no_rows_where(condition: impl Into<String>) -> PreflightBuilder {
    PreflightBuilder::new(Obstacle::Matching(condition.into()))
}

/// For all rows, PostgreSQL must be able to compute the SQL expression `expression`: `size::integer`.
pub fn all_rows_give(expression: impl Into<String>) -> PreflightBuilder {
    PreflightBuilder::new(Obstacle::Failing(expression.into()))
}

impl PreflightBuilder {
    fn new(obstacle: Obstacle) -> Self {
        Self { obstacle, reason: String::new(), show: Vec::new() }
    }

    /// What can't be done while there are such rows: `column size becomes integer`.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    /// The columns that are shown of such rows. Values may end up in logs.
    #[must_use]
    pub fn show<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.show = columns.into_iter().map(Into::into).collect();
        self
    }
}

impl Op {
    /// Stops the revision if rows of `table` are in the way of what follows:
    /// `op.preflight("task", no_rows_where("size IS NULL").because("size becomes NOT NULL").show(["id"]))`.
    ///
    /// # Errors
    /// If a name or the SQL is empty, too long or holds a NUL character.
    pub fn preflight(&mut self, table: impl Into<ObjectName>, rows: PreflightBuilder) -> Result {
        let PreflightBuilder { obstacle, reason, show } = rows;
        let table = table.into();
        table.check()?;
        show.iter().try_for_each(|column| check_identifier(column))?;
        let sql = obstacle.sql();
        if sql.trim().is_empty() {
            return Err(Error::Missing { what: format!("the SQL of the preflight of {table}") });
        }
        if sql.contains('\0') || reason.contains('\0') {
            return Err(Error::Nul { what: format!("the preflight of {table}") });
        }
        self.push(Operation::Preflight(Preflight { table, obstacle, reason, show }))
    }
}
