//! What is to be done with the rows of a table, whoever says it.

use super::code::Function;
use crate::catalog::quote_identifier;
use crate::op::{Backfill, BatchRows, Code, ForEachBatch, Operation, Pace};
use crate::sql::backfill;

/// What is to be done with the rows of a table.
pub(super) struct Job<'a> {
    pub(super) change: Change<'a>,
    /// The table, quoted and qualified.
    pub(super) table: String,
    /// The name that expressions know it by.
    pub(super) alias: String,
    /// The columns that are set, as far as that is known.
    pub(super) sets: Vec<String>,
    /// Which rows; `None` for all of them.
    pub(super) condition: Option<String>,
    /// Each row once: no row is looked for again.
    pub(super) once: bool,
    pub(super) then_lock: bool,
    pub(super) pace: &'a Pace,
}

/// Who changes the rows.
pub(super) enum Change<'a> {
    /// PostgreSQL.
    Sql(&'a Backfill),
    /// A function of the revision.
    Code(Each<'a>),
}

/// A function, and the rows that it gets.
#[derive(Clone, Copy)]
pub(super) struct Each<'a> {
    pub(super) operation: &'a ForEachBatch,
    pub(super) function: &'a Function,
}

impl<'a> Job<'a> {
    /// The job of an operation that is done in batches.
    pub(super) fn of(operation: &'a Operation, code: Option<&'a Code>, default_schema: &str) -> Option<Self> {
        match operation {
            Operation::Backfill(fill) => Some(Self {
                table: fill.table.qualified(default_schema),
                alias: quote_identifier(&fill.table.name).into_owned(),
                sets: fill.columns().iter().map(|set| set.column.clone()).collect(),
                condition: backfill::condition(fill),
                once: fill.rows == BatchRows::All,
                then_lock: fill.then_lock,
                pace: &fill.pace,
                change: Change::Sql(fill),
            }),
            Operation::ForEachBatch(each) => Some(Self {
                table: each.table.qualified(default_schema),
                alias: quote_identifier(&each.table.name).into_owned(),
                sets: Vec::new(),
                condition: each.condition.clone(),
                // Nobody knows whether a row may be handed over again.
                once: true,
                then_lock: false,
                pace: &each.pace,
                change: Change::Code(Each { operation: each, function: code?.downcast_ref()? }),
            }),
            _ => None,
        }
    }

    /// Nulls are filled: what is done may be done again.
    pub(super) fn fills(&self) -> bool {
        match self.change {
            Change::Sql(fill) => fill.rows == BatchRows::Nulls,
            Change::Code(_) => false,
        }
    }
}
