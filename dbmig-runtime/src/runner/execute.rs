//! Runs one prepared revision: its transactions, its statements outside of one, and its record.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::attempts::Attempts;
use super::ledger::{self, HalfDone};
use super::prepared::{Prepared, PreparedStatement, Segment};
use super::run::Run;
use super::session::OWN_AGAIN;
use super::{Action, Applied, Error, Event, SqlFailure, limits};
use super::{noted, record};
use crate::catalog::masked;
use crate::revision::RowChange;

/// How far a revision is, and how it will be recorded.
pub(super) struct Progress {
    began: Instant,
    /// The ledger is used: the revision is not one transaction, or an earlier run began it.
    in_ledger: bool,
    /// Statements that are done and committed.
    done: usize,
    /// The statement after those was started, and nobody wrote down how it ended.
    pub(super) started: bool,
}

impl Run<'_> {
    /// Runs what is left of a revision, and records it.
    pub(super) fn execute(
        &mut self,
        prepared: &Prepared,
        half: Option<&HalfDone>,
        (number, total): (usize, usize),
    ) -> Result<Applied, Error> {
        let segments = prepared.segments();
        let mut progress = Progress::new(prepared, half, &segments)?;
        self.started(prepared, &progress, (number, total));
        let from = self.heads.clone();
        if let Err(error) = self.run_segments(prepared, segments, &mut progress) {
            self.note_failure(prepared, progress.elapsed(), &error);
            return Err(error);
        }
        Ok(self.applied(prepared, from, &progress))
    }

    fn run_segments(
        &mut self,
        prepared: &Prepared,
        segments: Vec<Segment>,
        progress: &mut Progress,
    ) -> Result<(), Error> {
        let mut is_recorded = false;
        for segment in segments {
            match segment {
                Segment::Transaction(range) if range.end > progress.done => {
                    let range = range.start.max(progress.done)..range.end;
                    is_recorded = range.end == prepared.statements.len();
                    self.transaction(prepared, range, progress, is_recorded)?;
                }
                Segment::Alone(index) if index >= progress.done => {
                    self.check_before_segment()?;
                    self.alone(prepared, index, progress)?;
                }
                _ => {}
            }
        }
        if !is_recorded {
            let end = prepared.statements.len();
            self.transaction(prepared, end..end, progress, true)?;
        }
        Ok(())
    }

    /// Tells that a revision begins.
    pub(super) fn started(
        &mut self,
        prepared: &Prepared,
        progress: &Progress,
        (number, total): (usize, usize),
    ) {
        (self.emit)(Event::RevisionStarted {
            revision: prepared.id().to_owned(),
            action: prepared.action,
            message: prepared.script.message.to_owned(),
            number,
            total,
            done: progress.done,
            statements: prepared.statements.len(),
        });
    }

    /// What was done, now that the version rows are moved from `from`.
    pub(super) fn applied(&self, prepared: &Prepared, from: Vec<String>, progress: &Progress) -> Applied {
        Applied {
            revision: prepared.id().to_owned(),
            action: prepared.action,
            message: prepared.script.message.to_owned(),
            file: prepared.script.file.to_owned(),
            from,
            to: self.heads.clone(),
            duration: progress.elapsed(),
        }
    }

    /// Runs statements in one transaction, which also writes down that they ran.
    fn transaction(
        &mut self,
        prepared: &Prepared,
        range: Range<usize>,
        progress: &mut Progress,
        records: bool,
    ) -> Result<(), Error> {
        let mut attempts = self.attempts();
        while let Err(error) = self.attempt(prepared, range.clone(), progress, records, &attempts) {
            self.pause_or_fail(prepared.id(), &mut attempts, error)?;
        }
        progress.done = range.end;
        if records {
            self.heads = moved(&self.heads, &prepared.rows);
        }
        Ok(())
    }

    /// Runs them once; all of it, or nothing.
    fn attempt(
        &mut self,
        prepared: &Prepared,
        range: Range<usize>,
        progress: &Progress,
        records: bool,
        attempts: &Attempts,
    ) -> Result<(), Error> {
        self.check_before_segment()?;
        let mark = match prepared.validates(range.clone()) {
            true => self.begin_unlimited(prepared)?,
            false => self.begin_transaction(prepared, attempts)?,
        };
        if let Err(error) = self.in_transaction(prepared, range.clone(), progress, records, &mark) {
            self.work.roll_back();
            return Err(error);
        }
        self.commit(prepared, range, progress, records)
    }

    pub(super) fn begin_transaction(
        &mut self,
        prepared: &Prepared,
        attempts: &Attempts,
    ) -> Result<String, Error> {
        let lock_timeout = attempts.lock_timeout(&self.setting.limits, self.work.deadlock_timeout);
        self.work.limit(&self.setting.limits.in_transaction(&lock_timeout, self.work.version));
        self.begin_limited(prepared)
    }

    fn begin_unlimited(&mut self, prepared: &Prepared) -> Result<String, Error> {
        self.work.limit(&limits::unlimited(self.work.version));
        self.begin_limited(prepared)
    }

    fn begin_limited(&mut self, prepared: &Prepared) -> Result<String, Error> {
        self.work.begin().map_err(|error| self.own_or_lost(prepared, "begin a transaction", error))
    }

    pub(super) fn in_transaction(
        &mut self,
        prepared: &Prepared,
        range: Range<usize>,
        progress: &Progress,
        records: bool,
        mark: &str,
    ) -> Result<(), Error> {
        let mut is_foreign = false;
        for index in range.clone() {
            is_foreign |= self.statement_in_transaction(prepared, index, progress, mark)?;
        }
        if is_foreign {
            self.work
                .client
                .batch_execute(&OWN_AGAIN.join("; "))
                .map_err(|error| self.own_or_lost(prepared, "reset the role", error))?;
        }
        let _watched = self.watch.statement(self.work.pid, prepared.id(), range.end + 1);
        match records {
            true => self.record(prepared, progress),
            false => {
                let hashes = prepared.hashes(range.clone());
                let key = (prepared.id(), prepared.action);
                let (client, tables) = (&mut self.work.client, &self.setting.tables);
                let (rows, held) = ((range.start, hashes.as_slice()), self.lock.held());
                let written = ledger::write(client, tables, key, rows, true, &held);
                self.ledger_written(prepared, written)
            }
        }
    }

    /// What became of a write to the ledger.
    pub(super) fn ledger_written(
        &mut self,
        prepared: &Prepared,
        written: Result<bool, postgres::Error>,
    ) -> Result<(), Error> {
        match written {
            Ok(true) => Ok(()),
            Ok(false) => {
                self.lock.check(&mut self.work)?;
                Err(Error::ChangedMeanwhile { revision: prepared.id().to_owned() })
            }
            Err(error) => Err(self.own_or_lost(prepared, "write the ledger", error)),
        }
    }

    /// Runs one statement; true if a person wrote it.
    fn statement_in_transaction(
        &mut self,
        prepared: &Prepared,
        index: usize,
        progress: &Progress,
        mark: &str,
    ) -> Result<bool, Error> {
        let Some(statement) = prepared.statements.get(index) else { return Ok(false) };
        let running = self.setting.canceller.statement()?;
        self.run_statement(prepared, index)
            .map_err(|error| self.statement_error(prepared, index, progress.done, error))?;
        drop(running);
        if statement.free {
            let now = self
                .work
                .current_mark()
                .map_err(|error| self.own_or_lost(prepared, "look whether the transaction is open", error))?;
            if now != mark {
                return Err(Error::TransactionEnded { statement: Box::new(prepared.place(index)) });
            }
        }
        Ok(statement.free)
    }

    /// Sends one statement, with the events around it.
    pub(super) fn run_statement(&mut self, prepared: &Prepared, index: usize) -> Result<(), postgres::Error> {
        let Some(statement) = prepared.statements.get(index) else { return Ok(()) };
        let (revision, number) = (prepared.id().to_owned(), index + 1);
        (self.emit)(Event::StatementStarted {
            revision: revision.clone(),
            number,
            sql: masked(&statement.sql),
            transactional: statement.transactional,
        });
        let began = Instant::now();
        let watched = self.watch.statement(self.work.pid, prepared.id(), number);
        self.work.client.batch_execute(&statement.sql)?;
        drop(watched);
        (self.emit)(Event::StatementFinished { revision, number, duration: began.elapsed() });
        Ok(())
    }

    /// Moves the version rows, writes the history, and clears the ledger.
    fn record(&mut self, prepared: &Prepared, progress: &Progress) -> Result<(), Error> {
        let text = noted::text(prepared);
        let note = noted::note(prepared, progress.elapsed(), self.setting.options.client.as_deref(), &text);
        let moved =
            record::step(&mut self.work, &self.setting.tables, &prepared.rows, &note, progress.in_ledger);
        match moved {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::ChangedMeanwhile { revision: prepared.id().to_owned() }),
            Err(error) => Err(self.own_or_lost(prepared, "move the version rows", error)),
        }
    }

    /// Before each segment: were we told to stop, and is the lock still ours?
    pub(super) fn check_before_segment(&mut self) -> Result<(), Error> {
        self.setting.canceller.check()?;
        self.lock.check(&mut self.work)
    }

    /// The error of a statement of the revision, `committed` statements of which are committed.
    pub(super) fn statement_error(
        &self,
        prepared: &Prepared,
        index: usize,
        committed: usize,
        error: postgres::Error,
    ) -> Error {
        if self.setting.canceller.is_cancelled() {
            return Error::Interrupted;
        }
        match error.as_db_error() {
            Some(server) => Error::Sql(Box::new(SqlFailure {
                statement: prepared.place(index),
                server: server.into(),
                committed,
                may_have_left: prepared.statements.get(index).is_some_and(PreparedStatement::may_leave),
                contention: None,
                rows: None,
                duplicates: Vec::new(),
            })),
            None => self.lost(prepared, error),
        }
    }

    /// The error of a statement that is not the revision's own, where only a broken connection explains it.
    pub(super) fn lost(&self, prepared: &Prepared, error: postgres::Error) -> Error {
        if self.setting.canceller.is_cancelled() {
            return Error::Interrupted;
        }
        Error::Disconnected { revision: prepared.id().to_owned(), source: error }
    }

    pub(super) fn own_or_lost(&self, prepared: &Prepared, what: &str, error: postgres::Error) -> Error {
        match error.as_db_error() {
            Some(_) if !self.setting.canceller.is_cancelled() => Error::own(what, error),
            _ => self.lost(prepared, error),
        }
    }
}

impl Progress {
    /// Reads from the ledger how far an earlier run came, and compares what it ran with the code.
    pub(super) fn new(
        prepared: &Prepared,
        half: Option<&HalfDone>,
        segments: &[Segment],
    ) -> Result<Self, Error> {
        let is_split = segments.len() > 1 || matches!(segments, [Segment::Alone(_)]);
        let mut progress =
            Self { began: Instant::now(), in_ledger: is_split || half.is_some(), done: 0, started: false };
        let hashes = prepared.hashes(0..prepared.statements.len());
        for (&index, row) in half.iter().flat_map(|half| &half.rows) {
            // What may have taken effect outside a transaction can't be told any more once it is moved into one.
            let is_moved =
                !row.done && prepared.statements.get(index).is_some_and(|moved| moved.transactional);
            if index != progress.done
                || (hashes.get(index) != Some(&row.hash) && (row.done || !prepared.accepts(index)))
                || is_moved
            {
                return Err(Error::EditedHalfApplied {
                    revision: prepared.id().to_owned(),
                    file: prepared.script.file.to_owned(),
                    number: index + 1,
                });
            }
            progress.done += usize::from(row.done);
            progress.started = !row.done;
        }
        Ok(progress)
    }

    /// A statement outside a transaction is done.
    pub(super) fn step(&mut self) {
        self.done += 1;
        self.started = false;
    }

    /// Since this run began it.
    pub(super) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Statements that are done and committed.
    pub(super) fn done(&self) -> usize {
        self.done
    }
}

/// The version rows after a change of them, sorted.
pub(super) fn moved(heads: &[String], rows: &RowChange) -> Vec<String> {
    let mut moved: Vec<String> =
        heads.iter().filter(|id| !rows.delete.contains(id)).chain(&rows.insert).cloned().collect();
    moved.sort();
    moved
}

impl From<crate::revision::Direction> for Action {
    fn from(direction: crate::revision::Direction) -> Self {
        match direction {
            crate::revision::Direction::Upgrade => Self::Upgrade,
            crate::revision::Direction::Downgrade => Self::Downgrade,
        }
    }
}
