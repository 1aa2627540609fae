//! One batch: its rows are changed and the cursor is moved in one transaction.

use std::time::{Duration, Instant};

use postgres::SimpleQueryMessage;

use super::super::contention::is_contention;
use super::super::run::Run;
use super::super::{Error, ServerError, SqlFailure};
use super::cursor::Cursor;
use super::job::Change;
use super::size;
use super::walk::{Range, Walk};
use crate::catalog::quote_literal;
use crate::op::Backfill;
use crate::sql::backfill::{BatchTarget, batch};

/// What a batch did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Done {
    pub(super) rows: u64,
    /// Those of them that would be changed once more.
    pub(super) still: u64,
    pub(super) spent: Duration,
}

impl Walk<'_, '_> {
    /// Changes the rows of `range`, and moves the cursor to `next`. Whoever stands in the way is tried again, with fewer rows if
    /// there is a choice: then nothing was done.
    pub(super) fn batch(&mut self, range: &Range<'_>, next: Cursor) -> Result<Option<Done>, Error> {
        let began = Instant::now();
        match self.in_transaction(range, &next) {
            Ok(found) => {
                self.attempts = self.run.attempts();
                let done = Done { spent: began.elapsed(), ..found };
                self.recorded = Some(self.noted.take().unwrap_or_default());
                self.cursor =
                    Cursor { changed: next.changed + done.rows, still: next.still + done.still, ..next };
                Ok(Some(done))
            }
            Err(Failed::Refused(error)) if error.code().is_some_and(|code| is_contention(code.code())) => {
                self.run.work.roll_back();
                let error = self.failed(range, error);
                self.run.pause_or_fail(self.prepared.id(), &mut self.attempts, error)?;
                self.cursor.size = size::after_conflict(self.cursor.size);
                Ok(None)
            }
            Err(Failed::Refused(error)) => {
                self.run.work.roll_back();
                Err(self.failed(range, error))
            }
            Err(Failed::Run(error)) => {
                self.run.work.roll_back();
                Err(error)
            }
        }
    }

    fn in_transaction(&mut self, range: &Range<'_>, next: &Cursor) -> Result<Done, Failed> {
        let _running = self.run.setting.canceller.statement().map_err(Failed::Run)?;
        self.noted = None;
        let done = match self.job.change {
            Change::Sql(fill) => self.change(fill, range, next)?,
            Change::Code(each) => self.hand_over(&each, range, next)?,
        };
        if self.noted.is_none() {
            let revision = self.prepared.id().to_owned();
            return Err(Failed::Run(Error::ChangedMeanwhile { revision }));
        }
        self.check_once(range, done)?;
        self.run.work.client.batch_execute("COMMIT")?;
        Ok(done)
    }

    fn change(&mut self, fill: &Backfill, range: &Range<'_>, next: &Cursor) -> Result<Done, Failed> {
        let begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
        let sql = format!(
            "{} {begin}; {}; {}",
            self.tag,
            self.local_settings(),
            self.change_sql(fill, range, next)
        );
        let _watched = self.run.watch.statement(self.run.work.pid, self.prepared.id(), self.index + 1);
        let messages = self.run.work.client.simple_query(&sql)?;
        let row = messages.iter().rev().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        let number = |at| row.and_then(|row| row.get(at)?.parse::<u64>().ok()).unwrap_or_default();
        self.noted = row.and_then(|row| row.get(0)).map(str::to_owned);
        Ok(Done { rows: number(1), still: number(2), ..Done::default() })
    }

    /// A row that may come again must not be changed twice.
    fn check_once(&self, range: &Range<'_>, done: Done) -> Result<(), Failed> {
        let comes_again = !range.key_tells_rows_apart || self.job.then_lock;
        if done.still == 0 || self.job.fills() || !comes_again {
            return Ok(());
        }
        let reason = match self.job.then_lock {
            true => "then_lock() would change them again",
            false => {
                "nothing tells them from the others: the table has no primary key, and no unique index on columns that are NOT NULL"
            }
        };
        Err(Failed::Run(self.refusal(
            format!(
                "the condition is still true for {} of the rows that a batch changed, and {reason}",
                done.still
            ),
            "give a condition that is false for what is changed",
        )))
    }

    pub(super) fn local_settings(&self) -> String {
        let (limits, deadlock_timeout) = (&self.run.setting.limits, self.run.work.deadlock_timeout);
        let lock_timeout = quote_literal(&self.attempts.lock_timeout(limits, deadlock_timeout).as_text());
        format!("SET LOCAL lock_timeout = {lock_timeout}; SET LOCAL row_security = off")
    }

    /// The condition for the statement's row in the ledger, as this run wrote it last: another one may have gone on behind it.
    pub(super) fn own_row(&self) -> String {
        let last = match &self.recorded {
            Some(text) => format!("cursor = {}::pg_catalog.jsonb", quote_literal(text)),
            None => "cursor IS NULL".to_owned(),
        };
        format!(
            "revision = {} AND direction = {} AND step = {} AND state = 'started' AND {last}",
            quote_literal(self.prepared.id()),
            quote_literal(self.prepared.action.as_str()),
            self.index
        )
    }

    /// One statement, so that a slow connection is crossed once.
    fn change_sql(&self, fill: &Backfill, range: &Range<'_>, next: &Cursor) -> String {
        let change = batch(fill, &BatchTarget { table: &range.target, range: &range.condition });
        format!(
            "WITH dbmig_batch AS ({change}), dbmig_counts AS MATERIALIZED (\
             SELECT pg_catalog.count(*) AS changed, pg_catalog.count(*) FILTER (WHERE dbmig_still) AS still FROM dbmig_batch), \
             dbmig_noted AS (UPDATE {ledger} SET at = pg_catalog.clock_timestamp(), cursor = {cursor}::pg_catalog.jsonb || \
             pg_catalog.jsonb_build_object('changed', {changed} + dbmig_counts.changed, 'still', {still} + dbmig_counts.still) \
             FROM dbmig_counts WHERE {own} RETURNING cursor::pg_catalog.text) \
             SELECT (SELECT * FROM dbmig_noted), changed, still FROM dbmig_counts",
            ledger = self.run.setting.tables.ledger,
            cursor = quote_literal(&next.text()),
            changed = next.changed,
            still = next.still,
            own = self.own_row(),
        )
    }

    /// The error of a batch; its statement is ours, so a place in it says nothing.
    fn failed(&self, range: &Range<'_>, error: postgres::Error) -> Error {
        let Some(server) = error.as_db_error().filter(|_| !self.run.setting.canceller.is_cancelled()) else {
            return self.run.lost(self.prepared, error);
        };
        Error::Sql(Box::new(SqlFailure {
            rows: Some(format!("{}, {}", range.table, range.words)),
            server: ServerError { position: None, ..server.into() },
            ..self.failure()
        }))
    }
}

/// Why a batch was not done.
pub(super) enum Failed {
    /// PostgreSQL refused it.
    Refused(postgres::Error),
    /// Anything else.
    Run(Error),
}

impl From<postgres::Error> for Failed {
    fn from(error: postgres::Error) -> Self {
        Self::Refused(error)
    }
}

impl Run<'_> {
    /// What stands before the statements of a batch, by which a later run finds the backend where one goes on.
    pub(super) fn batch_tag(revision: &str, step: usize) -> String {
        let id: String = revision.chars().filter(|c| c.is_alphanumeric()).collect();
        format!("/* dbmig {id} {step} */")
    }
}
