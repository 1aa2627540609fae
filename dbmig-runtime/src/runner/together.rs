//! All pending revisions in one transaction.

use std::time::Duration;

use super::attempts::Attempts;
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

/// An attempt that came to nothing.
struct Failed<'p> {
    error: Box<Error>,
    /// The revision that it came to, and how long that took.
    at: &'p Prepared,
    after: Duration,
}

impl<'p> Failed<'p> {
    fn at(at: &'p Prepared, after: Duration) -> impl FnOnce(Error) -> Self {
        move |error| Self { error: Box::new(error), at, after }
    }
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
        let mut attempts = self.attempts();
        let done = loop {
            match self.attempt_together(first, pending, half_done, &attempts) {
                Ok(done) => break done,
                Err(Failed { error, at, after }) => {
                    if let Err(error) = self.pause_or_fail(at.id(), &mut attempts, *error) {
                        self.note_failure(at, after, &error);
                        return Err(error);
                    }
                }
            }
        };
        done.into_iter().for_each(|applied| self.finished(applied, report));
        Ok(())
    }

    /// Runs them once; all of them, or nothing.
    fn attempt_together<'p>(
        &mut self,
        first: &'p Prepared,
        pending: &'p [Prepared],
        half_done: &[HalfDone],
        attempts: &Attempts,
    ) -> Result<Vec<Applied>, Failed<'p>> {
        let begun = self.check_before_segment().and_then(|()| self.begin_transaction(first, attempts));
        let mark = begun.map_err(Failed::at(first, Duration::ZERO))?;
        let before = self.heads.clone();
        let done = match self.all_in_transaction(pending, half_done, &mark) {
            Ok(done) => done,
            Err(failed) => {
                self.work.roll_back();
                self.heads = before;
                return Err(failed);
            }
        };
        if let (Some(last), Some((applied, progress))) = (pending.last(), done.last()) {
            // If the connection breaks now, the rows that the last one leaves are looked for.
            self.heads.clone_from(&applied.from);
            let end = last.statements.len();
            if let Err(error) = self.commit(last, end..end, progress, true) {
                self.heads = before;
                return Err(Failed::at(last, progress.elapsed())(error));
            }
            self.heads.clone_from(&applied.to);
        }
        Ok(done.into_iter().map(|(applied, _)| applied).collect())
    }

    fn all_in_transaction<'p>(
        &mut self,
        pending: &'p [Prepared],
        half_done: &[HalfDone],
        mark: &str,
    ) -> Result<Vec<(Applied, Progress)>, Failed<'p>> {
        let mut done = Vec::new();
        for (index, prepared) in pending.iter().enumerate() {
            // Each begins with the same settings; the first one's are there.
            if index > 0 {
                let reset = self.reset_between(prepared);
                reset.map_err(Failed::at(prepared, Duration::ZERO))?;
            }
            let half = half_done.iter().find(|half| half.revision == prepared.id());
            let progress = Progress::new(prepared, half, &prepared.segments());
            let progress = progress.map_err(Failed::at(prepared, Duration::ZERO))?;
            self.started(prepared, &progress, (index + 1, pending.len()));
            let left = progress.done()..prepared.statements.len();
            let ran = self.in_transaction(prepared, left, &progress, true, mark);
            ran.map_err(Failed::at(prepared, progress.elapsed()))?;
            let from = self.heads.clone();
            self.heads = moved(&from, &prepared.rows);
            done.push((self.applied(prepared, from, &progress), progress));
        }
        Ok(done)
    }

    fn reset_between(&mut self, next: &Prepared) -> Result<(), Error> {
        self.setting.canceller.check()?;
        self.work.reset().map_err(|error| self.own_or_lost(next, "reset the session", error))
    }
}
