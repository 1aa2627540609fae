//! Recording a place without walking there.

use super::graph::{Graph, Set};
use super::{Anchor, Result, RowChange, Step, Target};

impl Graph {
    /// The change of the version rows `current` that records `target`.
    ///
    /// Rows above or below the target, by either kind of edges, give way to it; rows of other branches stay. For a
    /// target that counts from what is applied, and for the base of a branch, it is what the walk there would leave.
    ///
    /// To forget whatever is recorded, rows that the history doesn't have included, delete them all and stamp from
    /// no rows.
    ///
    /// # Errors
    ///
    /// As [`Graph::upgrade`] and [`Graph::downgrade`], but a target may be above or below.
    pub fn stamp<S: AsRef<str>>(&self, current: &[S], target: &Target) -> Result<RowChange> {
        let rows = self.rows(current)?;
        let is_branch_base =
            target.branch.is_some() && target.anchor == Some(Anchor::Base) && target.offset == 0;
        if target.is_relative_to_current() || is_branch_base {
            let steps = match target.offset {
                1.. => self.upgrade(current, target)?,
                _ => self.downgrade(current, target)?,
            };
            return Ok(self.sum(rows.table(), &steps));
        }
        let targets = self.absolute(target)?;
        let related = &self.required_by(targets.iter().copied()) | &self.needing(targets.iter().copied());
        let kept = if targets.is_empty() { Set::new() } else { rows.table() - &related };
        Ok(self.row_change(rows.table(), &self.newest(&(&kept | &targets))))
    }

    /// What several steps change together.
    fn sum(&self, before: &Set, steps: &[Step]) -> RowChange {
        let positions = |ids: &[String]| -> Set { ids.iter().filter_map(|id| self.position(id)).collect() };
        let after = steps.iter().fold(before.clone(), |table, Step { rows, .. }| {
            &(&table - &positions(&rows.delete)) | &positions(&rows.insert)
        });
        self.row_change(before, &after)
    }
}
