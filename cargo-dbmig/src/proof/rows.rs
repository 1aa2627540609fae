//! A new revision on tables that have rows: what production meets, and empty tables don't.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use dbmig_runtime::catalog::{Catalog, ObjectName, Renames};
use dbmig_runtime::diff::{Changes, diff};
use dbmig_runtime::op::{Operation, TableOperation};
use dbmig_runtime::rows::Filling;
use dbmig_runtime::runner::{Filled, connect, fill};
use postgres::SimpleQueryMessage;

use super::{Error, Proof, Result, Step, fitting};
use crate::draft::Draft;
use crate::scratch::{self, Database};

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
    pub filling_seconds: f32,
}

/// The check of a revision that is right on empty tables.
pub struct RowProof<'a> {
    /// That check. Its database is empty, and where the revision leads.
    pub proof: &'a Proof<'a>,
    /// What the revision does.
    pub draft: &'a Draft,
}

/// A step of the check that did not come out.
pub(super) enum Stop {
    /// PostgreSQL or the revision itself refuses.
    Failed(Step, scratch::Error),
    /// It is no error of rows.
    Other(Error),
}

impl RowProof<'_> {
    /// Fills what the revision meets in `scratch`, a database before the revision, and upgrades, downgrades and upgrades again.
    ///
    /// # Errors
    /// If no rows get through the upgrade, or if some are lost on the way back.
    pub fn run(&self, scratch: &Database) -> Result<Rows> {
        let began = Instant::now();
        let filling = Filling::plan(self.proof.start, &self.touched());
        let filled = self.fill(scratch, &filling)?;
        let mut rows = Rows { filling_seconds: began.elapsed().as_secs_f32(), ..Rows::of(filled) };
        if rows.tables.is_empty() {
            return Ok(rows);
        }
        match self.steps(scratch, &mut rows) {
            Ok(()) => Ok(rows),
            Err(Stop::Other(error)) => Err(error),
            Err(Stop::Failed(Step::Upgrade, stopped)) => fitting::run(self, &stopped, rows),
            Err(Stop::Failed(step, stopped)) => {
                rows.notes.push(format!("with rows, the {step} stops: {}", stopped.reason()));
                Ok(rows)
            }
        }
    }

    /// The tables whose rows the revision meets, by their names before it.
    fn touched(&self) -> BTreeSet<ObjectName> {
        touched(&self.draft.changes)
    }

    pub(super) fn fill(&self, scratch: &Database, filling: &Filling) -> Result<Filled> {
        let failed = |source| self.failed(Step::Upgrade, source);
        let mut client = connect(scratch.url()).map_err(|error| failed(error.into()))?;
        let schema = &self.proof.catalogs.config.schema;
        fill(&mut client, filling, schema).map_err(|source| failed(scratch::Error::Broken { source }))
    }

    /// Upgrades, downgrades and upgrades again; no row may be missing on the way back.
    pub(super) fn steps(&self, scratch: &Database, rows: &mut Rows) -> Result<(), Stop> {
        let Proof { revision, start, models, .. } = *self.proof;
        let down = format!("{revision}@-1");
        let kept = self.kept(rows);
        let before = self.count(scratch, &kept).map_err(Stop::Other)?;
        self.step(scratch, Step::Upgrade, ("upgrade", revision), models)?;
        self.step(scratch, Step::Downgrade, ("downgrade", &down), start)?;
        let after = self.count(scratch, &kept).map_err(Stop::Other)?;
        for (table, before) in before {
            let after = after.get(&table).copied().unwrap_or_default();
            if after != before {
                let revision = revision.to_owned();
                return Err(Stop::Other(Error::Lost { revision, table: table.to_string(), before, after }));
            }
        }
        self.step(scratch, Step::UpgradeAgain, ("upgrade", revision), models)
    }

    fn step(
        &self,
        scratch: &Database,
        step: Step,
        (verb, target): (&str, &str),
        expected: &Catalog,
    ) -> Result<(), Stop> {
        let Proof { replay, catalogs, .. } = self.proof;
        replay.run(scratch, verb, target).map_err(|source| Stop::Failed(step, source))?;
        let found = catalogs.of(scratch).map_err(|source| Stop::Other(self.failed(step, source)))?;
        let rest = diff(found, expected, &Renames::default());
        if rest.is_empty() {
            return Ok(());
        }
        Err(Stop::Other(Error::differs(self.proof.revision, step, &rest)))
    }

    /// The tables with rows that the revision doesn't drop.
    fn kept(&self, rows: &Rows) -> Vec<ObjectName> {
        let renames = &self.draft.changes.renames.tables;
        let dropped: BTreeSet<&ObjectName> = self.draft.upgrade.iter().filter_map(dropped).collect();
        let later =
            |name: &ObjectName| renames.iter().find(|(_, old)| *old == name).map(|(new, _)| new.clone());
        let is_kept = |name: &&ObjectName| {
            !dropped.contains(*name) && later(name).is_none_or(|later| !dropped.contains(&later))
        };
        rows.tables.keys().filter(is_kept).cloned().collect()
    }

    fn count(&self, scratch: &Database, tables: &[ObjectName]) -> Result<BTreeMap<ObjectName, u64>> {
        let failed = |source| self.failed(Step::Downgrade, source);
        let mut client = connect(scratch.url()).map_err(|error| failed(error.into()))?;
        let schema = &self.proof.catalogs.config.schema;
        let mut counts = BTreeMap::new();
        for table in tables {
            let sql = format!("SELECT count(*) FROM ONLY {}", table.qualified(schema));
            let found = client.simple_query(&sql);
            let found = found.map_err(|source| failed(scratch::Error::Broken { source }))?;
            let count = found.iter().find_map(|message| match message {
                SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
                _ => None,
            });
            counts.insert(table.clone(), count.unwrap_or_default());
        }
        Ok(counts)
    }

    pub(super) fn failed(&self, step: Step, source: scratch::Error) -> Error {
        Error::Failed { revision: self.proof.revision.to_owned(), step, source }
    }
}

/// The tables whose rows `changes` meet, by their names before.
pub fn touched(changes: &Changes) -> BTreeSet<ObjectName> {
    let old = |name: ObjectName| changes.renames.tables.get(&name).cloned().unwrap_or(name);
    changes.touched_tables().into_iter().map(old).collect()
}

fn dropped(operation: &Operation) -> Option<&ObjectName> {
    match operation {
        Operation::Table(TableOperation::Drop { name, .. }) => Some(name),
        _ => None,
    }
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
