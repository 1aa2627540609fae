//! Statements that PostgreSQL runs only outside a transaction.

use super::broken_off::Setback;
use super::execute::Progress;
use super::prepared::Prepared;
use super::run::Run;
use super::{Error, Event, ledger, limits};

impl Run<'_> {
    /// Runs a statement outside a transaction, between two ledger rows; or finds that it has taken effect.
    pub(super) fn alone(
        &mut self,
        prepared: &Prepared,
        index: usize,
        progress: &mut Progress,
    ) -> Result<(), Error> {
        if prepared.statements.get(index).is_some_and(|statement| statement.script.is_some()) {
            return self.batches(prepared, index, progress);
        }
        let mut attempts = self.attempts();
        while let Err(setback) = self.attempt_alone(prepared, index, progress) {
            if !setback.is_undone {
                return Err(setback.error);
            }
            self.pause_or_fail(prepared.id(), &mut attempts, setback.error)?;
            self.check_before_segment()?;
        }
        progress.step();
        Ok(())
    }

    fn attempt_alone(
        &mut self,
        prepared: &Prepared,
        index: usize,
        progress: &Progress,
    ) -> Result<(), Setback> {
        let Some(statement) = prepared.statements.get(index) else { return Ok(()) };
        self.work.limit(&limits::unlimited(self.work.version));
        self.work.reset().map_err(|error| self.own_or_lost(prepared, "reset the session", error))?;
        if self.has_taken_effect(prepared, index, progress)? {
            if !progress.started {
                // Somebody else began it, and we have ended it.
                self.start_in_ledger(prepared, index)?;
            }
            (self.emit)(Event::StatementFound { revision: prepared.id().to_owned(), number: index + 1 });
        } else {
            let running = self.setting.canceller.statement()?;
            self.start_in_ledger(prepared, index)?;
            let result = self.run_statement(prepared, index);
            drop(running);
            if let Err(error) = result {
                return Err(self.clear_up(prepared, index, error));
            }
        }
        if statement.free {
            self.work.reset().map_err(|error| self.own_or_lost(prepared, "reset the session", error))?;
        }
        Ok(self.finish_in_ledger(prepared, index)?)
    }

    /// The last moment at which a run that slept can notice that another one is at work.
    pub(super) fn start_in_ledger(&mut self, prepared: &Prepared, index: usize) -> Result<(), Error> {
        let hashes = prepared.hashes(index..index + 1);
        let key = (prepared.id(), prepared.action);
        let (client, tables, held) = (&mut self.work.client, &self.setting.tables, self.lock.held());
        let written = ledger::write(client, tables, key, (index, &hashes), false, &held);
        self.ledger_written(prepared, written)
    }

    pub(super) fn finish_in_ledger(&mut self, prepared: &Prepared, index: usize) -> Result<(), Error> {
        let key = (prepared.id(), prepared.action);
        let written = ledger::finish(&mut self.work.client, &self.setting.tables, key, index);
        self.ledger_written(prepared, written)
    }
}
