//! A revision on tables that have rows: what production meets, and empty tables don't.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use postgres::SimpleQueryMessage;

use super::compare::differences;
use super::{Ground, Step, Stopped};
use crate::catalog::ObjectName;
use crate::diff::Changes;
use crate::rows::Filling;
use crate::runner::{Filled, fill};

/// What a preflight raises.
const PREFLIGHT: &str = "23000";

/// The proof of a revision with rows in the tables that it meets. On empty tables it is right.
#[derive(Clone, Debug)]
pub struct RowProof<'a> {
    /// What it changes.
    pub changes: &'a Changes,
    /// The tables that it drops, by their names before it: their rows are gone for good.
    pub dropped: BTreeSet<ObjectName>,
    /// True if it says itself that there may be no rows: then they stop it, and nothing is wrong.
    pub refuses_rows: bool,
    /// False if it can't be taken back: then it is only applied.
    pub is_reversible: bool,
    /// The default schema.
    pub default_schema: &'a str,
}

/// What a revision did to tables with rows.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The tables that had rows, with how many.
    pub tables: BTreeMap<ObjectName, u64>,
    /// The tables that it meets and that got none, with the reason.
    pub unfilled: BTreeMap<ObjectName, String>,
    /// What a person should know.
    pub notes: Vec<String>,
    /// How long making rows took.
    pub filling: Duration,
    /// True if the revision is applied in the end, as far as anybody knows.
    pub is_applied: bool,
}

/// Why a revision is not right on tables with rows.
#[derive(Debug)]
pub enum RowError<E> {
    /// No rows get through the upgrade.
    Stops {
        /// The tables that had rows.
        tables: String,
        /// What stands in the way.
        source: E,
    },
    /// Rows are gone after the downgrade.
    Lost {
        /// The table.
        table: ObjectName,
        /// How many rows it had.
        before: u64,
        /// How many it has.
        after: u64,
    },
    /// A step landed elsewhere than on empty tables.
    Differs {
        /// The step.
        step: Step,
        /// What is missing, a line a change.
        differences: Vec<String>,
    },
    /// Something else than rows is in the way.
    Other {
        /// The step.
        step: Step,
        /// What it is.
        source: E,
    },
}

/// What came of rows that fit what is there before the revision.
#[derive(Debug)]
pub enum Tried<E> {
    /// They got through, and the revision is applied; or there are none, and nothing was done.
    Through(Rows),
    /// They stop the upgrade. Other rows may get through: [`RowProof::fitting`].
    Stopped {
        /// Those rows.
        rows: Rows,
        /// What stopped it.
        by: E,
    },
}

/// A step that did not come out.
pub(super) enum Stop<E> {
    /// PostgreSQL or the revision itself refuses.
    Failed(Step, E),
    /// It is no error of rows.
    Error(RowError<E>),
}

impl RowProof<'_> {
    /// Fills what the revision meets in `ground`, and upgrades, downgrades and upgrades again.
    ///
    /// # Errors
    /// If rows are lost on the way back, or a step lands elsewhere.
    pub fn run<G: Ground>(&self, ground: &mut G) -> Result<Tried<G::Error>, RowError<G::Error>> {
        let began = Instant::now();
        let filling = Filling::plan(&self.changes.from, &touched(self.changes));
        let mut rows = Rows::of(self.fill(ground, &filling)?);
        rows.filling = began.elapsed();
        if rows.tables.is_empty() {
            return Ok(Tried::Through(rows));
        }
        match self.steps(ground, &rows) {
            Ok(()) => Ok(Tried::Through(Rows { is_applied: true, ..rows })),
            Err(Stop::Error(error)) => Err(error),
            Err(Stop::Failed(Step::Upgrade, by))
                if !self.refuses_rows || by.sqlstate() != Some(PREFLIGHT) =>
            {
                Ok(Tried::Stopped { rows, by })
            }
            Err(Stop::Failed(step, by)) => {
                rows.notes.push(stops(step, &by));
                Ok(Tried::Through(rows))
            }
        }
    }

    pub(super) fn fill<G: Ground>(
        &self,
        ground: &mut G,
        filling: &Filling,
    ) -> Result<Filled, RowError<G::Error>> {
        let mut client = ground.connect().map_err(other)?;
        fill(&mut client, filling, self.default_schema).map_err(|error| other(error.into()))
    }

    /// Upgrades, downgrades and upgrades again; no row may be missing on the way back.
    pub(super) fn steps<G: Ground>(&self, ground: &mut G, rows: &Rows) -> Result<(), Stop<G::Error>> {
        let gone = self.gone();
        let kept: Vec<&ObjectName> = rows.tables.keys().filter(|table| !gone.contains(*table)).collect();
        let before = self.count(ground, &kept)?;
        self.step(ground, Step::Upgrade)?;
        if !self.is_reversible {
            return Ok(());
        }
        self.step(ground, Step::Downgrade)?;
        let after = self.count(ground, &kept)?;
        for (table, before) in before {
            let after = after.get(&table).copied().unwrap_or_default();
            if after != before {
                return Err(Stop::Error(RowError::Lost { table, before, after }));
            }
        }
        self.step(ground, Step::UpgradeAgain)
    }

    /// The tables whose rows go with the revision: those that are dropped, and the partitions that go along with them.
    fn gone(&self) -> BTreeSet<ObjectName> {
        let later = self.changes.tables.dropped.iter();
        let mut gone: BTreeSet<ObjectName> =
            later.map(|table| name_before(self.changes, table.name.clone())).collect();
        gone.extend(self.dropped.iter().cloned());
        let mut known = 0;
        while known < gone.len() {
            known = gone.len();
            let tables = self.changes.from.tables.values();
            let along = tables.filter(|table| table.parents().any(|parent| gone.contains(parent)));
            let along: Vec<ObjectName> = along.map(|table| table.name.clone()).collect();
            gone.extend(along);
        }
        gone
    }

    fn step<G: Ground>(&self, ground: &mut G, step: Step) -> Result<(), Stop<G::Error>> {
        let (result, expected) = match step {
            Step::Downgrade => (ground.downgrade(), &self.changes.from),
            _ => (ground.upgrade(), &self.changes.to),
        };
        result.map_err(|source| Stop::Failed(step, source))?;
        let found = ground.catalog().map_err(|source| Stop::Error(RowError::Other { step, source }))?;
        let differences = differences(&found, expected);
        if differences.is_empty() {
            return Ok(());
        }
        Err(Stop::Error(RowError::Differs { step, differences }))
    }

    fn count<G: Ground>(
        &self,
        ground: &mut G,
        tables: &[&ObjectName],
    ) -> Result<BTreeMap<ObjectName, u64>, Stop<G::Error>> {
        let mut client = ground.connect().map_err(|error| Stop::Error(other(error)))?;
        let mut counts = BTreeMap::new();
        for table in tables {
            let sql = format!("SELECT count(*) FROM ONLY {}", table.qualified(self.default_schema));
            let found = client.simple_query(&sql).map_err(|error| Stop::Error(other(error.into())))?;
            let count = found.iter().find_map(|message| match message {
                SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
                _ => None,
            });
            counts.insert((*table).clone(), count.unwrap_or_default());
        }
        Ok(counts)
    }
}

/// The tables whose rows `changes` meet, by their names before.
pub fn touched(changes: &Changes) -> BTreeSet<ObjectName> {
    changes.touched_tables().into_iter().map(|name| name_before(changes, name)).collect()
}

/// The name before `changes` of a table that is called `name` after the renames.
pub(super) fn name_before(changes: &Changes, name: ObjectName) -> ObjectName {
    changes.renames.tables.get(&name).cloned().unwrap_or(name)
}

pub(super) fn other<E>(source: E) -> RowError<E> {
    RowError::Other { step: Step::Upgrade, source }
}

pub(super) fn stops(step: Step, by: &impl Stopped) -> String {
    format!("with rows, the {step} stops: {}", by.reason())
}

impl Rows {
    pub(super) fn of(filled: Filled) -> Self {
        let unfilled = filled.unfilled.into_iter().map(|one| (one.table, one.reason)).collect();
        Self { tables: filled.rows, unfilled, ..Self::default() }
    }

    /// The tables with rows, for people; the first ones, where there are many.
    pub fn names(&self) -> String {
        let names: Vec<String> = self.tables.keys().take(NAMED).map(ToString::to_string).collect();
        let more = self.tables.len() - names.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", names.join(", "))
    }
}

/// How many tables are named.
const NAMED: usize = 6;
