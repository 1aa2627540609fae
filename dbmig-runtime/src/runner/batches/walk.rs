//! The walk through the rows: table by table, range by range.

use std::collections::HashMap;
use std::time::Instant;

use postgres::types::Type;
use postgres::{SimpleQueryMessage, Statement};

use super::super::attempts::Attempts;
use super::super::execute::Progress;
use super::super::prepared::Prepared;
use super::super::run::Run;
use super::super::{Error, Event, ServerError, SqlFailure, limits};
use super::cursor::{self, Cursor};
use super::family::{self, Member};
use super::job::Job;
use super::meter::Meter;
use super::range::{Bound, Key};
use super::size::{self, Sizer};
use super::throttle::Throttle;
use super::transaction::Done;
use crate::catalog::masked;

/// A statement that is done in batches, and how far it is.
pub(super) struct Walk<'w, 'r> {
    pub(super) run: &'w mut Run<'r>,
    pub(super) prepared: &'w Prepared,
    pub(super) index: usize,
    pub(super) job: Job<'w>,
    pub(super) members: Vec<Member>,
    pub(super) cursor: Cursor,
    /// The cursor as the ledger has it.
    pub(super) recorded: Option<String>,
    /// The cursor as the transaction that is open has it.
    pub(super) noted: Option<String>,
    pub(super) meter: Meter,
    sizer: Sizer,
    pub(super) throttle: Throttle,
    pub(super) tag: String,
    /// What a function has prepared.
    pub(super) statements: HashMap<String, Statement>,
    /// How often in a row somebody stood in the way.
    pub(super) attempts: Attempts,
}

/// The rows of a batch.
pub(super) struct Range<'m> {
    /// The table that they are in.
    pub(super) table: &'m str,
    /// The table as it stands in the statement.
    pub(super) target: String,
    pub(super) condition: String,
    /// The range for people.
    pub(super) words: String,
    /// No row that was changed comes again.
    pub(super) key_tells_rows_apart: bool,
}

impl<'w, 'r> Walk<'w, 'r> {
    /// Reads how far an earlier run came.
    fn begin(
        run: &'w mut Run<'r>,
        (prepared, index): (&'w Prepared, usize),
        job: Job<'w>,
        members: Vec<Member>,
    ) -> Result<Self, Error> {
        let step = (prepared.id(), prepared.action, index);
        let recorded = cursor::read(&mut run.work.client, &run.setting.tables, step)
            .map_err(|error| run.own_or_lost(prepared, "read the ledger", error))?;
        // Of another table, where the statement was about that before it was edited, it tells nothing.
        let cursor = Cursor::of(recorded.as_deref());
        let cursor = if cursor.is_of(&job.table) { cursor } else { Cursor::default() };
        let cursor = Cursor { root: job.table.clone(), ..cursor };
        let meter = Meter::new(&members, &cursor);
        let throttle = Throttle::of(job.pace, &run.setting).map_err(|reason| Error::Batches {
            statement: Box::new(prepared.place(index)),
            reason,
            advice: "correct the setting of the database",
        })?;
        let attempts = run.attempts();
        let (tag, noted) = (Run::batch_tag(prepared.id(), index), None);
        Ok(Self {
            run,
            prepared,
            index,
            job,
            members,
            cursor,
            recorded,
            noted,
            meter,
            sizer: Sizer::default(),
            throttle,
            tag,
            statements: HashMap::new(),
            attempts,
        })
    }

    /// Fails where rows can't be told apart that have to be.
    fn check(&self) -> Result<(), Error> {
        if self.members.iter().any(|member| member.is_no_table) {
            return Err(
                self.refusal(format!("{} is no table", self.job.table), "name the table that has the rows")
            );
        }
        if !self.job.once {
            return Ok(());
        }
        let keyless = self.members.iter().find(|member| matches!(member.key, Key::Pages));
        if let Some(member) = keyless {
            let reason = format!(
                "{} has no primary key, and no unique index on columns that are NOT NULL: nothing would tell which rows were changed",
                member.name
            );
            return Err(self.refusal(reason, ADVICE));
        }
        if let Some(member) = self.members.iter().find(|member| member.key_is_set || member.moves) {
            let reason = format!("it changes what the rows of {} are told apart by", member.name);
            return Err(self.refusal(reason, ADVICE));
        }
        Ok(())
    }

    /// Does all that is left.
    pub(super) fn all(&mut self) -> Result<(), Error> {
        self.check()?;
        if !self.cursor.rest {
            let done = self.members.iter().filter(|member| member.name < self.cursor.table).count();
            for at in done..self.members.len() {
                self.member(at, false)?;
            }
        }
        self.rest()
    }

    /// Walks one table.
    pub(super) fn member(&mut self, at: usize, is_rest: bool) -> Result<(), Error> {
        let Some(member) = self.members.get(at).cloned() else { return Ok(()) };
        self.enter(&member, is_rest)?;
        while let Some(end) = self.cursor.end.clone() {
            self.run.check_before_segment()?;
            self.wait_for_standbys()?;
            let to = self.bound(&member, &end)?;
            let was_full = to.is_some();
            let to = to.unwrap_or_else(|| end.clone());
            let range = self.range(&member, &to);
            let is_last = to == end;
            let next = Cursor { after: Some(to), ..self.cursor.clone() };
            let next = if is_last { Cursor { end: None, ..next } } else { next };
            let visited = if was_full { self.cursor.size } else { 0 };
            let next = Cursor { visited: next.visited + visited, ..next };
            if let Some(done) = self.batch(&range, next)? {
                self.finished(&member, done, was_full)?;
            }
        }
        Ok(())
    }

    /// Begins with a table, or goes on in it.
    fn enter(&mut self, member: &Member, is_rest: bool) -> Result<(), Error> {
        let key = member.key.names();
        let is_there = self.cursor.table == member.name && self.cursor.rest == is_rest;
        if is_there && !is_rest && self.cursor.key == key {
            return Ok(());
        }
        if is_there && !is_rest && self.job.once {
            let reason = format!(
                "{} was walked by {}, and is to be walked by {} now",
                member.name,
                self.cursor.key.join(", "),
                key.join(", ")
            );
            return Err(self.refusal(reason, "restore the key that the run began with"));
        }
        let fixed = self.job.pace.batch.map(u64::from);
        let first = match member.key {
            Key::Pages => size::FIRST_PAGES,
            _ => size::FIRST_ROWS,
        };
        let size = match (fixed, &member.key) {
            (Some(rows), Key::Pages) => pages_of(rows, member),
            (Some(rows), _) => rows,
            // What the one before took is the best guess.
            (None, _) if self.cursor.size > 0 && self.cursor.key == key => self.cursor.size,
            (None, _) => first,
        };
        let end = self.end(member)?;
        self.cursor = Cursor {
            table: member.name.clone(),
            key,
            after: None,
            end,
            size,
            rest: is_rest,
            ..self.cursor.clone()
        };
        Ok(())
    }

    /// The last row that is there now.
    fn end(&mut self, member: &Member) -> Result<Option<Bound>, Error> {
        match &member.key {
            Key::Columns(_) => {
                let sql = member.key.end_query(&only(member, &self.job.alias), &self.job.alias);
                self.read_bound(&sql.unwrap_or_default())
            }
            Key::Pages => match self.pages(member)? {
                0 => Ok(None),
                pages => Ok(Some(vec![pages.to_string()])),
            },
            Key::Whole => Ok(Some(Vec::new())),
        }
    }

    /// How many pages the table has by now.
    fn pages(&mut self, member: &Member) -> Result<i64, Error> {
        let sql = "SELECT coalesce(pg_catalog.pg_relation_size($1::pg_catalog.regclass), 0) \
                   / pg_catalog.current_setting('block_size')::pg_catalog.int8";
        let row = self.run.work.client.query_typed_one(sql, &[(&member.name, Type::TEXT)]);
        row.map(|row| row.get(0)).map_err(|error| self.query_failed(error))
    }

    /// Where the next batch ends; `None` where it is the last one.
    fn bound(&mut self, member: &Member, end: &Bound) -> Result<Option<Bound>, Error> {
        let (after, rows) = (self.cursor.after.clone(), self.cursor.size);
        match &member.key {
            Key::Columns(_) => {
                let alias = &self.job.alias;
                let sql = member.key.bound_query(&only(member, alias), alias, after.as_ref(), end, rows);
                self.read_bound(&sql.unwrap_or_default())
            }
            Key::Pages => {
                let number = |bound: &Bound| bound.concat().parse::<u64>().unwrap_or_default();
                let to = after.as_ref().map_or(0, number) + rows;
                Ok((to < number(end)).then(|| vec![to.to_string()]))
            }
            Key::Whole => Ok(None),
        }
    }

    /// Reads the values of a key, written so that they mean the same under every setting.
    fn read_bound(&mut self, sql: &str) -> Result<Option<Bound>, Error> {
        let sql = format!(
            "{} BEGIN READ ONLY; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'iso_8601'; \
             SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; SET LOCAL row_security = off; {sql}; COMMIT",
            self.tag
        );
        let found = self.run.work.client.simple_query(&sql);
        let messages = found.map_err(|error| {
            self.run.work.roll_back();
            self.query_failed(error)
        })?;
        Ok(messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|at| row.get(at).unwrap_or_default().to_owned()).collect())
            }
            _ => None,
        }))
    }

    fn range<'m>(&self, member: &'m Member, to: &Bound) -> Range<'m> {
        let (alias, after) = (&self.job.alias, self.cursor.after.as_ref());
        let condition = member.key.range(alias, after, to);
        Range { words: member.key.describe(after, to), ..self.target(member, condition) }
    }

    /// The rows of a table for which a condition is true.
    pub(super) fn target<'m>(&self, member: &'m Member, condition: String) -> Range<'m> {
        let (alias, name) = (&self.job.alias, &member.name);
        let (target, condition) = match member.moves {
            true => {
                let relation = crate::catalog::quote_literal(name);
                let table = format!("{} AS {alias}", self.job.table);
                (table, format!("{alias}.tableoid = {relation}::pg_catalog.regclass AND {condition}"))
            }
            false => (only(member, alias), condition),
        };
        let key_tells_rows_apart =
            matches!(member.key, Key::Columns(_)) && !member.key_is_set && !member.moves
                || matches!(member.key, Key::Whole);
        Range {
            table: name,
            target,
            condition,
            words: "what came in meanwhile".to_owned(),
            key_tells_rows_apart,
        }
    }

    /// After a batch: its size, what is told, and the rest.
    pub(super) fn finished(&mut self, member: &Member, done: Done, was_full: bool) -> Result<(), Error> {
        self.cursor.size = match (self.job.pace.batch, &member.key) {
            (Some(rows), Key::Pages) => pages_of(u64::from(rows), member),
            // After one that somebody stood in the way of.
            (Some(rows), _) => self.cursor.size.saturating_mul(2).min(u64::from(rows)),
            (None, _) => self.sizer.next(self.cursor.size, done.spent, was_full),
        };
        let (revision, number) = (self.prepared.id().to_owned(), self.index + 1);
        let event = self.meter.event((revision, number), &member.name, &self.cursor, done.spent);
        (self.run.emit)(event);
        self.pause(done.spent)
    }

    /// The error of a statement that can't be done in batches.
    pub(super) fn refusal(&self, reason: String, advice: &'static str) -> Error {
        Error::Batches { statement: Box::new(self.prepared.place(self.index)), reason, advice }
    }

    /// The error of a query of ours about the rows.
    pub(super) fn query_failed(&self, error: postgres::Error) -> Error {
        without_position(self.run.statement_error(self.prepared, self.index, self.index, error))
    }

    /// The failure of the statement, without PostgreSQL's answer.
    pub(super) fn failure(&self) -> SqlFailure {
        SqlFailure {
            statement: self.prepared.place(self.index),
            server: ServerError::default(),
            committed: self.index,
            may_have_left: false,
            contention: None,
            rows: None,
            duplicates: Vec::new(),
        }
    }
}

impl Run<'_> {
    /// Runs a statement in batches.
    pub(in super::super) fn batches(
        &mut self,
        prepared: &Prepared,
        index: usize,
        progress: &mut Progress,
    ) -> Result<(), Error> {
        let number = prepared.statements.get(index).map_or(0, |statement| statement.operation);
        let operation = prepared.operations.get(number);
        let schema = self.setting.database.schema;
        let code = prepared.code.get(&number);
        let Some(job) = operation.and_then(|operation| Job::of(operation, code, schema)) else {
            return Ok(());
        };
        self.work.limit(&limits::unlimited(self.work.version));
        self.work.reset().map_err(|error| self.own_or_lost(prepared, "reset the session", error))?;
        if progress.started {
            self.wait_for_orphan(&Run::batch_tag(prepared.id(), index))?;
        }
        let members = family::read(&mut self.work.client, &job.table, &job.sets)
            .map_err(|error| without_position(self.statement_error(prepared, index, index, error)))?;
        self.start_in_ledger(prepared, index)?;
        let began = Instant::now();
        self.statement_started(prepared, index);
        let mut walk = Walk::begin(self, (prepared, index), job, members)?;
        if let Err(error) = walk.all() {
            return Err(walk.clear_up(error));
        }
        let (revision, number, duration) = (prepared.id().to_owned(), index + 1, began.elapsed());
        (self.emit)(Event::StatementFinished { revision, number, duration });
        self.finish_in_ledger(prepared, index)?;
        progress.step();
        Ok(())
    }

    fn statement_started(&mut self, prepared: &Prepared, index: usize) {
        let place = prepared.place(index);
        (self.emit)(Event::StatementStarted {
            revision: place.revision,
            number: place.number,
            sql: masked(&place.sql),
            transactional: false,
        });
    }
}

/// The place is one in a query of ours.
fn without_position(mut error: Error) -> Error {
    if let Error::Sql(failure) = &mut error {
        failure.server.position = None;
    }
    error
}

/// The table without those that inherit from it, under the name that expressions know.
pub(super) fn only(member: &Member, alias: &str) -> String {
    format!("ONLY {} AS {alias}", member.name)
}

/// How many pages hold so many rows.
fn pages_of(rows: u64, member: &Member) -> u64 {
    let per_page = member.rows.unwrap_or_default().checked_div(member.pages).unwrap_or_default().max(1);
    (rows / per_page).max(1)
}

const ADVICE: &str = "give a condition that is false for rows that are changed, with filter(…), or change all of them at once with op.execute";
