//! How a run goes on after a statement outside a transaction that was broken off, by a run before or in this one.

use std::time::{Duration, Instant};

use postgres::Client;

use super::execute::Progress;
use super::index_definition::{Present, present};
use super::postcondition::{Effect, Leftover, Postcondition, orphan};
use super::prepared::{Prepared, PreparedStatement};
use super::recognized::BuildsIndex;
use super::run::Run;
use super::{Error, Event, ResumeAs, duplicates, ledger, limits};
use crate::catalog::masked;

/// Why a statement outside a transaction is not done.
pub(super) struct Setback {
    pub(super) error: Error,
    /// Nothing of it is left, so that it may run again.
    pub(super) is_undone: bool,
}

impl From<Error> for Setback {
    fn from(error: Error) -> Self {
        Self { error, is_undone: false }
    }
}

impl Run<'_> {
    /// True if an earlier run's statement has taken effect, or was brought to an end now. Takes out of the way what one left that has
    /// not.
    pub(super) fn has_taken_effect(
        &mut self,
        prepared: &Prepared,
        index: usize,
        progress: &Progress,
    ) -> Result<bool, Error> {
        let Some(statement) = prepared.statements.get(index) else { return Ok(false) };
        if progress.started {
            self.wait_for_orphan(&statement.sql)?;
        }
        let postcondition = &statement.postcondition;
        match self.look(statement)? {
            Effect::Unfinished => self.clear(prepared, index, postcondition),
            Effect::Done => self.is_ours(prepared, index, progress),
            Effect::NotDone => Ok(false),
            Effect::Unknown if !progress.started => Ok(false),
            Effect::Unknown => match self.setting.options.resume_as {
                Some(ResumeAs::Done) => Ok(true),
                Some(ResumeAs::Run) => Ok(false),
                None => Err(Error::Undecided { statement: Box::new(prepared.place(index)) }),
            },
        }
    }

    /// What the catalog shows once nobody is at work on it.
    fn look(&mut self, statement: &PreparedStatement) -> Result<Effect, Error> {
        let postcondition = &statement.postcondition;
        match postcondition.look(&mut self.work.client)? {
            Effect::Unfinished => {
                // Whoever has the lock now is at work on it, and a run that lost the lock has nothing to wait for.
                self.lock.check(&mut self.work)?;
                // Somebody else may just be building what is not valid yet.
                self.wait_for(&statement.sql, |client| postcondition.builder(client))?;
                postcondition.look(&mut self.work.client)
            }
            effect => Ok(effect),
        }
    }

    /// Without a trace of our own the object is somebody else's, which PostgreSQL's error says. With one it may be, too, where an index of
    /// the same name was there before.
    fn is_ours(&mut self, prepared: &Prepared, index: usize, progress: &Progress) -> Result<bool, Error> {
        let Some(statement) = prepared.statements.get(index) else { return Ok(false) };
        let is_index = matches!(statement.postcondition, Postcondition::Index { .. });
        let builds = BuildsIndex::read(&statement.sql, self.setting.database.schema).filter(|_| is_index);
        let Some(builds) = builds else { return Ok(progress.started) };
        let client = &mut self.work.client;
        let found = present(client, &builds).map_err(|error| {
            self.own_or_lost(prepared, "compare an index with the one that is there", error)
        })?;
        match found {
            Some(Present { is_same: Some(true), .. } | Present { is_same: None, .. }) if progress.started => {
                Ok(true)
            }
            Some(Present { is_same: Some(is_same), definition }) if !(is_same && builds.if_not_exists) => {
                let statement = Box::new(prepared.place(index));
                Err(Error::OtherIndex { statement, definition, is_same })
            }
            _ => Ok(false),
        }
    }

    /// A killed run's statement goes on in the server until that notices; two at once would fail each other.
    pub(super) fn wait_for_orphan(&mut self, sql: &str) -> Result<(), Error> {
        self.wait_for(sql, |client| orphan(client, sql))
    }

    /// Waits until nobody is at work any more.
    fn wait_for(
        &mut self,
        what: &str,
        mut worker: impl FnMut(&mut Client) -> Result<Option<i32>, Error>,
    ) -> Result<(), Error> {
        let began = Instant::now();
        let mut told: Option<Instant> = None;
        while let Some(pid) = worker(&mut self.work.client)? {
            self.setting.canceller.check()?;
            let waited = began.elapsed();
            if waited > self.setting.options.lock_wait {
                return Err(Error::OrphanRuns { pid, waited });
            }
            if told.is_none_or(|told| told.elapsed() > TELL_EVERY) {
                told = Some(Instant::now());
                (self.emit)(Event::OrphanWaiting { pid, sql: masked(what) });
            }
            self.setting.canceller.sleep(POLL_EVERY)?;
        }
        Ok(())
    }

    /// After a statement that PostgreSQL refused: takes away what it left, and forgets that it was started.
    pub(super) fn clear_up(&mut self, prepared: &Prepared, index: usize, error: postgres::Error) -> Setback {
        let was_refused = error.as_db_error().is_some();
        let mut error = self.statement_error(prepared, index, index, error);
        let Some(statement) = prepared.statements.get(index).filter(|_| was_refused) else {
            return error.into();
        };
        self.show_duplicates(statement, &mut error);
        let is_clean = match self.look(statement) {
            Ok(Effect::Unfinished) => self.clear_soon(prepared, index, &statement.postcondition),
            Ok(_) => Ok(true),
            Err(error) => Err(error),
        };
        let is_clean = match is_clean {
            Err(lost @ Error::LockLost) => return lost.into(),
            is_clean => is_clean.unwrap_or(false),
        };
        // Where this fails the row stays, and the next run looks into the catalog.
        let is_forgotten = is_clean && self.forget(prepared, index).unwrap_or(false);
        Setback { error, is_undone: is_forgotten && !statement.may_leave() }
    }

    /// Clears, but leaves it to the next run where that takes long, or the run is to stop: what the statement waited for may be
    /// in the way of this, too. True if nothing is left.
    fn clear_soon(
        &mut self,
        prepared: &Prepared,
        index: usize,
        postcondition: &Postcondition,
    ) -> Result<bool, Error> {
        self.work.limit(&limits::clearing(self.work.version));
        self.work.reset().map_err(|error| self.own_or_lost(prepared, "reset the session", error))?;
        // What can only go on to its end is for the next run.
        let is_clean = self.clear(prepared, index, postcondition).map(|is_done| !is_done);
        if matches!(&is_clean, Err(error) if !matches!(error, Error::LockLost)) {
            (self.emit)(Event::LeftUnfinished { revision: prepared.id().to_owned(), number: index + 1 });
        }
        is_clean
    }

    fn forget(&mut self, prepared: &Prepared, index: usize) -> Result<bool, postgres::Error> {
        let (client, tables, held) = (&mut self.work.client, &self.setting.tables, self.lock.held());
        ledger::forget_while(client, tables, (prepared.id(), prepared.action), index, &held)
    }

    /// Names some of the rows that keep a unique index from being built.
    fn show_duplicates(&mut self, statement: &PreparedStatement, error: &mut Error) {
        let Error::Sql(failure) = error else { return };
        let builds = BuildsIndex::read(&statement.sql, self.setting.database.schema);
        if let Some(builds) = builds.filter(|builds| builds.unique && failure.server.sqlstate == "23505") {
            failure.duplicates = duplicates::sample(&mut self.work.client, &builds);
        }
    }

    /// Takes away what a statement left; true if that brought it to its end.
    fn clear(
        &mut self,
        prepared: &Prepared,
        index: usize,
        postcondition: &Postcondition,
    ) -> Result<bool, Error> {
        let mut is_done = false;
        for leftover in postcondition.leftovers(&mut self.work.client)? {
            let (event, sql, what) = match leftover {
                Leftover::Index { name, sql } => {
                    (Event::DroppingUnfinishedIndex { index: name }, sql, "drop an unfinished index")
                }
                Leftover::Partition { name, sql } => {
                    is_done = true;
                    (Event::FinishingDetach { partition: name }, sql, "finish detaching a partition")
                }
            };
            let _running = self.setting.canceller.statement()?;
            // A run that slept may have a successor, and what is not finished is that one's then.
            self.lock.check(&mut self.work)?;
            (self.emit)(event);
            let _watched = self.watch.statement(self.work.pid, prepared.id(), index + 1);
            self.work.client.batch_execute(&sql).map_err(|error| self.own_or_lost(prepared, what, error))?;
        }
        Ok(is_done)
    }
}

const TELL_EVERY: Duration = Duration::from_secs(5);
const POLL_EVERY: Duration = Duration::from_millis(200);
