//! The walk up.

use super::graph::{Graph, Set};
use super::{Anchor, Error, Result, Step, Target};

impl Graph {
    /// The steps from the version rows `current` up to `target`, in order. None where the target is already reached.
    ///
    /// Whatever the target needs is applied, dependencies of other branches too.
    ///
    /// # Errors
    ///
    /// The target names nothing, several revisions where one is needed, counts too far, or is below what is applied.
    pub fn upgrade<S: AsRef<str>>(&self, current: &[S], target: &Target) -> Result<Vec<Step>> {
        let mut rows = self.rows(current)?;
        let not_above = |current| Err(Error::NotAbove { target: target.to_string(), current });
        let targets: Set = match target.anchor {
            Some(Anchor::Current) if target.offset == 0 && target.branch.is_none() => return Ok(Vec::new()),
            _ if target.is_relative_to_current() && target.offset < 0 => return not_above(rows.ids()),
            _ if target.is_relative_to_current() => {
                self.counted_from_current(&rows, target)?.into_iter().collect()
            }
            _ => self.absolute(target)?,
        };
        let is_below =
            |target: &usize| self.at(*target).children.iter().any(|child| rows.applied.contains(child));
        let is_base = targets.is_empty() && !self.where_empty(|entry| &entry.parents).is_empty();
        if targets.iter().any(is_below) || (is_base && !rows.applied.is_empty()) {
            return not_above(rows.ids());
        }
        let needed = &self.required_by(targets) - &rows.applied;
        Ok(self.newest_first(&needed).into_iter().rev().map(|position| rows.upgrade(position)).collect())
    }
}
