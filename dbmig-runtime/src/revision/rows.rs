//! The version rows: how they stand for what is applied, and how a step changes them.

use super::graph::{Graph, Set};
use super::{Direction, Error, Result, RowChange, Step};

/// What a database records, as a walk goes on.
pub(super) struct Rows<'graph> {
    graph: &'graph Graph,
    /// The rows as they were in the table before the first step.
    table: Set,
    /// The rows without those that another implies.
    newest: Set,
    /// Rows that another implies. (A table may hold such rows; the first step removes them.)
    implied: Set,
    /// How many applied revisions stand on each.
    standing: Vec<usize>,
    /// Everything that is applied.
    pub(super) applied: Set,
}

impl Graph {
    /// Every revision that is applied where the version rows are `current`, in file order.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRows`].
    pub fn applied<S: AsRef<str>>(&self, current: &[S]) -> Result<Vec<&str>> {
        Ok(self.ids(&self.rows(current)?.applied))
    }

    /// Reads the version rows.
    pub(super) fn rows<S: AsRef<str>>(&self, current: &[S]) -> Result<Rows<'_>> {
        let mut table = Set::new();
        let mut unknown = Vec::new();
        for row in current {
            match self.position(row.as_ref()) {
                Some(position) => _ = table.insert(position),
                None => unknown.push(row.as_ref().to_owned()),
            }
        }
        if !unknown.is_empty() {
            return Err(Error::UnknownRows { rows: unknown });
        }
        let applied = self.required_by(table.iter().copied());
        let newest = self.newest(&table);
        let mut standing = vec![0; self.nodes().len()];
        for &required in applied.iter().flat_map(|&position| &self.at(position).requires) {
            standing.get_mut(required).into_iter().for_each(|count| *count += 1);
        }
        Ok(Rows { graph: self, implied: &table - &newest, table, newest, standing, applied })
    }

    /// What to delete and insert to come from one set of rows to another.
    pub(super) fn row_change(&self, before: &Set, after: &Set) -> RowChange {
        RowChange { delete: self.owned_ids(&(before - after)), insert: self.owned_ids(&(after - before)) }
    }
}

impl Rows<'_> {
    /// The rows without those that another implies.
    pub(super) fn newest(&self) -> &Set {
        &self.newest
    }

    /// The rows as they are in the table.
    pub(super) fn table(&self) -> &Set {
        &self.table
    }

    /// The ids of the rows, for a message.
    pub(super) fn ids(&self) -> Vec<String> {
        self.graph.owned_ids(&self.newest)
    }

    /// Applies a revision, all of whose requirements are applied.
    pub(super) fn upgrade(&mut self, position: usize) -> Step {
        let requires = &self.graph.at(position).requires;
        self.applied.insert(position);
        for &required in requires {
            self.stand(required, 1);
        }
        let gone = requires.iter().copied().filter(|required| self.newest.contains(required)).collect();
        self.step(position, Direction::Upgrade, gone, [position].into())
    }

    /// Takes back a revision that no applied revision needs.
    pub(super) fn downgrade(&mut self, position: usize) -> Step {
        let requires = &self.graph.at(position).requires;
        self.applied.remove(&position);
        for &required in requires {
            self.stand(required, -1);
        }
        let is_free = |required: &usize| self.standing.get(*required) == Some(&0);
        let come = requires.iter().copied().filter(is_free).collect();
        self.step(position, Direction::Downgrade, [position].into(), come)
    }

    /// One more applied revision stands on `position`, or one less.
    fn stand(&mut self, position: usize, change: isize) {
        if let Some(count) = self.standing.get_mut(position) {
            *count = count.saturating_add_signed(change);
        }
    }

    /// Moves rows. Those that another implies go with the first step, unless they come with it.
    fn step(&mut self, position: usize, direction: Direction, gone: Set, come: Set) -> Step {
        let implied = std::mem::take(&mut self.implied);
        let delete = &(&gone - &implied) | &(&implied - &come);
        let insert = &come - &implied;
        gone.iter().for_each(|row| _ = self.newest.remove(row));
        self.newest.extend(&come);
        let rows = RowChange { delete: self.graph.owned_ids(&delete), insert: self.graph.owned_ids(&insert) };
        Step { revision: self.graph.id(position).to_owned(), direction, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::graph;
    use super::super::{Error, RowChange, Target};

    fn rows(delete: &[&str], insert: &[&str]) -> RowChange {
        let owned = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
        RowChange { delete: owned(delete), insert: owned(insert) }
    }

    #[test]
    fn branch_merge_and_unmerge() {
        let graph = graph("a; b1 < a; b2 < a; c < b1 b2");
        let up: Vec<RowChange> =
            graph.upgrade::<&str>(&[], &Target::HEAD).unwrap().into_iter().map(|step| step.rows).collect();
        let expected =
            [rows(&[], &["a"]), rows(&["a"], &["b2"]), rows(&[], &["b1"]), rows(&["b1", "b2"], &["c"])];
        assert_eq!(up, expected);
        let down: Vec<RowChange> =
            graph.downgrade(&["c"], &Target::BASE).unwrap().into_iter().map(|step| step.rows).collect();
        let expected =
            [rows(&["c"], &["b1", "b2"]), rows(&["b1"], &[]), rows(&["b2"], &["a"]), rows(&["a"], &[])];
        assert_eq!(down, expected);
    }

    #[test]
    fn the_first_step_removes_rows_that_another_implies() {
        let graph = graph("a; b < a; c < b");
        let steps = graph.upgrade(&["a", "b"], &Target::HEAD).unwrap();
        assert_eq!(steps[0].rows, rows(&["a", "b"], &["c"]));
        let steps = graph.downgrade(&["a", "b"], &Target::revision("a")).unwrap();
        assert_eq!(steps[0].rows, rows(&["b"], &[]));
    }

    #[test]
    fn rows_that_the_history_does_not_have() {
        let graph = graph("a; b < a");
        assert_eq!(graph.applied(&["b"]).unwrap(), ["a", "b"]);
        let unknown = graph.applied(&["b", "zzzz", "yyyy"]).unwrap_err();
        assert_eq!(unknown, Error::UnknownRows { rows: vec!["zzzz".to_owned(), "yyyy".to_owned()] });
    }
}
