//! One branch of a history on top of another.

use std::collections::BTreeSet;

use super::{Entry, History};

/// What puts the revisions that only one head has on top of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebase {
    /// The head whose revisions move.
    pub head: String,
    /// The head that they come to stand on.
    pub onto: String,
    /// The revisions that move, oldest first.
    pub moved: Vec<Entry>,
    /// Those among them that name new parents.
    pub edits: Vec<Reparent>,
    /// Every revision that stands on something else then: what moves, and whatever needs it.
    pub affected: Vec<Entry>,
}

/// A revision that gets new parents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reparent {
    /// The revision.
    pub entry: Entry,
    /// The parents that go; the new one takes the place of the first.
    pub replaced: Vec<String>,
    /// The parents that it has then.
    pub parents: Vec<String>,
}

impl History {
    /// What puts the revisions of `head` that are not below `onto` on top of it; `None` if there are none.
    pub fn rebase(&self, head: &str, onto: &str) -> Option<Rebase> {
        let (above, below) = (self.line(head), self.line(onto));
        let moves: BTreeSet<&str> = above.difference(&below).copied().collect();
        let order = self.graph.order();
        let moved: Vec<&str> = order.iter().copied().filter(|id| moves.contains(id)).collect();
        if moved.is_empty() {
            return None;
        }
        let edits = moved.iter().filter_map(|id| self.reparent(id, &moves, onto)).collect();
        let needs = |id: &&&str| {
            moves.contains(**id) || self.graph.ancestors(id).iter().any(|below| moves.contains(below))
        };
        let affected = order.iter().filter(needs).filter_map(|id| self.entry(id)).collect();
        let moved = moved.iter().filter_map(|id| self.entry(id)).collect();
        Some(Rebase { head: head.to_owned(), onto: onto.to_owned(), moved, edits, affected })
    }

    /// The new parents of a revision that moves; `None` if it stands on others that move, alone.
    fn reparent(&self, id: &str, moves: &BTreeSet<&str>, onto: &str) -> Option<Reparent> {
        let before = &self.graph.node(id)?.parents;
        let replaced: Vec<String> =
            before.iter().filter(|parent| !moves.contains(parent.as_str())).cloned().collect();
        if replaced.is_empty() && !before.is_empty() {
            return None;
        }
        let mut parents: Vec<String> = before.clone();
        match parents.iter_mut().find(|parent| replaced.contains(parent)) {
            Some(first) => onto.clone_into(first),
            None => parents.push(onto.to_owned()),
        }
        parents.retain(|parent| parent == onto || !replaced.contains(parent));
        Some(Reparent { entry: self.entry(id)?, replaced, parents })
    }

    /// The revision and all that it revises, directly or not.
    fn line(&self, id: &str) -> BTreeSet<&str> {
        let (mut found, mut left) = (BTreeSet::new(), vec![id]);
        while let Some(node) = left.pop().and_then(|id| self.graph.node(id)) {
            if found.insert(node.id.as_str()) {
                left.extend(node.parents.iter().map(String::as_str));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::history::history;

    /// Compares what moves, and the new parents of each revision that gets some.
    #[track_caller]
    fn check(files: &[(&str, &str)], head: &str, onto: &str, moved: &[&str], edits: &[&str]) {
        let rebase = history(files).rebase(head, onto).unwrap();
        let ids: Vec<&str> = rebase.moved.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids, moved);
        let lines = rebase.edits.iter().map(|edit| {
            format!("{}: {} -> {}", edit.entry.id, edit.replaced.join(" "), edit.parents.join(" "))
        });
        assert_eq!(lines.collect::<Vec<_>>(), edits);
    }

    #[test]
    fn a_line() {
        let files = [("a", ""), ("b1", "\"a\""), ("b2", "\"b1\""), ("c1", "\"a\""), ("c2", "\"c1\"")];
        check(&files, "c2", "b2", &["c1", "c2"], &["c1: a -> b2"]);
        check(&files, "b2", "c2", &["b1", "b2"], &["b1: a -> c2"]);
        assert!(history(&files).rebase("a", "b2").is_none());
    }

    #[test]
    fn a_branch_with_a_merge_of_its_own() {
        let files = [
            ("a", ""),
            ("b", "\"a\""),
            ("m", "\"x\", \"y\""),
            ("x", "\"a\""),
            ("y", "\"a\""),
            ("z", "\"a\", \"m\""),
        ];
        check(&files, "z", "b", &["y", "x", "m", "z"], &["y: a -> b", "x: a -> b", "z: a -> b m"]);
    }

    #[test]
    fn a_merge_of_what_both_have() {
        let files = [("a", ""), ("b", ""), ("c", "\"a\", \"b\""), ("m", "\"a\", \"b\"")];
        check(&files, "m", "c", &["m"], &["m: a b -> c"]);
    }

    #[test]
    fn a_base_gets_a_parent() {
        check(&[("a", ""), ("b", "")], "b", "a", &["b"], &["b:  -> a"]);
    }

    #[test]
    fn what_stands_on_it_moves_along() {
        let files = [("a", ""), ("b", "\"a\""), ("p", "\"a\""), ("h", "\"p\""), ("z", "\"p\"")];
        let rebase = history(&files).rebase("h", "b").unwrap();
        let ids: Vec<&str> = rebase.affected.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!((rebase.moved.len(), ids.len()), (2, 3));
        assert!(ids.contains(&"z"));
    }
}
