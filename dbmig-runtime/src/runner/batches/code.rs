//! Functions of a revision that get the rows of a table batch by batch.

use std::any::Any;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use postgres::types::ToSql;
use postgres::{Client, Row, Statement};

use super::super::statements::transaction_control;
use crate::catalog::ObjectName;
use crate::op::{self, EachBuilder, Op, Operation};

/// What the function of [`Op::for_each_batch`] returns: any error stops the run, and nothing of the batch stays.
pub type BatchResult<T = (), E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

/// The function, as it is kept beside its operation.
pub(super) type Function = Box<dyn Fn(&[Row], &mut BatchTransaction<'_>) -> BatchResult + Send + Sync>;

impl Op {
    /// Hands the rows of `table` to a function, batch by batch and outside the revision's transaction, for changes that SQL can't say:
    ///
    /// ```
    /// # use dbmig_runtime::migration::*;
    /// # fn normal(email: &str) -> String { email.to_lowercase() }
    /// # fn upgrade(op: &mut Op) -> Result {
    /// op.for_each_batch("users", read_columns(["id", "email"]), |rows, batch| {
    ///     for row in rows {
    ///         let (id, email): (i64, String) = (row.try_get("id")?, row.try_get("email")?);
    ///         batch.execute("UPDATE users SET email = $1 WHERE id = $2", &[&normal(&email), &id])?;
    ///     }
    ///     Ok(())
    /// })
    /// # }
    /// # upgrade(&mut Op::new()).unwrap();
    /// ```
    ///
    /// The rows are locked, so that nobody changes them meanwhile, and what the function does is committed together with how far it
    /// came: no row is handed over twice by runs that are broken off, nor left out. The table needs a primary key, or a unique index on
    /// columns that are NOT NULL. Rows that come in above the key that was the highest when it began, or behind a batch that is
    /// done, are not handed over; with keys that don't ascend (random UUIDs) those that come in ahead are. A batch that others are in the way of is rolled back and
    /// handed over again, so the function should do nothing outside the database that it may not do twice.
    ///
    /// Values are read and written with the traits of the `postgres` crate, which is [`dbmig_runtime::postgres`](crate::postgres). A script
    /// (`--sql`) can't hold a function: it is refused.
    ///
    /// # Errors
    /// If a name or the condition is empty, too long or holds a NUL character.
    pub fn for_each_batch<F>(
        &mut self,
        table: impl Into<ObjectName>,
        rows: EachBuilder,
        function: F,
    ) -> op::Result
    where
        F: Fn(&[Row], &mut BatchTransaction<'_>) -> BatchResult + Send + Sync + 'static,
    {
        let operation = Operation::ForEachBatch(rows.build(table.into())?);
        let function: Function = Box::new(function);
        self.push_with_code(operation, std::sync::Arc::new(function));
        Ok(())
    }
}

/// The transaction of a batch: it is committed by the run, and by nobody else.
pub struct BatchTransaction<'a> {
    client: &'a mut Client,
    statements: &'a mut HashMap<String, Statement>,
}

impl BatchTransaction<'_> {
    /// Runs a statement with parameters; how many rows it changed. Each text is prepared once for all batches.
    ///
    /// # Errors
    /// What PostgreSQL refuses, and what would begin or end a transaction.
    pub fn execute(&mut self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> BatchResult<u64> {
        let statement = self.prepared(sql)?;
        Ok(self.client.execute(&statement, parameters)?)
    }

    /// Runs a query with parameters.
    ///
    /// # Errors
    /// What PostgreSQL refuses, and what would begin or end a transaction.
    pub fn query(&mut self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> BatchResult<Vec<Row>> {
        let statement = self.prepared(sql)?;
        Ok(self.client.query(&statement, parameters)?)
    }

    fn prepared(&mut self, sql: &str) -> BatchResult<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if let Some(word) = transaction_control(sql) {
            return Err(format!("{word} in a batch, which is committed together with how far it came").into());
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Calls a function; a panic is an error like others.
pub(super) fn call(
    function: &Function,
    rows: &[Row],
    client: &mut Client,
    statements: &mut HashMap<String, Statement>,
) -> BatchResult {
    let mut transaction = BatchTransaction { client, statements };
    match catch_unwind(AssertUnwindSafe(|| function(rows, &mut transaction))) {
        Ok(result) => result,
        Err(panic) => Err(format!("it panicked: {}", words(&*panic)).into()),
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".to_owned())
}

impl std::fmt::Debug for BatchTransaction<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BatchTransaction").finish_non_exhaustive()
    }
}
