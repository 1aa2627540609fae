//! All pending revisions in one transaction.

use super::execute::{Progress, moved};
use super::ledger::HalfDone;
use super::prepared::Prepared;
use super::run::Run;
use super::{Applied, Error, Report, TransactionMode};

/// Fails if one transaction was asked for, and something can't be in it.
pub(super) fn check(pending: &[Prepared]) -> Result<(), Error> {
    for prepared in pending.iter().filter(|prepared| prepared.mode == TransactionMode::All) {
        if let Some(index) = prepared.statements.iter().position(|statement| !statement.transactional) {
            return Err(Error::NotTogether { statement: Box::new(prepared.place(index)) });
        }
    }
    Ok(())
}

impl Run<'_> {
    /// Runs and records all of them, or nothing.
    pub(super) fn execute_together(
        &mut self,
        pending: &[Prepared],
        half_done: &[HalfDone],
        report: &mut Report,
    ) -> Result<(), Error> {
        let Some(first) = pending.first() else { return Ok(()) };
        self.check_before_segment()?;
        let mark = self.begin_transaction(first)?;
        let before = self.heads.clone();
        let done = match self.all_in_transaction(pending, half_done, &mark) {
            Ok(done) => done,
            Err(error) => {
                self.work.roll_back();
                self.heads = before;
                return Err(error);
            }
        };
        if let (Some(last), Some((applied, progress))) = (pending.last(), done.last()) {
            // If the connection breaks now, the rows that the last one leaves are looked for.
            self.heads.clone_from(&applied.from);
            let end = last.statements.len();
            self.commit(last, end..end, progress, true)?;
            self.heads.clone_from(&applied.to);
        }
        done.into_iter().for_each(|(applied, _)| self.finished(applied, report));
        Ok(())
    }

    fn all_in_transaction(
        &mut self,
        pending: &[Prepared],
        half_done: &[HalfDone],
        mark: &str,
    ) -> Result<Vec<(Applied, Progress)>, Error> {
        let mut done = Vec::new();
        for (index, prepared) in pending.iter().enumerate() {
            self.setting.canceller.check()?;
            // Each begins with the same settings; the first one's are there.
            if index > 0 {
                let reset = self.work.reset();
                reset.map_err(|error| self.own_or_lost(prepared, "reset the session", error))?;
            }
            let half = half_done.iter().find(|half| half.revision == prepared.id());
            let progress = Progress::new(prepared, half, &prepared.segments())?;
            self.started(prepared, &progress, (index + 1, pending.len()));
            let left = progress.done()..prepared.statements.len();
            self.in_transaction(prepared, left, &progress, true, mark)?;
            let from = self.heads.clone();
            self.heads = moved(&from, &prepared.rows);
            done.push((self.applied(prepared, from, &progress), progress));
        }
        Ok(done)
    }
}
