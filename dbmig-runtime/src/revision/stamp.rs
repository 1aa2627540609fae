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

    /// The change that records `targets`, one after the other.
    ///
    /// # Errors
    ///
    /// As [`Graph::stamp`].
    pub fn stamp_all<S: AsRef<str>>(&self, current: &[S], targets: &[Target]) -> Result<RowChange> {
        let before = self.rows(current)?.table().clone();
        let mut after = before.clone();
        for target in targets {
            let change = self.stamp(&self.ids(&after), target)?;
            let (gone, come) = (self.positions(&change.delete), self.positions(&change.insert));
            after = &(&after - &gone) | &come;
        }
        Ok(self.row_change(&before, &after))
    }

    fn positions(&self, ids: &[String]) -> Set {
        ids.iter().filter_map(|id| self.position(id)).collect()
    }

    /// What several steps change together.
    fn sum(&self, before: &Set, steps: &[Step]) -> RowChange {
        let after = steps.iter().fold(before.clone(), |table, Step { rows, .. }| {
            &(&table - &self.positions(&rows.delete)) | &self.positions(&rows.insert)
        });
        self.row_change(before, &after)
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::graph;

    #[test]
    fn several_targets() {
        let graph = graph("a; b1 < a; b2 < a; c < b1 b2; d < a");
        let stamp = |rows: &[&str], targets: &[&str]| {
            let targets: Vec<_> = targets.iter().map(|target| target.parse().unwrap()).collect();
            let change = graph.stamp_all(rows, &targets).unwrap();
            (change.delete.join(" "), change.insert.join(" "))
        };
        let owned = |delete: &str, insert: &str| (delete.to_owned(), insert.to_owned());
        assert_eq!(stamp(&[], &["b1", "b2"]), owned("", "b1 b2"));
        assert_eq!(stamp(&["a"], &["b1", "b1"]), owned("a", "b1"));
        assert_eq!(stamp(&["d"], &["b1", "c"]), owned("", "c"));
        assert_eq!(stamp(&["c"], &["b1", "b2"]), owned("c", "b1 b2"));
        assert_eq!(stamp(&["c"], &[]), owned("", ""));
    }
}
