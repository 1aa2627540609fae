//! The way through a history: each revision in turn, on one scratch database for as long as its state is sure.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use super::beside::Beside;
use super::compare::differences;
use super::stage::{Setting, Stage};
use super::{Case, Error, Event, Failure, Outcome, Step};
use crate::catalog::Catalog;
use crate::op;
use crate::runner::{self, Script};

/// The way through a history.
pub(super) struct Course<'a> {
    pub(super) setting: &'a Setting<'a>,
    /// Every revision, in the order in which they run.
    pub(super) order: Vec<&'a str>,
    /// The revisions to prove, if not all.
    chosen: Option<BTreeSet<String>>,
    pub(super) cases: Vec<Case>,
    on_event: &'a mut dyn FnMut(&Event),
    /// The revisions whose upgrade failed.
    unapplied: BTreeSet<&'a str>,
    /// The newest revision that is not taken back.
    pub(super) floor: Option<Floor<'a>>,
    /// What is there before the first revision.
    pub(super) start: Option<Arc<Catalog>>,
    /// What is there after the last one.
    last: Option<Arc<Catalog>>,
    /// The database with rows, once one is needed.
    pub(super) beside: Option<Beside<'a>>,
}

/// A revision that can't be taken back, and what is there after it.
pub(super) struct Floor<'a> {
    pub(super) revision: &'a str,
    pub(super) reason: String,
    pub(super) catalog: Arc<Catalog>,
}

/// What became of a scratch database by the proof of a revision.
enum After {
    /// The revision is applied, and this is there.
    Applied(Arc<Catalog>),
    /// Nobody knows what is there.
    Unsure,
}

/// The proof of one revision broke off.
enum Stop {
    /// It is the revision's fault.
    Failed(Failure),
    /// The downgrade refuses.
    Irreversible(String),
    /// It is not.
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl<'a> Course<'a> {
    pub(super) fn new(
        setting: &'a Setting<'a>,
        chosen: Option<BTreeSet<String>>,
        on_event: &'a mut dyn FnMut(&Event),
    ) -> Self {
        Self {
            setting,
            order: setting.graph.order(),
            chosen,
            cases: Vec::new(),
            on_event,
            unapplied: BTreeSet::new(),
            floor: None,
            start: None,
            last: None,
            beside: None,
        }
    }

    /// Proves all of it.
    pub(super) fn run(&mut self) -> Result<(), Error> {
        let total = self.chosen.as_ref().map_or(self.order.len() + 1, BTreeSet::len);
        (self.on_event)(&Event::Planned { total });
        let mut next = Some(0);
        while let Some(from) = next {
            next = self.leg(from)?;
        }
        Ok(())
    }

    /// What the revisions make, if all of them could be applied.
    pub(super) fn catalog(&self) -> Option<Catalog> {
        let last = self.last.as_deref().cloned();
        last.filter(|_| self.unapplied.is_empty())
    }

    /// Goes on from the revision at `from`, on a new scratch database; returns where to go on if its state gets unsure.
    fn leg(&mut self, from: usize) -> Result<Option<usize>, Error> {
        let mut stage = Stage::new(self.setting)?;
        let order = self.order.clone();
        let (done, left) = order.split_at(from);
        self.replay(&mut stage, done)?;
        let mut before = stage.catalog()?;
        if from == 0 {
            self.start = Some(Arc::clone(&before));
        }
        for (index, id) in left.iter().copied().enumerate() {
            self.check()?;
            match self.revision(&mut stage, (from + index, id), before)? {
                After::Applied(after) => before = after,
                After::Unsure => return Ok(Some(from + index + 1)),
            }
        }
        self.last = Some(Arc::clone(&before));
        if self.chosen.is_none() {
            self.whole(&mut stage, &before)?;
        }
        Ok(None)
    }

    /// Applies what was applied before.
    pub(super) fn replay(&self, stage: &mut Stage<'a>, done: &[&'a str]) -> Result<(), Error> {
        for id in done.iter().filter(|id| self.obstacle(id).is_none()) {
            self.check()?;
            stage.upgrade(id).map_err(|source| match self.check() {
                Ok(()) => Error::Again { revision: (*id).to_owned(), source: Box::new(source) },
                Err(interrupted) => interrupted,
            })?;
        }
        Ok(())
    }

    /// Proves a revision where `before` is there, or only applies it.
    fn revision(
        &mut self,
        stage: &mut Stage<'a>,
        (index, id): (usize, &'a str),
        before: Arc<Catalog>,
    ) -> Result<After, Error> {
        let is_chosen = self.chosen.as_ref().is_none_or(|chosen| chosen.contains(id));
        let began = Instant::now();
        if let Some(obstacle) = self.obstacle(id) {
            let reason = format!("it stands on {obstacle}, which could not be applied");
            if is_chosen {
                self.tell(self.case(id, Outcome::Skipped { reason }, began));
            }
            return Ok(After::Applied(before));
        }
        if is_chosen {
            let title = self.title(id);
            (self.on_event)(&Event::Started { name: id.to_owned(), title });
        }
        let mut applied = None;
        let result = match is_chosen {
            true => self.prove(stage, id, &before, &mut applied),
            false => self.apply(stage, id).map(|after| applied = Some(after)),
        };
        if applied.is_none() {
            self.unapplied.insert(id);
        }
        let (outcome, is_sure) = match result {
            Ok(()) => (Outcome::Passed, true),
            Err(Stop::Error(error)) => return Err(error),
            // It said so before anything was run.
            Err(Stop::Irreversible(reason)) => (Outcome::Skipped { reason }, true),
            Err(Stop::Failed(failure)) => (Outcome::Failed(failure), false),
        };
        if let Some(reason) = no_way_back(&outcome)
            && let Some(catalog) = applied.clone()
        {
            self.floor = Some(Floor { revision: id, reason, catalog });
        }
        if is_chosen || !is_sure {
            let mut case = self.case(id, outcome, began);
            if let Some(after) = applied.clone().filter(|_| is_sure && self.setting.has_rows) {
                self.with_rows(index, (before, after), &mut case)?;
                case.duration = began.elapsed();
            }
            self.tell(case);
        }
        Ok(applied.filter(|_| is_sure).map_or(After::Unsure, After::Applied))
    }

    /// Up, down, and up again. `applied` is what the first upgrade made.
    fn prove(
        &self,
        stage: &mut Stage<'a>,
        id: &str,
        before: &Arc<Catalog>,
        applied: &mut Option<Arc<Catalog>>,
    ) -> Result<(), Stop> {
        let after = self.apply(stage, id)?;
        *applied = Some(Arc::clone(&after));
        stage.downgrade(id).map_err(|error| match error {
            runner::Error::Directive { source: op::Error::Irreversible { reason }, .. } => {
                Stop::Irreversible(format!("its downgrade says that it can't be undone: {reason}"))
            }
            error => self.failed(Step::Downgrade, &error),
        })?;
        land(stage, Step::Downgrade, before)?;
        stage.upgrade(id).map_err(|error| self.failed(Step::UpgradeAgain, &error))?;
        land(stage, Step::UpgradeAgain, &after)
    }

    fn apply(&self, stage: &mut Stage<'a>, id: &str) -> Result<Arc<Catalog>, Stop> {
        stage.upgrade(id).map_err(|error| self.failed(Step::Upgrade, &error))?;
        Ok(stage.catalog()?)
    }

    /// A step that failed; or the whole proof, if it was told to stop.
    fn failed(&self, step: Step, error: &runner::Error) -> Stop {
        match self.check() {
            Ok(()) => Stop::Failed(Failure::of(step, error)),
            Err(interrupted) => Stop::Error(interrupted),
        }
    }

    /// Fails if it was told to stop.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.setting.canceller.is_cancelled() { Err(Error::Interrupted) } else { Ok(()) }
    }

    /// The revision that keeps `id` from being applied: one that it needs, or itself.
    pub(super) fn obstacle(&self, id: &str) -> Option<&'a str> {
        if self.unapplied.is_empty() {
            return None;
        }
        let needed = self.setting.graph.ancestors(id);
        self.unapplied.iter().copied().find(|out| *out == id || needed.contains(out))
    }

    /// The revisions that are applied, in the order in which they were.
    pub(super) fn applied(&self) -> Vec<&'a str> {
        self.order.iter().copied().filter(|id| self.obstacle(id).is_none()).collect()
    }

    /// A revision that could not be applied, if there is one.
    pub(super) fn unapplied(&self) -> Option<&'a str> {
        self.unapplied.first().copied()
    }

    /// Adds a case.
    pub(super) fn tell(&mut self, case: Case) {
        (self.on_event)(&Event::Finished(case.clone()));
        self.cases.push(case);
    }

    pub(super) fn start_of(&mut self, name: &str, title: &str) {
        (self.on_event)(&Event::Started { name: name.to_owned(), title: title.to_owned() });
    }

    pub(super) fn script(&self, id: &str) -> Option<&'a Script> {
        self.setting.database.scripts.iter().find(|script| script.revision.id == id)
    }

    fn title(&self, id: &str) -> String {
        self.script(id).map(|script| script.message.to_owned()).unwrap_or_default()
    }

    fn case(&self, id: &str, outcome: Outcome, began: Instant) -> Case {
        Case {
            name: id.to_owned(),
            title: self.title(id),
            file: self.script(id).map(|script| script.file.to_owned()),
            outcome,
            rows: BTreeMap::new(),
            notes: Vec::new(),
            duration: began.elapsed(),
        }
    }
}

/// Why a revision with this outcome is not taken back any more.
fn no_way_back(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Passed => None,
        Outcome::Skipped { .. } => Some("can't be undone".to_owned()),
        Outcome::Failed(_) => Some("failed".to_owned()),
    }
}

/// Fails unless what is there now is `expected`.
fn land(stage: &mut Stage<'_>, step: Step, expected: &Arc<Catalog>) -> Result<(), Stop> {
    let differences = differences(&stage.catalog()?, expected);
    if differences.is_empty() { Ok(()) } else { Err(Stop::Failed(Failure::elsewhere(step, differences))) }
}
