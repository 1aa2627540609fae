//! What is above and below a revision.

use super::graph::{Entry, Graph, Set};

impl Graph {
    /// Everything that can be reached from `start` over one kind of edges, `start` included.
    pub(super) fn reach(
        &self,
        start: impl IntoIterator<Item = usize>,
        edges: impl Fn(&Entry) -> &Vec<usize>,
    ) -> Set {
        let mut todo: Vec<usize> = start.into_iter().collect();
        let mut found = Set::new();
        while let Some(position) = todo.pop() {
            if found.insert(position) {
                todo.extend(edges(self.at(position)));
            }
        }
        found
    }

    /// The revisions that must be applied where these are, these included.
    pub(super) fn required_by(&self, set: impl IntoIterator<Item = usize>) -> Set {
        self.reach(set, |entry| &entry.requires)
    }

    /// The revisions that must go where these go, these included.
    pub(super) fn needing(&self, set: impl IntoIterator<Item = usize>) -> Set {
        self.reach(set, |entry| &entry.dependents)
    }

    /// The revisions that these revise, directly or not, and these.
    pub(super) fn below(&self, set: impl IntoIterator<Item = usize>) -> Set {
        self.reach(set, |entry| &entry.parents)
    }

    /// The revisions that revise these, directly or not, and these.
    pub(super) fn above(&self, set: impl IntoIterator<Item = usize>) -> Set {
        self.reach(set, |entry| &entry.children)
    }

    /// The branch of a revision: what is above or below it. Dependencies don't make a branch.
    pub(super) fn branch_of(&self, position: usize) -> Set {
        &self.below([position]) | &self.above([position])
    }

    /// Those of `set` that no other of it needs.
    pub(super) fn newest(&self, set: &Set) -> Set {
        let implied = self.required_by(set.iter().flat_map(|&position| &self.at(position).requires).copied());
        set - &implied
    }

    /// Those of `set` that no other of it revises directly.
    pub(super) fn tips(&self, set: &Set) -> Set {
        set.iter()
            .copied()
            .filter(|&position| !self.at(position).children.iter().any(|c| set.contains(c)))
            .collect()
    }
}
