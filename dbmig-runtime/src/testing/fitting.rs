//! The second try: rows that satisfy the constraints before the revision and those after it.

use std::time::Instant;

use super::rows::{RowProof, Rows, Stop, name_before, other, stops};
use super::{Ground, RowError, Step, Stopped};
use crate::catalog::{Catalog, ObjectName};
use crate::diff::{Changes, diff};
use crate::plan::plan;
use crate::rows::Fitting;
use crate::runner::{ApplyError, Part, Refused, apply};

impl RowProof<'_> {
    /// Proves with rows that fit both sides, after those in `first` were `stopped`. `ground` is a database without rows.
    ///
    /// # Errors
    /// If no rows get through, some are lost on the way back, or a step lands elsewhere.
    pub fn fitting<G: Ground>(
        &self,
        ground: &mut G,
        first: Rows,
        stopped: &G::Error,
    ) -> Result<Rows, RowError<G::Error>> {
        let began = Instant::now();
        let fitting = Fitting::new(&self.changes.renamed, &self.changes.to);
        let (mut rows, unjudged) = self.fill_fitting(ground, &fitting)?;
        rows.filling = first.filling + began.elapsed();
        let reason = stopped.reason();
        rows.notes.push(format!("the upgrade stops at rows that fit only what was before: {reason}"));
        match self.steps(ground, &rows) {
            Ok(()) => {
                rows.is_applied = true;
                let without = first.tables.keys().filter(|table| !rows.tables.contains_key(*table));
                let without: Vec<String> = without.map(ToString::to_string).collect();
                if !without.is_empty() {
                    let names = without.join(", ");
                    rows.notes.push(format!("no rows that fit what comes after it were found for {names}"));
                }
                Ok(rows)
            }
            Err(Stop::Error(error)) => Err(error),
            Err(Stop::Failed(Step::Upgrade, source)) => {
                // Whether a column may be null is always known.
                if unjudged.is_empty() || source.sqlstate() == Some("23502") {
                    return Err(RowError::Stops { tables: rows.names(), source });
                }
                let unjudged = unjudged.join(", ");
                rows.notes.push(format!(
                    "nothing says that rows get through the upgrade, since what {unjudged} asks of them can't be known before it"
                ));
                Ok(rows)
            }
            Err(Stop::Failed(step, by)) => {
                rows.notes.push(stops(step, &by));
                Ok(rows)
            }
        }
    }

    /// Fills the tables while the later constraints are on them. Returns the constraints that could not be put there, too.
    fn fill_fitting<G: Ground>(
        &self,
        ground: &mut G,
        fitting: &Fitting,
    ) -> Result<(Rows, Vec<String>), RowError<G::Error>> {
        let changes = self.changes;
        let mut unjudged: Vec<String> = fitting.unjudged.iter().map(|one| one.constraint.clone()).collect();
        let there = diff(changes.from.clone(), &fitting.catalog, &changes.renames);
        let refused = self.apply(ground, &there).map_err(other)?;
        unjudged.extend(refused.iter().filter_map(|refused| fitting.later_name(&refused.sql)));
        let filled = self.fill(ground, &fitting.plan(&changes.to, &changes.touched_tables()))?;
        let now = ground.catalog().map_err(other)?;
        self.go_back(ground, &now).map_err(other)?;
        let mut rows = Rows::of(filled);
        let old = |name: ObjectName| name_before(changes, name);
        rows.tables = rows.tables.into_iter().map(|(name, count)| (old(name), count)).collect();
        rows.unfilled = rows.unfilled.into_iter().map(|(name, reason)| (old(name), reason)).collect();
        Ok((rows, unjudged))
    }

    fn go_back<G: Ground>(&self, ground: &mut G, now: &Catalog) -> Result<(), G::Error> {
        let back = diff(self.changes.from.clone(), now, &self.changes.renames).reversed();
        self.apply(ground, &back).map(drop)
    }

    /// Makes the changes, without those that PostgreSQL refuses, which are returned.
    fn apply<G: Ground>(&self, ground: &mut G, changes: &Changes) -> Result<Vec<Refused>, G::Error> {
        let schema = self.default_schema;
        let mut parts: Vec<Part> =
            plan(changes).iter().map(|operation| Part::of_operation(operation, schema)).collect();
        let mut client = ground.connect()?;
        let mut all = Vec::new();
        for _ in 0..ATTEMPTS {
            match apply(&mut client, &parts, schema, |_| Vec::new()) {
                Ok(()) => break,
                Err(ApplyError::Connection(source)) => return Err(source.into()),
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
