//! Statements that PostgreSQL runs only outside a transaction, and how a run goes on after one that was broken off.

use std::time::{Duration, Instant};

use super::execute::Progress;
use super::postcondition::{Effect, Postcondition, orphan};
use super::prepared::{Prepared, PreparedStatement};
use super::run::Run;
use super::{Error, Event, ResumeAs, ledger};

impl Run<'_> {
    /// Runs a statement outside a transaction, between two ledger rows; or finds that it has taken effect.
    pub(super) fn alone(
        &mut self,
        prepared: &Prepared,
        index: usize,
        progress: &mut Progress,
    ) -> Result<(), Error> {
        let Some(statement) = prepared.statements.get(index) else { return Ok(()) };
        self.work
            .reset_for_long_statement()
            .map_err(|error| self.own_or_lost(prepared, "reset the session", error))?;
        if progress.started {
            self.wait_for_orphan(statement)?;
        }
        if self.has_taken_effect(prepared, index, progress)? {
            (self.emit)(Event::StatementFound { revision: prepared.id().to_owned(), number: index + 1 });
        } else {
            self.write_ledger(prepared, index, false)?;
            if let Err(error) = self.run_statement(prepared, index) {
                return Err(self.clear_up(prepared, index, error));
            }
        }
        if statement.free {
            self.work.reset().map_err(|error| self.own_or_lost(prepared, "reset the session", error))?;
        }
        self.write_ledger(prepared, index, true)?;
        progress.step();
        Ok(())
    }

    /// A killed run's statement goes on in the server until that notices; two at once would fail each other.
    fn wait_for_orphan(&mut self, statement: &PreparedStatement) -> Result<(), Error> {
        let began = Instant::now();
        let mut told: Option<Instant> = None;
        while let Some(pid) = orphan(&mut self.work.client, &statement.sql)? {
            self.setting.canceller.check()?;
            let waited = began.elapsed();
            if waited > self.setting.options.lock_wait {
                return Err(Error::OrphanRuns { pid, waited });
            }
            if told.is_none_or(|told| told.elapsed() > TELL_EVERY) {
                told = Some(Instant::now());
                (self.emit)(Event::OrphanWaiting { pid, sql: statement.sql.clone() });
            }
            std::thread::sleep(POLL_EVERY);
        }
        Ok(())
    }

    /// True if an earlier run's statement has taken effect. Takes an unfinished index out of the way.
    fn has_taken_effect(
        &mut self,
        prepared: &Prepared,
        index: usize,
        progress: &Progress,
    ) -> Result<bool, Error> {
        let Some(statement) = prepared.statements.get(index) else { return Ok(false) };
        let effect = match &statement.postcondition {
            Postcondition::Unknown if !progress.started => Effect::NotDone,
            postcondition => postcondition.look(&mut self.work.client)?,
        };
        match effect {
            Effect::Unfinished => {
                self.drop_unfinished(&statement.postcondition)
                    .map_err(|error| self.own_or_lost(prepared, "drop an unfinished index", error))?;
                Ok(false)
            }
            // Without a trace of our own the object is somebody else's: PostgreSQL's error says so.
            Effect::Done => Ok(progress.started),
            Effect::NotDone => Ok(false),
            Effect::Unknown => match self.setting.options.resume_as {
                Some(ResumeAs::Done) => Ok(true),
                Some(ResumeAs::Run) => Ok(false),
                None => Err(Error::Undecided { statement: Box::new(prepared.place(index)) }),
            },
        }
    }

    /// After a statement that PostgreSQL refused: takes away what it left, and forgets that it was started.
    fn clear_up(&mut self, prepared: &Prepared, index: usize, error: postgres::Error) -> Error {
        let was_refused = error.as_db_error().is_some();
        let error = self.statement_error(prepared, index, index, error);
        let Some(statement) = prepared.statements.get(index).filter(|_| was_refused) else { return error };
        let is_clean = match statement.postcondition.look(&mut self.work.client) {
            Ok(Effect::Unfinished) => self.drop_unfinished(&statement.postcondition).is_ok(),
            Ok(_) => true,
            Err(_) => false,
        };
        if is_clean {
            // Where this fails the row stays, and the next run looks into the catalog.
            let key = (prepared.id(), prepared.action);
            let _ = ledger::forget(&mut self.work.client, &self.setting.tables, key, index);
        }
        error
    }

    fn drop_unfinished(&mut self, postcondition: &Postcondition) -> Result<(), postgres::Error> {
        let Some((sql, index)) = postcondition.clean_up() else { return Ok(()) };
        (self.emit)(Event::DroppingUnfinishedIndex { index });
        self.work.client.batch_execute(&sql)
    }

    fn write_ledger(&mut self, prepared: &Prepared, index: usize, done: bool) -> Result<(), Error> {
        let hashes = prepared.hashes(index..index + 1);
        let key = (prepared.id(), prepared.action);
        let (client, tables) = (&mut self.work.client, &self.setting.tables);
        let written = ledger::write(client, tables, key, index, &hashes, done);
        self.ledger_written(prepared, written)
    }
}

const TELL_EVERY: Duration = Duration::from_secs(5);
const POLL_EVERY: Duration = Duration::from_millis(200);
