//! What a target means in a graph.

use super::graph::{Graph, Set};
use super::rows::Rows;
use super::{Anchor, Error, MIN_PREFIX, Result, Target};

/// A branch as a target names it.
pub(super) struct Branch {
    pub(super) name: String,
    /// Everything above and below the named revision.
    pub(super) line: Set,
}

impl Graph {
    /// The revisions that a target means where the version rows are `current`; none for the base.
    ///
    /// # Errors
    ///
    /// The target names nothing, several revisions where one is needed, or counts too far.
    pub fn resolve<S: AsRef<str>>(&self, current: &[S], target: &Target) -> Result<Vec<&str>> {
        let rows = self.rows(current)?;
        let places = match target.anchor {
            Some(Anchor::Current) if target.offset == 0 => rows.newest().clone(),
            _ if target.is_relative_to_current() => {
                self.counted_from_current(&rows, target)?.into_iter().collect()
            }
            _ => self.absolute(target)?,
        };
        Ok(self.ids(&places))
    }

    /// The revisions that a target means which doesn't count from what is applied.
    pub(super) fn absolute(&self, target: &Target) -> Result<Set> {
        let branch = self.branch(target)?;
        let line = branch.as_ref().map(|branch| &branch.line);
        let anchors = match &target.anchor {
            None | Some(Anchor::Base | Anchor::Current) => Set::new(),
            Some(Anchor::Head) => self.head(target, line)?,
            Some(Anchor::Heads) => match line {
                Some(line) => &self.where_empty(|entry| &entry.children) & line,
                None => self.where_empty(|entry| &entry.dependents),
            },
            Some(Anchor::Revision(name)) => {
                let position = self.find(name, line)?;
                match &branch {
                    Some(branch) if !branch.line.contains(&position) => {
                        let revision = self.id(position).to_owned();
                        let heads = &self.where_empty(|entry| &entry.children) & &branch.line;
                        let (branch, heads) = (branch.name.clone(), self.owned_ids(&heads));
                        return Err(Error::NotOnBranch { revision, branch, heads });
                    }
                    _ => [position].into(),
                }
            }
        };
        if target.offset == 0 {
            return Ok(anchors);
        }
        let start = self.only(target, &anchors)?;
        Ok(self.walk(target, start, target.offset, line)?.into_iter().collect())
    }

    /// The revision that a target means which counts from what is applied; none is the base.
    pub(super) fn counted_from_current(&self, rows: &Rows<'_>, target: &Target) -> Result<Option<usize>> {
        let branch = self.branch(target)?;
        let start = self.newest_applied(rows, target, branch.as_ref())?;
        self.walk(target, start, target.offset, branch.as_ref().map(|branch| &branch.line))
    }

    /// The revision from which a target counts: the newest that is applied, or that is of the branch.
    pub(super) fn newest_applied(
        &self,
        rows: &Rows<'_>,
        target: &Target,
        branch: Option<&Branch>,
    ) -> Result<Option<usize>> {
        let newest = match branch {
            Some(branch) => self.tips(&(&rows.applied & &branch.line)),
            None => rows.newest().clone(),
        };
        if newest.len() > 1 {
            let place = Target { branch: None, ..target.clone() }.to_string();
            return Err(Error::SeveralCurrent { target: place, rows: self.owned_ids(&newest) });
        }
        Ok(newest.first().copied())
    }

    /// The branch that a target names.
    pub(super) fn branch(&self, target: &Target) -> Result<Option<Branch>> {
        let Some(name) = &target.branch else { return Ok(None) };
        let position = self.find(name, None)?;
        Ok(Some(Branch { name: name.clone(), line: self.branch_of(position) }))
    }

    /// The one of at most one revision that a target means; none is the base.
    pub(super) fn only(&self, target: &Target, places: &Set) -> Result<Option<usize>> {
        if places.len() > 1 {
            return Err(Error::MultipleHeads { target: target.to_string(), heads: self.owned_ids(places) });
        }
        Ok(places.first().copied())
    }

    /// Counts revisions up or down from one (or from the base), on a branch where it parts.
    pub(super) fn walk(
        &self,
        target: &Target,
        start: Option<usize>,
        offset: i32,
        line: Option<&Set>,
    ) -> Result<Option<usize>> {
        let mut at = start;
        for found in 0..offset.unsigned_abs() {
            let ways: Vec<usize> = match at {
                Some(position) if offset > 0 => self.at(position).children.clone(),
                Some(position) => self.at(position).parents.clone(),
                None if offset > 0 => self.where_empty(|entry| &entry.parents).into_iter().collect(),
                None => return Err(Error::TooFar { target: target.to_string(), found }),
            };
            let ways: Set =
                ways.into_iter().filter(|way| line.is_none_or(|line| line.contains(way))).collect();
            at = match (ways.len(), ways.first()) {
                (0, _) if offset < 0 => None,
                (1, Some(&way)) => Some(way),
                (0, _) => return Err(Error::TooFar { target: target.to_string(), found }),
                _ => {
                    let at = at.map(|position| self.id(position).to_owned());
                    let choices = self.owned_ids(&ways);
                    return Err(Error::AmbiguousWalk { target: target.to_string(), at, choices });
                }
            };
        }
        Ok(at)
    }

    /// The only head (of a branch); where there are several, the one that needs all others.
    fn head(&self, target: &Target, line: Option<&Set>) -> Result<Set> {
        let mut heads = self.where_empty(|entry| &entry.children);
        if let Some(line) = line {
            heads = &heads & line;
        }
        let top = self.newest(&heads);
        if top.len() > 1 {
            self.only(&Target { offset: 0, ..target.clone() }, &heads)?;
        }
        Ok(top)
    }

    /// The revision with this label or id, or the only one whose id begins so (on a branch).
    fn find(&self, name: &str, line: Option<&Set>) -> Result<usize> {
        if let Some(position) = self.named(name) {
            return Ok(position);
        }
        let begins = |position: &usize| name.len() >= MIN_PREFIX && self.id(*position).starts_with(name);
        let on_branch = |position: &usize| line.is_none_or(|line| line.contains(position));
        let matches: Set = (0..self.nodes().len()).filter(begins).collect();
        let mut on_line = matches.iter().filter(|position| on_branch(position));
        match (on_line.next(), on_line.next()) {
            (Some(&position), None) => Ok(position),
            (None, _) if matches.len() == 1 => Ok(matches.first().copied().unwrap_or_default()),
            (None, _)
                if matches.is_empty()
                    && let Some(into) = self.squashed_into(name) =>
            {
                Err(Error::Squashed { name: name.to_owned(), into: into.to_owned() })
            }
            (None, _) if matches.is_empty() => {
                let heads = self.heads().into_iter().map(str::to_owned).collect();
                Err(Error::Unknown { name: name.to_owned(), similar: self.similar(name), heads })
            }
            _ => Err(Error::Ambiguous { prefix: name.to_owned(), matches: self.owned_ids(&matches) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::graph;

    const GRAPH: &str = "a; b < a; c1 [left] < b; d1 < c1; c2 [right] < b; d2222 < c2; d2223 < d1";

    #[track_caller]
    fn check(rows: &[&str], target: &str, expected: &[&str]) {
        assert_eq!(graph(GRAPH).resolve(rows, &target.parse().unwrap()).unwrap(), expected, "{target}");
    }

    #[track_caller]
    fn refuse(rows: &[&str], target: &str, expected: &str) {
        let error = graph(GRAPH).resolve(rows, &target.parse().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), expected, "{target}");
    }

    #[test]
    fn places() {
        check(&[], "base", &[]);
        check(&[], "heads", &["d2222", "d2223"]);
        check(&[], "left@head", &["d2223"]);
        check(&[], "d1@head", &["d2223"]);
        check(&[], "left", &["c1"]);
        check(&[], "right@d222", &["d2222"]);
        check(&[], "right@heads", &["d2222"]);
        check(&[], "left@base+3", &["c1"]);
        check(&[], "d2223-2", &["c1"]);
        check(&["c1"], "current", &["c1"]);
        check(&["c1"], "current-1", &["b"]);
        check(&["c1"], "+1", &["d1"]);
        check(&["c1"], "right@+1", &["c2"]);
        check(&["a"], "-1", &[]);
    }

    #[test]
    fn what_is_squashed_is_no_target() {
        let error = graph("c ~ a1b2; d < c").resolve::<&str>(&[], &"a1b2".parse().unwrap()).unwrap_err();
        let expected = "revision a1b2 is squashed into c, so that no database can go there any more: name c or one above it";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn what_a_target_can_not_mean() {
        refuse(
            &[],
            "head",
            "`head` could be d2222 and d2223: name one of them, give `heads` for all, or run merge to make them one",
        );
        refuse(&[], "lift@head", "no revision or label `lift` (did you mean left?)");
        refuse(
            &[],
            "zzzz",
            "no revision or label `zzzz`: the heads are d2222 and d2223, and `history` lists all",
        );
        refuse(&[], "d22", "no revision or label `d22` (did you mean d2222 or d2223?)");
        refuse(&[], "d222", "`d222` may be d2222 and d2223: give more of the id");
        refuse(
            &[],
            "left@c2",
            "revision c2 is not on the branch `left`, which ends in d2223: leave the branch away, or name another",
        );
        refuse(&[], "b+1", "`b+1` could go from b to c1 and c2: name one of them");
        refuse(&[], "a-2", "`a-2` goes too far: there is only 1 revision that way");
        refuse(&[], "d1+2", "`d1+2` goes too far: there is only 1 revision that way");
        refuse(&["c1", "c2"], "-1", "`-1` could count from c1 and c2: name the branch, as in c1@-1 or c2@-1");
    }
}
