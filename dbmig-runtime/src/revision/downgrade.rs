//! The walk down.

use super::graph::{Graph, Set};
use super::resolve::Branch;
use super::rows::Rows;
use super::{Error, Result, Step, Target};

impl Graph {
    /// The steps from the version rows `current` down to `target`, in order. None where the target is already
    /// reached.
    ///
    /// Down to a revision means: whatever revises it is taken back, on every branch, and whatever needs what is taken
    /// back. With a branch (`users@base`, `users@-1`) only revisions of that branch are, and what needs them: a
    /// revision below another branch too stays, and what `users@base` leaves is what the others stand on.
    ///
    /// # Errors
    ///
    /// The target names nothing, several revisions where one is needed, counts too far, is not applied, or can't be
    /// reached without taking back another branch.
    pub fn downgrade<S: AsRef<str>>(&self, current: &[S], target: &Target) -> Result<Vec<Step>> {
        let mut rows = self.rows(current)?;
        let roots = if target.is_relative_to_current() {
            self.last_applied(&rows, target)?
        } else {
            self.above_target(&rows, target)?
        };
        let taken_back = &self.needing(roots) & &rows.applied;
        Ok(self.newest_first(&taken_back).into_iter().map(|position| rows.downgrade(position)).collect())
    }

    /// What to take back for `-N`: the last of the revisions counted, all others stand on it.
    fn last_applied(&self, rows: &Rows<'_>, target: &Target) -> Result<Set> {
        if target.offset > 0 {
            return Err(Error::NotBelow { target: target.to_string(), current: rows.ids() });
        }
        if target.offset == 0 {
            return Ok(Set::new());
        }
        let branch = self.branch(target)?;
        let start = match &branch {
            Some(branch) => self.newest_of_branch(rows, target, branch)?,
            None => self.newest_applied(rows, target, None)?,
        };
        let Some(start) = start else { return Err(Error::TooFar { target: target.to_string(), found: 0 }) };
        let line = branch.as_ref().map(|branch| &branch.line);
        let Some(last) = self.walk(target, Some(start), target.offset + 1, line)? else {
            let found = target.offset.unsigned_abs() - 1;
            return Err(Error::TooFar { target: target.to_string(), found });
        };
        if let Some(branch) = &branch {
            self.refuse_shared(rows, &[last].into(), branch)?;
        }
        Ok([last].into())
    }

    /// The newest applied revision of a branch, on which no other applied revision stands but by a dependency.
    fn newest_of_branch(&self, rows: &Rows<'_>, target: &Target, branch: &Branch) -> Result<Option<usize>> {
        if (&self.tips(&rows.applied) & &branch.line).is_empty() {
            return Err(Error::NothingApplied { branch: branch.name.clone() });
        }
        self.newest_applied(rows, target, Some(branch))
    }

    /// What to take back for an absolute target.
    fn above_target(&self, rows: &Rows<'_>, target: &Target) -> Result<Set> {
        let branch = self.branch(target)?;
        let Some(place) = self.only(target, &self.absolute(target)?)? else {
            return Ok(match branch {
                Some(branch) => {
                    let own = &rows.applied & &branch.line;
                    &own - &self.shared(rows, &own, &branch)
                }
                None => rows.applied.clone(),
            });
        };
        if !rows.applied.contains(&place) {
            return Err(Error::NotBelow { target: target.to_string(), current: rows.ids() });
        }
        let mut above = &self.above(self.at(place).children.iter().copied()) & &rows.applied;
        if let Some(branch) = branch {
            above = &above & &branch.line;
            self.refuse_shared(rows, &above, &branch)?;
        }
        Ok(above)
    }

    /// Those of `own`, revisions of a branch, on which applied revisions of other branches stand.
    fn shared(&self, rows: &Rows<'_>, own: &Set, branch: &Branch) -> Set {
        let others = self.below(&rows.applied - &branch.line);
        own & &others
    }

    fn refuse_shared(&self, rows: &Rows<'_>, own: &Set, branch: &Branch) -> Result<()> {
        let shared = self.shared(rows, own, branch);
        let Some(&revision) = self.tips(&shared).first() else { return Ok(()) };
        let needed_by = &self.tips(&(&self.above([revision]) & &rows.applied)) - &branch.line;
        Err(Error::Shared { revision: self.id(revision).to_owned(), needed_by: self.owned_ids(&needed_by) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::graph;

    const BRANCHES: &str = "a; b < a; c1 [left] < b; d1 < c1; c2 [right] < b; d2 < c2";

    #[track_caller]
    fn check(history: &str, rows: &[&str], target: &str, expected: &[&str]) {
        let steps = graph(history).downgrade(rows, &target.parse().unwrap()).unwrap();
        let ids: Vec<&str> = steps.iter().map(|step| step.revision.as_str()).collect();
        assert_eq!(ids, expected, "{target}");
    }

    #[track_caller]
    fn refuse(history: &str, rows: &[&str], target: &str, expected: &str) {
        let error = graph(history).downgrade(rows, &target.parse().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), expected, "{target}");
    }

    #[test]
    fn one_branch_never_touches_a_sibling() {
        check(BRANCHES, &["d1", "d2"], "left@base", &["d1", "c1"]);
        check(BRANCHES, &["d1"], "left@base", &["d1", "c1", "b", "a"]);
        check(BRANCHES, &["d2"], "left@base", &[]);
        check(BRANCHES, &["d1"], "left@a", &["d1", "c1", "b"]);
        check(BRANCHES, &["d1", "d2"], "left@-2", &["d1", "c1"]);
        let shared = "revision b is also below d2 of another branch: \
                      leave the branch away to take both back, or stop above it";
        refuse(BRANCHES, &["d1", "d2"], "left@a", shared);
        refuse(BRANCHES, &["d1", "d2"], "left@-3", shared);
        refuse(
            BRANCHES,
            &["d2"],
            "left@-1",
            "nothing of the branch `left` is applied: `current` shows what is",
        );
    }

    #[test]
    fn a_merge_counts_as_one_revision() {
        let merged = "a; b1 < a; b2 < a; c < b1 b2; d < c";
        check(merged, &["d"], "-2", &["d", "c"]);
        check(merged, &["d"], "b2@-3", &["d", "c", "b2"]);
        refuse(merged, &["d"], "-3", "`-3` could go from c to b1 and b2: name one of them");
    }

    #[test]
    fn what_is_not_below() {
        refuse(
            BRANCHES,
            &["b"],
            "+1",
            "`+1` is not below b, where the database is: to go forward, use upgrade",
        );
        refuse(
            BRANCHES,
            &["d1"],
            "c2",
            "`c2` is not below d1, where the database is: to go forward, use upgrade",
        );
        refuse(BRANCHES, &["b"], "-3", "`-3` goes too far: there are only 2 revisions that way");
        check(BRANCHES, &["d1"], "d1", &[]);
        check(BRANCHES, &[], "base", &[]);
    }
}
