//! The second try: rows that satisfy the constraints before the revision and those after it.

use dbmig_runtime::catalog::{Catalog, ObjectName};
use dbmig_runtime::diff::{Changes, diff};
use dbmig_runtime::plan::plan;
use dbmig_runtime::rows::Fitting;
use dbmig_runtime::runner::{ApplyError, Part, Refused, apply, connect};

use super::rows::{RowProof, Rows, Stop};
use super::{Error, Result, Step};
use crate::scratch::{self, Database};

/// Runs the revision with rows that fit both sides, after `stopped` stood in the way of others.
pub(super) fn run(of: &RowProof<'_>, stopped: &scratch::Error, first: Rows) -> Result<Rows> {
    let proof = of.proof;
    // The revision is right on empty tables: its own downgrade leads back to the start.
    let down = format!("{}@-1", proof.revision);
    proof
        .replay
        .run(proof.scratch, "downgrade", &down)
        .map_err(|source| of.failed(Step::Downgrade, source))?;
    let second = Second { of, fitting: Fitting::new(&of.draft.changes.renamed, &of.draft.changes.to) };
    let (mut rows, unjudged) = second.fill()?;
    rows.filling_seconds += first.filling_seconds;
    let reason = stopped.reason();
    rows.notes.push(format!("the upgrade stops at rows that fit only what was before: {reason}"));
    match of.steps(proof.scratch, &mut rows) {
        Ok(()) => {
            let without = first.tables.keys().filter(|table| !rows.tables.contains_key(*table));
            let without: Vec<String> = without.map(ToString::to_string).collect();
            if !without.is_empty() {
                let reasons = without.join(", ");
                rows.notes.push(format!("no rows that fit what comes after it were found for {reasons}"));
            }
            Ok(rows)
        }
        Err(Stop::Other(error)) => Err(error),
        Err(Stop::Failed(Step::Upgrade, again)) => {
            // Whether a column may be null is always known.
            if unjudged.is_empty() || again.sqlstate() == Some("23502") {
                return Err(Error::Rows {
                    revision: proof.revision.to_owned(),
                    tables: rows.names(),
                    source: again,
                });
            }
            let unjudged = unjudged.join(", ");
            rows.notes.push(format!(
                "nothing says that rows get through the upgrade, since what {unjudged} asks of them can't be known before it"
            ));
            Ok(rows)
        }
        Err(Stop::Failed(step, stopped)) => {
            rows.notes.push(format!("with rows, the {step} stops: {}", stopped.reason()));
            Ok(rows)
        }
    }
}

struct Second<'a> {
    of: &'a RowProof<'a>,
    fitting: Fitting,
}

impl Second<'_> {
    /// Fills the tables while the later constraints are on them. Returns the constraints that could not be put there, too.
    fn fill(&self) -> Result<(Rows, Vec<String>)> {
        let Self { of, fitting } = self;
        let (scratch, catalogs) = (of.proof.scratch, of.proof.catalogs);
        let changes = &of.draft.changes;
        let failed = |source| of.failed(Step::Upgrade, source);
        let mut unjudged: Vec<String> = fitting.unjudged.iter().map(|one| one.constraint.clone()).collect();
        let there = diff(of.proof.start, &fitting.catalog, &changes.renames);
        let refused = self.apply(scratch, &there).map_err(failed)?;
        unjudged.extend(refused.iter().filter_map(|refused| fitting.later_name(&refused.sql)));
        let tables = changes.touched_tables();
        let filled = of.fill(scratch, &fitting.plan(&changes.to, &tables))?;
        let now = catalogs.of(scratch).map_err(failed)?;
        self.go_back(scratch, &now).map_err(failed)?;
        let old = |name: ObjectName| changes.renames.tables.get(&name).cloned().unwrap_or(name);
        let mut rows = Rows::of(filled);
        rows.tables = rows.tables.into_iter().map(|(name, count)| (old(name), count)).collect();
        rows.unfilled = rows.unfilled.into_iter().map(|(name, reason)| (old(name), reason)).collect();
        Ok((rows, unjudged))
    }

    fn go_back(&self, scratch: &Database, now: &Catalog) -> scratch::Result {
        let (start, renames) = (self.of.proof.start, &self.of.draft.changes.renames);
        self.apply(scratch, &diff(start, now, renames).reversed()).map(drop)
    }

    /// Makes the changes, without those that PostgreSQL refuses, which are returned.
    fn apply(&self, scratch: &Database, changes: &Changes) -> scratch::Result<Vec<Refused>> {
        let schema = &self.of.proof.catalogs.config.schema;
        let mut parts: Vec<Part> =
            plan(changes).iter().map(|operation| Part::of_operation(operation, schema)).collect();
        let mut client = connect(scratch.url())?;
        let mut all = Vec::new();
        for _ in 0..ATTEMPTS {
            match apply(&mut client, &parts, schema, |_| Vec::new()) {
                Ok(()) => break,
                Err(ApplyError::Connection(source)) => return Err(scratch::Error::Broken { source }),
                Err(ApplyError::Refused(refused)) => {
                    for refused in &refused {
                        if let Some(part) = parts.get_mut(refused.part) {
                            *part = Part::default();
                        }
                    }
                    all.extend(refused);
                }
            }
        }
        Ok(all)
    }
}

/// How often what is refused is left out and the rest tried again.
const ATTEMPTS: usize = 4;
