//! The whole way: all revisions down, one after the other, and up again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use super::compare::differences;
use super::course::Course;
use super::stage::Stage;
use super::{Case, Error, Failure, Outcome, Step};
use crate::catalog::Catalog;

/// The name of the case.
const NAME: &str = "history";
const TITLE: &str = "all revisions down to the base and up again";

impl<'a> Course<'a> {
    /// Takes back everything down to the newest revision that can't be taken back, and applies it again. `last` is what is there now.
    pub(super) fn whole(&mut self, stage: &mut Stage<'a>, last: &Arc<Catalog>) -> Result<(), Error> {
        let began = Instant::now();
        self.start_of(NAME, TITLE);
        let outcome = match self.unapplied() {
            Some(id) => Outcome::Skipped { reason: format!("{id} could not be applied") },
            None => self.down_and_up(stage, last)?,
        };
        let is_run = !matches!(outcome, Outcome::Skipped { .. });
        let floor = self.floor.as_ref().filter(|_| is_run);
        let notes = floor.map(|floor| format!("only down to {}, which {}", floor.revision, floor.reason));
        self.tell(Case {
            name: NAME.to_owned(),
            title: TITLE.to_owned(),
            file: None,
            outcome,
            rows: BTreeMap::new(),
            notes: notes.into_iter().collect(),
            duration: began.elapsed(),
        });
        Ok(())
    }

    fn down_and_up(&self, stage: &mut Stage<'a>, last: &Arc<Catalog>) -> Result<Outcome, Error> {
        let applied = self.applied();
        let floor = self.floor.as_ref();
        let first = floor.and_then(|floor| applied.iter().position(|id| *id == floor.revision));
        let above = applied.get(first.map_or(0, |first| first + 1)..).unwrap_or_default();
        if let (Some(floor), []) = (floor, above) {
            let reason = format!("{}, the newest, {}", floor.revision, floor.reason);
            return Ok(Outcome::Skipped { reason });
        }
        for id in above.iter().rev() {
            self.check()?;
            if let Err(error) = stage.downgrade(id) {
                self.check()?;
                return Ok(Outcome::Failed(Failure::of(Step::WholeDowngrade, &error)));
            }
        }
        let bottom = floor.map(|floor| &floor.catalog).or(self.start.as_ref());
        if let Some(failure) = elsewhere(stage, Step::WholeDowngrade, bottom)? {
            return Ok(Outcome::Failed(failure));
        }
        for id in above {
            self.check()?;
            if let Err(error) = stage.upgrade(id) {
                self.check()?;
                return Ok(Outcome::Failed(Failure::of(Step::WholeUpgrade, &error)));
            }
        }
        let failure = elsewhere(stage, Step::WholeUpgrade, Some(last))?;
        Ok(failure.map_or(Outcome::Passed, Outcome::Failed))
    }
}

fn elsewhere(
    stage: &mut Stage<'_>,
    step: Step,
    expected: Option<&Arc<Catalog>>,
) -> Result<Option<Failure>, Error> {
    let Some(expected) = expected else { return Ok(None) };
    let differences = differences(&stage.catalog()?, expected);
    Ok((!differences.is_empty()).then(|| Failure::elsewhere(step, differences)))
}
