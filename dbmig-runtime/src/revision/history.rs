//! Listing a history.

use super::graph::{Graph, Set};
use super::rows::Rows;
use super::{Anchor, Error, Node, Range, Result, Target};

impl Graph {
    /// The revisions of a range, newest first, where the version rows are `current`.
    ///
    /// From the base, everything that the newer end needs is listed; from a revision, what is between the two. With
    /// a branch at the older end (`users@base:`) the heads are those of the branch.
    ///
    /// # Errors
    ///
    /// An end names nothing or counts too far, or the older end is not below the newer.
    pub fn history<S: AsRef<str>>(&self, current: &[S], range: &Range) -> Result<Vec<&Node>> {
        let rows = self.rows(current)?;
        let branch = range.from.as_ref().and_then(|from| from.branch.clone());
        let newer = match &range.to {
            Some(to) if *to != Target::HEADS => to.clone(),
            _ => Target { branch, ..Target::HEADS },
        };
        let older = range.from.clone().unwrap_or(Target::BASE);
        let from = self.end(&rows, &older)?;
        let to = if newer.anchor.is_none() && newer.offset > 0 {
            let start = self.only(&older, &from)?;
            self.walk(&newer, start, newer.offset, None)?.into_iter().collect()
        } else {
            self.end(&rows, &newer)?
        };
        let mut listed = self.required_by(to);
        if !from.is_subset(&listed) {
            return Err(Error::NotInLine { from: older.to_string(), to: newer.to_string() });
        }
        if !from.is_empty() {
            listed = &listed & &self.above(from);
        }
        Ok(self.newest_first(&listed).into_iter().map(|position| &self.at(position).node).collect())
    }

    /// The revisions at one end of a range; none for the base.
    fn end(&self, rows: &Rows<'_>, target: &Target) -> Result<Set> {
        match target.anchor {
            None if target.offset < 0 => {
                let heads = self.absolute(&Target { branch: target.branch.clone(), ..Target::HEADS })?;
                let line = self.branch(target)?.map(|branch| branch.line);
                let down = |head| self.walk(target, Some(head), target.offset, line.as_ref()).transpose();
                heads.into_iter().filter_map(down).collect()
            }
            Some(Anchor::Current) if target.offset == 0 => Ok(rows.newest().clone()),
            _ if target.is_relative_to_current() => {
                Ok(self.counted_from_current(rows, target)?.into_iter().collect())
            }
            _ => self.absolute(target),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::graph;

    #[track_caller]
    fn check(rows: &[&str], range: &str, expected: &str) {
        let graph = graph("a; b < a; c1 [left] < b; d1 < c1; c2 < b; d2 < c2 + c1");
        let listed = graph.history(rows, &range.parse().unwrap());
        let ids = match &listed {
            Ok(nodes) => nodes.iter().map(|node| node.id.as_str()).collect::<Vec<_>>().join(" "),
            Err(error) => error.to_string(),
        };
        assert_eq!(ids, expected, "{range}");
    }

    #[test]
    fn both_ends_are_listed() {
        check(&[], ":", "d1 d2 c2 c1 b a");
        check(&[], "b:d1", "d1 c1 b");
        check(&[], "left@base:", "d1 c1 b a");
        check(&["c1"], "current:", "d1 c1");
        check(&["c1"], "current-1:current", "c1 b");
        check(&["c1"], "b:+0", "c1 b");
        check(&[], "left:+1", "d1 c1");
        check(&["c1"], ":current", "c1 b a");
        check(&[], ":current", "");
        check(
            &[],
            "d1:c1",
            "`d1` is not below `c1`: a range goes from the older to the newer end of one line",
        );
    }
}
