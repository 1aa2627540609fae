//! Values for the rows that are there.

use serde::{Deserialize, Serialize};

use super::pace_builder::PaceBuilder;
use super::{Error, Op, Operation, Pace, Result};
use crate::catalog::{ObjectName, check_identifier};

/// A change of rows in batches, each committed by itself: writers are never kept waiting for long.
///
/// The runner keeps in its ledger how far it came, in the transaction of each batch: after whatever broke it off, the next run goes on
/// behind the last batch that was committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backfill {
    /// The table; those that inherit from it, and its partitions, are part of it.
    pub table: ObjectName,
    /// What is done with the rows.
    pub change: BatchChange,
    /// Which rows.
    pub rows: BatchRows,
    /// What the rows are joined with.
    pub from: Option<BatchSource>,
    /// How fast.
    pub pace: Pace,
    /// Afterwards the table is locked against writes until the transaction ends, and what came in meanwhile is changed too.
    pub then_lock: bool,
}

/// What is done with the rows of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchChange {
    /// `UPDATE`.
    Set(Vec<SetColumn>),
    /// `DELETE`.
    Delete,
}

/// A column and its new value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetColumn {
    /// The column.
    pub column: String,
    /// The SQL expression of the value; it may name other columns of the row.
    pub value: String,
}

/// Which rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchRows {
    /// Those that are null in a column that is set; what is not null stays.
    Nulls,
    /// Those for which an SQL condition is true.
    Matching(String),
    /// All that are there, each once.
    All,
}

/// What the rows of the table are joined with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchSource {
    /// As in `FROM`: `org AS o`.
    pub sql: String,
    /// The condition of the join.
    pub on: String,
}

/// [`set`] and [`delete_where`].
#[derive(Clone, Debug)]
pub struct BackfillBuilder {
    change: BatchChange,
    rows: BatchRows,
    from: Option<BatchSource>,
    pub(super) pace: PaceBuilder,
    then_lock: bool,
}

/// Where `column` is null, it becomes the SQL expression `value`. [`filter`](BackfillBuilder::filter) and
/// [`all_rows`](BackfillBuilder::all_rows) choose other rows.
pub fn set(column: impl Into<String>, value: impl Into<String>) -> BackfillBuilder {
    let column = SetColumn { column: column.into(), value: value.into() };
    BackfillBuilder::new(BatchChange::Set(vec![column]), BatchRows::Nulls)
}

/// The rows for which the SQL condition `condition` is true are deleted.
pub fn delete_where(condition: impl Into<String>) -> BackfillBuilder {
    BackfillBuilder::new(BatchChange::Delete, BatchRows::Matching(condition.into()))
}

impl BackfillBuilder {
    fn new(change: BatchChange, rows: BatchRows) -> Self {
        Self { change, rows, from: None, pace: PaceBuilder::default(), then_lock: false }
    }

    /// Another column that is set. Without a filter, each column gets its value where it is null itself.
    #[must_use]
    pub fn set(mut self, column: impl Into<String>, value: impl Into<String>) -> Self {
        if let BatchChange::Set(columns) = &mut self.change {
            columns.push(SetColumn { column: column.into(), value: value.into() });
        }
        self
    }

    /// Only the rows for which the SQL condition `condition` is true. With [`set`] these are changed whatever they held.
    ///
    /// Where the condition is false for a row once that is changed (`org_id IS NULL`), what came in meanwhile is changed in a last pass.
    /// Where it still is true, no row is changed twice, and what comes in behind the batches stays as it is.
    #[must_use]
    pub fn filter(mut self, condition: impl Into<String>) -> Self {
        self.rows = BatchRows::Matching(condition.into());
        self
    }

    /// Every row that is there when it begins, once: `set("price", "price * 100").all_rows()`. The table needs a primary key, or a unique
    /// index on columns that are NOT NULL.
    ///
    /// The walk ends at the key that was the highest when it began. What comes in above it stays as it is, and so does what comes in
    /// behind a batch that is done; with keys that don't ascend, such as random UUIDs, a new row may come in ahead of the walk, and is
    /// changed. Where new rows are right already, give a [`filter`](Self::filter) that tells them apart.
    #[must_use]
    pub fn all_rows(mut self) -> Self {
        self.rows = BatchRows::All;
        self
    }

    /// Joins the rows with `source`, as in `UPDATE … FROM` and `DELETE … USING`: `.from("org AS o", "o.domain = users.domain")`. A row that
    /// nothing is joined with stays as it is.
    #[must_use]
    pub fn from(mut self, source: impl Into<String>, on: impl Into<String>) -> Self {
        self.from = Some(BatchSource { sql: source.into(), on: on.into() });
        self
    }

    /// Afterwards the table is locked against writes until the transaction ends, and what came in meanwhile is changed too: then
    /// the column can be made NOT NULL.
    #[must_use]
    pub fn then_lock(mut self) -> Self {
        self.then_lock = true;
        self
    }
}

impl Op {
    /// Changes rows of `table` in batches, outside the revision's transaction:
    ///
    /// ```
    /// # use dbmig_runtime::op::*;
    /// # fn upgrade(op: &mut Op) -> Result {
    /// op.backfill("task", set("size", "length(title)"))?;
    /// op.backfill("users", set("org_id", "o.id").from("org AS o", "o.domain = users.domain"))?;
    /// op.backfill("users", set("email", "lower(email)").filter("email <> lower(email)").pause("50%"))?;
    /// op.backfill("item", set("price", "price * 100").set("unit", "'cent'").all_rows())?;
    /// op.backfill("event", delete_where("at < now() - interval '1 year'").max_replica_lag("10s"))
    /// # }
    /// # upgrade(&mut Op::new()).unwrap();
    /// ```
    ///
    /// The runner walks the primary key, or another unique key of columns that are NOT NULL, in ranges that take 200 to 500 ms. Each is a
    /// transaction that also keeps in the ledger how far it came: no row is changed twice or left out, whatever breaks the run off.
    /// A table without such a key is walked by its pages, which move when a row is changed: there the condition must be false for a
    /// row that is changed. Partitions and tables that inherit are walked one after the other.
    ///
    /// Where nulls are filled, it fails in the end if the value is null itself for some of the rows; all others are filled then.
    /// Values that depend on the moment (`now()`) are those of the batch.
    ///
    /// # Errors
    /// If a name, a value or a condition is empty, too long or holds a NUL character; if something is said twice or contradicts
    /// something else.
    pub fn backfill(&mut self, table: impl Into<ObjectName>, change: BackfillBuilder) -> Result {
        let BackfillBuilder { change, rows, from, pace, then_lock } = change;
        let table = table.into();
        table.check()?;
        let backfill = Backfill { pace: pace.build(&table)?, table, change, rows, from, then_lock };
        backfill.check()?;
        self.push(Operation::Backfill(backfill))
    }
}

impl Backfill {
    /// One that fills the nulls of a column.
    pub fn of_nulls(table: ObjectName, column: String, value: String, then_lock: bool) -> Self {
        let change = BatchChange::Set(vec![SetColumn { column, value }]);
        Self { table, change, rows: BatchRows::Nulls, from: None, pace: Pace::default(), then_lock }
    }

    /// The columns that are set.
    pub fn columns(&self) -> &[SetColumn] {
        match &self.change {
            BatchChange::Set(columns) => columns,
            BatchChange::Delete => &[],
        }
    }

    /// True if it sets `column` of `table`.
    pub fn sets(&self, table: &ObjectName, column: &str) -> bool {
        self.table == *table && self.columns().iter().any(|set| set.column == column)
    }

    fn check(&self) -> Result {
        let table = &self.table;
        for (at, SetColumn { column, value }) in self.columns().iter().enumerate() {
            check_identifier(column)?;
            text(value, || format!("the value for {table}.{column}"))?;
            if self.columns().iter().take(at).any(|other| other.column == *column) {
                return Err(self.refused(format!("{column} is set twice")));
            }
        }
        if let BatchRows::Matching(condition) = &self.rows {
            text(condition, || format!("the condition on the rows of {table}"))?;
        }
        if let Some(source) = &self.from {
            text(&source.sql, || format!("what the rows of {table} are joined with"))?;
            text(&source.on, || format!("the condition of the join with {table}"))?;
        }
        match (&self.change, &self.rows) {
            (BatchChange::Delete, BatchRows::All | BatchRows::Nulls) => {
                Err(self.refused("to delete all rows is TRUNCATE, and takes no batches".to_owned()))
            }
            (_, BatchRows::All) if self.then_lock => Err(self.refused(
                "all_rows() changes each row once, and then_lock() would change all of them again: give a filter".to_owned(),
            )),
            _ => Ok(()),
        }
    }

    fn refused(&self, reason: String) -> Error {
        Error::Refused { what: format!("the backfill of {}", self.table), reason }
    }
}

/// Fails where SQL is empty, or nothing that PostgreSQL could read.
pub(super) fn text(sql: &str, what: impl FnOnce() -> String) -> Result {
    match sql {
        sql if sql.trim().is_empty() => Err(Error::Missing { what: what() }),
        sql if sql.contains('\0') => Err(Error::Nul { what: what() }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(change: BackfillBuilder, message: &str) {
        let error = Op::new().backfill("t", change).unwrap_err();
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        refused(set("a", " "), "the value for t.a: none given");
        refused(
            set("a", "1").filter("\0"),
            "the condition on the rows of t holds a NUL character, which PostgreSQL can't store",
        );
        refused(set("a", "1").from("o", ""), "the condition of the join with t: none given");
        refused(set("a", "1").set("a", "2"), "the backfill of t: a is set twice");
        refused(
            delete_where("x").all_rows(),
            "the backfill of t: to delete all rows is TRUNCATE, and takes no batches",
        );
        refused(set("a", "1").batch(0), "batch(\"0\") of the batches of t: a batch has a row at least");
        assert!(Op::new().backfill("t", set("a", "1").all_rows().then_lock()).is_err());
        assert!(Op::new().backfill("t", set("a", "1").pause("soon")).is_err());
        assert!(Op::new().backfill("t", set("a", "1").max_replica_lag("far")).is_err());
    }
}
