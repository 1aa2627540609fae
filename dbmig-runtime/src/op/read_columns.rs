//! Which rows a function of the revision gets, and how fast.

use super::backfill::text;
use super::pace_builder::PaceBuilder;
use super::{Error, ForEachBatch, Result};
use crate::catalog::{ObjectName, check_identifier};

/// [`read_columns`].
#[derive(Clone, Debug)]
pub struct EachBuilder {
    columns: Vec<String>,
    condition: Option<String>,
    pub(super) pace: PaceBuilder,
}

/// The columns that the function of `op.for_each_batch` gets, for every row that is there when it begins.
pub fn read_columns<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> EachBuilder {
    let columns = columns.into_iter().map(Into::into).collect();
    EachBuilder { columns, condition: None, pace: PaceBuilder::default() }
}

impl EachBuilder {
    /// Only the rows for which the SQL condition `condition` is true.
    #[must_use]
    pub fn filter(mut self, condition: impl Into<String>) -> Self {
        self.condition = Some(condition.into());
        self
    }

    /// The operation.
    ///
    /// # Errors
    /// If a name or the condition is empty, too long or holds a NUL character.
    pub(crate) fn build(self, table: ObjectName) -> Result<ForEachBatch> {
        let Self { columns, condition, pace } = self;
        table.check()?;
        columns.iter().try_for_each(|column| check_identifier(column))?;
        if columns.is_empty() {
            return Err(Error::Missing { what: format!("the columns of {table} that the batches are of") });
        }
        if let Some(condition) = &condition {
            text(condition, || format!("the condition on the rows of {table}"))?;
        }
        Ok(ForEachBatch { pace: pace.build(&table)?, table, columns, condition })
    }
}
