//! The scratch database with rows, which goes through the history beside the empty one.

use std::collections::BTreeSet;
use std::sync::Arc;

use postgres::Client;

use super::course::Course;
use super::rows::touched;
use super::stage::Stage;
use super::{Case, Error, Failure, Ground, Outcome, RowError, RowProof, Rows, Step, Stopped, Tried};
use crate::catalog::{Catalog, ObjectName, Renames};
use crate::diff::{Changes, diff};
use crate::op::{Op, Operation, TableOperation};
use crate::runner;

/// A scratch database with rows.
pub(super) struct Beside<'a> {
    stage: Stage<'a>,
    /// How many revisions it is through.
    done: usize,
}

/// A stage, and the revision that is next.
struct Next<'s, 'a> {
    stage: &'s mut Stage<'a>,
    revision: &'s str,
}

/// What stopped a step of it.
enum Stop {
    Step(runner::Error),
    Read(Error),
    Broken(postgres::Error),
}

impl<'a> Course<'a> {
    /// Proves the revision at `index`, which is right on empty tables, with rows in those that it meets, and adds to `case` what came out.
    pub(super) fn with_rows(
        &mut self,
        index: usize,
        (before, after): (Arc<Catalog>, Arc<Catalog>),
        case: &mut Case,
    ) -> Result<(), Error> {
        let changes = diff(before, after, &Renames::default());
        if touched(&changes).is_empty() {
            return Ok(());
        }
        let own = Own::of(self, &case.name, &changes);
        let proof = RowProof {
            changes: &changes,
            dropped: own.dropped.clone(),
            refuses_rows: own.refuses_rows,
            is_reversible: case.outcome == Outcome::Passed,
            default_schema: self.setting.database.schema,
        };
        let mut stage = self.beside(index)?;
        let mut next = Next { stage: &mut stage, revision: &case.name };
        let (result, stage) = match proof.run(&mut next) {
            Ok(Tried::Through(rows)) => (Ok(rows), stage),
            Err(error) => (Err(error), stage),
            Ok(Tried::Stopped { rows, by }) => {
                self.check()?;
                drop(stage);
                let mut stage = self.anew(index)?;
                let mut next = Next { stage: &mut stage, revision: &case.name };
                (proof.fitting(&mut next, rows, &by), stage)
            }
        };
        self.check()?;
        match result {
            Ok(rows) => {
                // Without rows nothing was done; and after a step that failed nobody knows where it stands.
                if rows.is_applied || rows.tables.is_empty() {
                    self.beside = Some(Beside { stage, done: index + usize::from(rows.is_applied) });
                }
                add(rows, case);
            }
            Err(error) => own.judge(&error, case),
        }
        Ok(())
    }

    /// The database with rows, where the revision at `index` is next.
    fn beside(&mut self, index: usize) -> Result<Stage<'a>, Error> {
        if let Some(Beside { mut stage, done }) = self.beside.take() {
            let order = self.order.clone();
            let left = order.get(done..index).unwrap_or_default();
            match self.replay(&mut stage, left) {
                Ok(()) => return Ok(stage),
                Err(Error::Interrupted) => return Err(Error::Interrupted),
                // Rows are in the way of a revision that was proven without.
                Err(_) => {}
            }
        }
        self.anew(index)
    }

    /// One without rows.
    fn anew(&self, index: usize) -> Result<Stage<'a>, Error> {
        let mut stage = Stage::new(self.setting)?;
        self.replay(&mut stage, self.order.get(..index).unwrap_or_default())?;
        Ok(stage)
    }
}

/// What a revision does by itself.
struct Own {
    /// The tables that it drops.
    dropped: BTreeSet<ObjectName>,
    /// It asks for tables without rows.
    refuses_rows: bool,
    /// Its author wrote SQL: what that does with made-up rows says little of real ones.
    is_free: bool,
}

impl Own {
    fn of(course: &Course<'_>, id: &str, changes: &Changes) -> Self {
        let mut op = Op::with_arguments(course.setting.options.arguments.clone());
        // It was recorded before without an error.
        let _ = course.script(id).map(|script| (script.upgrade)(&mut op));
        let operations = op.into_operations();
        let dropped = operations.iter().filter_map(|operation| match operation {
            Operation::Table(TableOperation::Drop { name, .. }) => Some(name.clone()),
            _ => None,
        });
        let gone = changes.from.tables.keys().filter(|name| !changes.to.tables.contains_key(*name)).cloned();
        Self {
            dropped: dropped.chain(gone).collect(),
            refuses_rows: operations.iter().any(Operation::refuses_rows),
            is_free: operations.iter().any(|operation| matches!(operation, Operation::Execute(_))),
        }
    }

    /// A failure; of SQL that somebody wrote, a note.
    fn judge(&self, error: &RowError<Stop>, case: &mut Case) {
        match failure(error) {
            Ok(failure) if !self.is_free => case.outcome = Outcome::Failed(failure),
            Ok(failure) => {
                let lines = failure.differences.iter().map(|line| format!("  {line}"));
                case.notes.extend(std::iter::once(failure.message.clone()).chain(lines));
            }
            Err(reason) => case.notes.push(format!("not proven with rows: {reason}")),
        }
    }
}

/// What is wrong with the revision, or why that isn't known.
fn failure(error: &RowError<Stop>) -> Result<Failure, String> {
    let (step, message, differences, details) = match error {
        RowError::Stops { tables, source } => {
            let message = format!(
                "it upgrades empty tables only: with any rows in {tables} it fails: {}",
                source.reason()
            );
            (Step::Upgrade, message, Vec::new(), source.details())
        }
        RowError::Lost { table, before, after } => {
            let message = format!(
                "it loses rows: {table} had {before} before the upgrade, and has {after} after the downgrade"
            );
            (Step::Downgrade, message, Vec::new(), Vec::new())
        }
        RowError::Differs { step, differences } => {
            let Failure { message, .. } = Failure::elsewhere(*step, Vec::new());
            (*step, format!("with rows, {message}"), differences.clone(), Vec::new())
        }
        RowError::Other { source, .. } => return Err(source.reason()),
    };
    Ok(Failure { step, message, differences, details })
}

fn add(rows: Rows, case: &mut Case) {
    case.rows = rows.tables.into_iter().map(|(table, count)| (table.to_string(), count)).collect();
    case.notes.extend(rows.notes);
    let unfilled = rows.unfilled.into_iter();
    case.notes.extend(
        unfilled
            .map(|(table, reason)| format!("{table} was proven without rows, none could be made: {reason}")),
    );
}

impl Ground for Next<'_, '_> {
    type Error = Stop;

    fn upgrade(&mut self) -> Result<(), Stop> {
        self.stage.upgrade(self.revision).map_err(Stop::Step)
    }

    fn downgrade(&mut self) -> Result<(), Stop> {
        self.stage.downgrade(self.revision).map_err(Stop::Step)
    }

    fn catalog(&mut self) -> Result<Arc<Catalog>, Stop> {
        self.stage.catalog().map_err(Stop::Read)
    }

    fn connect(&mut self) -> Result<Client, Stop> {
        self.stage.connect().map_err(Stop::Step)
    }
}

impl Stopped for Stop {
    fn reason(&self) -> String {
        match self {
            Self::Step(runner::Error::Sql(failure)) => failure.server.to_string(),
            Self::Step(error) => error.what(),
            Self::Read(error) => error.to_string(),
            Self::Broken(error) => error.to_string(),
        }
    }

    fn sqlstate(&self) -> Option<&str> {
        match self {
            Self::Step(runner::Error::Sql(failure)) => Some(&failure.server.sqlstate),
            _ => None,
        }
    }
}

impl Stop {
    fn details(&self) -> Vec<String> {
        match self {
            Self::Step(error) => error.details(),
            Self::Read(_) | Self::Broken(_) => Vec::new(),
        }
    }
}

impl From<postgres::Error> for Stop {
    fn from(error: postgres::Error) -> Self {
        Self::Broken(error)
    }
}
