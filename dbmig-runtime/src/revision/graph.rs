//! The graph of a history's revisions.

use std::collections::{BTreeMap, BTreeSet};

use super::order::oldest_first;
use super::{Error, Node, Result, implied, similar, soundness};

/// A sound history: every id once, every parent and dependency present, no circle.
///
/// Wherever revisions come as a list without an order of their own, they come in file order: the order in which
/// [`Graph::new`] got them.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    entries: Vec<Entry>,
    names: BTreeMap<String, usize>,
}

/// Revisions by their position in file order.
pub(super) type Set = BTreeSet<usize>;

/// A revision with its edges, as positions.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) node: Node,
    /// What it revises.
    pub(super) parents: Vec<usize>,
    /// What revises it.
    pub(super) children: Vec<usize>,
    /// Parents and dependencies, without dependencies that another of these implies.
    pub(super) requires: Vec<usize>,
    /// The inverse of `requires`.
    pub(super) dependents: Vec<usize>,
    /// How many revisions the longest way down from here has.
    pub(super) depth: usize,
}

impl Graph {
    /// Makes the graph of `nodes`, which are in file order (sorted by file name).
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the history, in file order.
    pub fn new(nodes: impl IntoIterator<Item = Node>) -> Result<Self, Vec<Error>> {
        let nodes: Vec<Node> = nodes.into_iter().collect();
        let mut errors = soundness::names(&nodes);
        let mut names = BTreeMap::new();
        for (position, node) in nodes.iter().enumerate() {
            names.entry(node.id.clone()).or_insert(position);
        }
        let ids = names.clone();
        for (position, node) in nodes.iter().enumerate() {
            for label in &node.labels {
                names.entry(label.clone()).or_insert(position);
            }
        }
        errors.extend(soundness::references(&nodes, &ids, &names));
        let mut graph = Self { entries: Vec::new(), names };
        graph.entries = nodes.into_iter().map(|node| graph.entry(node, &ids)).collect();
        let order = oldest_first(&graph.entries);
        if order.len() < graph.entries.len() {
            errors.extend(soundness::circles(&graph.entries));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        implied::remove(&mut graph.entries, &order);
        graph.measure(&order);
        graph.link();
        Ok(graph)
    }

    /// The revisions, in file order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.entries.iter().map(|entry| &entry.node)
    }

    /// The revision with exactly this id.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.position(id).map(|position| &self.at(position).node)
    }

    /// The revisions that no other revises: where a new one may go on.
    pub fn heads(&self) -> Vec<&str> {
        self.ids(&self.where_empty(|entry| &entry.children))
    }

    /// The version rows of a database to which everything is applied: the revisions that no other needs.
    ///
    /// These are the heads without those that a dependency of another implies.
    pub fn final_rows(&self) -> Vec<&str> {
        self.ids(&self.where_empty(|entry| &entry.dependents))
    }

    /// The revisions that revise none.
    pub fn bases(&self) -> Vec<&str> {
        self.ids(&self.where_empty(|entry| &entry.parents))
    }

    /// The revisions that revise this one. Empty for an unknown id.
    pub fn children(&self, id: &str) -> Vec<&str> {
        let position = self.position(id);
        let children = position.iter().flat_map(|&position| &self.at(position).children);
        children.map(|&child| self.id(child)).collect()
    }

    /// What must be applied before the revision: its ancestors by both kinds of edges. Empty for an unknown id.
    pub fn ancestors(&self, id: &str) -> Vec<&str> {
        self.related(id, |entry| &entry.requires)
    }

    /// What can't be applied without the revision: its descendants by both kinds of edges. Empty for an unknown id.
    pub fn descendants(&self, id: &str) -> Vec<&str> {
        self.related(id, |entry| &entry.dependents)
    }

    /// Every revision in the order in which an empty database is upgraded: parents and dependencies first.
    pub fn order(&self) -> Vec<&str> {
        let all = (0..self.entries.len()).collect();
        self.newest_first(&all).into_iter().rev().map(|position| self.id(position)).collect()
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.names.get(id).copied().filter(|&position| self.id(position) == id)
    }

    pub(super) fn named(&self, id_or_label: &str) -> Option<usize> {
        self.names.get(id_or_label).copied()
    }

    /// The revision that has taken the place of the one with exactly this id.
    pub fn squashed_into(&self, id: &str) -> Option<&str> {
        let holds = |node: &&Node| node.squashes.iter().any(|squashed| squashed == id);
        self.nodes().find(holds).map(|node| node.id.as_str())
    }

    pub(super) fn similar(&self, typed: &str) -> Vec<String> {
        similar(typed, self.names.keys().map(String::as_str))
    }

    #[expect(clippy::indexing_slicing, reason = "positions are made by `new` and nothing is ever removed")]
    pub(super) fn at(&self, position: usize) -> &Entry {
        &self.entries[position]
    }

    pub(super) fn id(&self, position: usize) -> &str {
        &self.at(position).node.id
    }

    pub(super) fn ids(&self, set: &Set) -> Vec<&str> {
        set.iter().map(|&position| self.id(position)).collect()
    }

    pub(super) fn owned_ids(&self, set: &Set) -> Vec<String> {
        set.iter().map(|&position| self.id(position).to_owned()).collect()
    }

    /// The positions that have no edge of a kind.
    pub(super) fn where_empty(&self, edges: impl Fn(&Entry) -> &Vec<usize>) -> Set {
        (0..self.entries.len()).filter(|&position| edges(self.at(position)).is_empty()).collect()
    }

    fn related(&self, id: &str, edges: impl Fn(&Entry) -> &Vec<usize>) -> Vec<&str> {
        let Some(start) = self.position(id) else { return Vec::new() };
        let mut found = self.reach([start], edges);
        found.remove(&start);
        self.ids(&found)
    }

    fn entry(&self, node: Node, ids: &BTreeMap<String, usize>) -> Entry {
        let mut parents: Vec<usize> = Vec::new();
        for parent in node.parents.iter().filter_map(|parent| ids.get(parent)) {
            if !parents.contains(parent) {
                parents.push(*parent);
            }
        }
        let mut requires = parents.clone();
        for dependency in node.depends_on.iter().filter_map(|name| self.names.get(name)) {
            if !requires.contains(dependency) {
                requires.push(*dependency);
            }
        }
        Entry { node, parents, children: Vec::new(), requires, dependents: Vec::new(), depth: 0 }
    }

    /// Counts the revisions below each, from the oldest on.
    fn measure(&mut self, order: &[usize]) {
        for &position in order {
            let below = self.at(position).requires.iter().map(|&required| self.at(required).depth + 1);
            let depth = below.max().unwrap_or_default();
            self.entries.get_mut(position).into_iter().for_each(|entry| entry.depth = depth);
        }
    }

    /// Fills the inverse edges.
    fn link(&mut self) {
        for position in 0..self.entries.len() {
            let Entry { parents, requires, .. } = self.at(position);
            let (parents, requires) = (parents.clone(), requires.clone());
            for parent in parents {
                self.entries.get_mut(parent).into_iter().for_each(|entry| entry.children.push(position));
            }
            for required in requires {
                self.entries.get_mut(required).into_iter().for_each(|entry| entry.dependents.push(position));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::graph;

    #[test]
    fn shape() {
        let graph = graph("a; b < a; c1 < b; d1 < c1; c2 < b; d2 < c2 + c1; e < d1 d2");
        assert_eq!(graph.heads(), ["e"]);
        assert_eq!(graph.ancestors("d2"), ["a", "b", "c1", "c2"]);
        assert_eq!(graph.descendants("c1"), ["d1", "d2", "e"]);
        assert_eq!(graph.node("d2").unwrap().depends_on, ["c1"]);
        assert!(graph.node("zz").is_none() && graph.ancestors("zz").is_empty());
    }

    #[test]
    fn heads_that_a_dependency_implies_are_no_final_rows() {
        let graph = graph("a1 [lib]; b1 < a1; a2; b2 < a2 + lib b1");
        assert_eq!(graph.heads(), ["b1", "b2"]);
        assert_eq!(graph.final_rows(), ["b2"]);
    }

    #[test]
    fn no_revision_at_all() {
        let graph = graph("");
        assert!(graph.heads().is_empty() && graph.order().is_empty());
    }
}
