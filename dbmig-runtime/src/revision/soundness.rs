//! What makes a history unsound.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::Entry;
use super::{Error, Node, is_valid_id, similar};

/// Misspelled and repeated ids and labels.
pub(super) fn names(nodes: &[Node]) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    let mut labels: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for Node { id, labels: own, .. } in nodes {
        if !is_valid_id(id) {
            errors.push(Error::InvalidId { id: id.clone() });
        }
        let count = ids.entry(id).or_default();
        *count += 1;
        if *count == 2 {
            errors.push(Error::DuplicateId { id: id.clone() });
        }
        for label in own {
            if !is_valid_id(label) {
                errors.push(Error::InvalidLabel { revision: id.clone(), label: label.clone() });
            }
            labels.entry(label).or_default().push(id.clone());
        }
    }
    for (label, revisions) in labels {
        if ids.contains_key(label) {
            let revision = revisions.first().cloned().unwrap_or_default();
            errors.push(Error::LabelIsId { revision, label: label.to_owned() });
        }
        if revisions.len() > 1 {
            errors.push(Error::DuplicateLabel { label: label.to_owned(), revisions });
        }
    }
    for Node { id: into, squashes, .. } in nodes {
        let there = squashes.iter().filter(|id| ids.contains_key(id.as_str()));
        errors.extend(there.map(|id| Error::SquashedAndThere { revision: id.clone(), into: into.clone() }));
    }
    errors
}

/// Parents and dependencies that don't exist, or are the revision itself.
pub(super) fn references(
    nodes: &[Node],
    ids: &BTreeMap<String, usize>,
    names: &BTreeMap<String, usize>,
) -> Vec<Error> {
    let mut errors = Vec::new();
    let squashed = squashed(nodes);
    let gone = |name: &str, revision: &str| {
        let into = squashed.get(name).map(|&into| into.to_owned())?;
        Some(Error::SquashedReference { revision: revision.to_owned(), squashed: name.to_owned(), into })
    };
    for node in nodes {
        let revision = || node.id.clone();
        for parent in &node.parents {
            if *parent == node.id {
                errors.push(Error::SelfParent { revision: revision() });
            } else if !ids.contains_key(parent)
                && let Some(error) = gone(parent, &node.id)
            {
                errors.push(error);
            } else if !ids.contains_key(parent) {
                let labelled = names.get(parent).and_then(|&position| nodes.get(position));
                let similar = match labelled {
                    Some(labelled) => vec![labelled.id.clone()],
                    None => similar(parent, ids.keys().map(String::as_str)),
                };
                errors.push(Error::MissingParent { revision: revision(), parent: parent.clone(), similar });
            }
        }
        for dependency in &node.depends_on {
            if *dependency == node.id || node.labels.contains(dependency) {
                errors.push(Error::SelfDependency { revision: revision() });
            } else if !names.contains_key(dependency)
                && let Some(error) = gone(dependency, &node.id)
            {
                errors.push(error);
            } else if !names.contains_key(dependency) {
                let similar = similar(dependency, names.keys().map(String::as_str));
                let dependency = dependency.clone();
                errors.push(Error::MissingDependency { revision: revision(), dependency, similar });
            }
        }
    }
    errors
}

/// The revisions whose place another has taken, with that one.
fn squashed(nodes: &[Node]) -> BTreeMap<&str, &str> {
    let pairs = nodes.iter().map(|node| (node.id.as_str(), &node.squashes));
    pairs.flat_map(|(into, ids)| ids.iter().map(move |id| (id.as_str(), into))).collect()
}

/// Circles of parents, then circles that need a dependency to close; each revision is in one error at most.
pub(super) fn circles(entries: &[Entry]) -> Vec<Error> {
    let without_self =
        |edges: &[usize], own: usize| edges.iter().copied().filter(|&edge| edge != own).collect();
    let edges = |of: fn(&Entry) -> &Vec<usize>| -> BTreeMap<usize, BTreeSet<usize>> {
        entries
            .iter()
            .enumerate()
            .map(|(position, entry)| (position, without_self(of(entry), position)))
            .collect()
    };
    let name = |circle: &[usize]| -> Vec<String> {
        circle
            .iter()
            .filter_map(|&position| entries.get(position))
            .map(|entry| entry.node.id.clone())
            .collect()
    };
    let parents = take_circles(edges(|entry| &entry.parents));
    let mut rest = edges(|entry| &entry.requires);
    rest.retain(|position, _| !parents.iter().flatten().any(|circular| circular == position));
    let dependencies = take_circles(rest);
    let parents = parents.iter().map(|circle| Error::Cycle { revisions: name(circle) });
    let dependencies = dependencies.iter().map(|circle| Error::DependencyCycle { revisions: name(circle) });
    parents.chain(dependencies).collect()
}

/// Takes circles out of the graph until there is none.
fn take_circles(mut edges: BTreeMap<usize, BTreeSet<usize>>) -> Vec<Vec<usize>> {
    let mut circles = Vec::new();
    loop {
        peel(&mut edges);
        let Some(circle) = some_circle(&edges) else { return circles };
        edges.retain(|position, _| !circle.contains(position));
        circles.push(circle);
    }
}

/// Removes whatever requires nothing that is left: what remains is a circle or stands on one.
fn peel(edges: &mut BTreeMap<usize, BTreeSet<usize>>) {
    let mut dependents: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut missing: BTreeMap<usize, usize> = BTreeMap::new();
    for (&position, required) in &*edges {
        let present = required.iter().filter(|target| edges.contains_key(target));
        missing.insert(position, present.clone().count());
        present.for_each(|&target| dependents.entry(target).or_default().push(position));
    }
    let mut ready: Vec<usize> =
        missing.iter().filter(|(_, n)| **n == 0).map(|(&position, _)| position).collect();
    while let Some(position) = ready.pop() {
        edges.remove(&position);
        for dependent in dependents.remove(&position).unwrap_or_default() {
            if let Some(count) = missing.get_mut(&dependent) {
                *count -= 1;
                if *count == 0 {
                    ready.push(dependent);
                }
            }
        }
    }
}

/// Follows edges from the first revision that is left until one comes again; starts the circle at its first in file
/// order.
fn some_circle(edges: &BTreeMap<usize, BTreeSet<usize>>) -> Option<Vec<usize>> {
    let mut path: Vec<usize> = Vec::new();
    let mut position = *edges.keys().next()?;
    while !path.contains(&position) {
        path.push(position);
        position = *edges.get(&position)?.iter().find(|target| edges.contains_key(target))?;
    }
    let mut circle: Vec<usize> = path.into_iter().skip_while(|&seen| seen != position).collect();
    let first =
        circle.iter().enumerate().min_by_key(|(_, position)| **position).map_or(0, |(index, _)| index);
    circle.rotate_left(first);
    Some(circle)
}

#[cfg(test)]
mod tests {
    use super::super::Target;
    use super::super::cases::try_graph;

    /// Compares the messages, which show all the data.
    #[track_caller]
    fn check(graph: &str, expected: &[&str]) {
        let errors: Vec<String> = try_graph(graph).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(errors, expected);
    }

    #[test]
    fn squashed() {
        check(
            "c ~ a b; b < c; d < a; e < c + b",
            &[
                "revision b is squashed into c, and yet its file is there: delete it, or, if c doesn't have what it does, give it another id and let it revise c",
                "revision d names a, which is squashed into c: name c instead",
            ],
        );
        check("c ~ a b; e < c + a", &["revision e names a, which is squashed into c: name c instead"]);
    }

    #[test]
    fn names() {
        check(
            "a; b < a; b < a",
            &["several revisions have the id b: give each its own, and name it in its children"],
        );
        check(
            "a-b",
            &[
                "`a-b` can't be a revision's id: use letters, digits and _, at most 64, and none of head, heads, base, current",
            ],
        );
        check(
            "a [x-y]",
            &[
                "`x-y` can't be a label of revision a: use letters, digits and _, at most 64, and none of head, heads, base, current",
            ],
        );
        check(
            "a [x]; b [x]; c [x]",
            &["the label `x` is used by a, b and c: labels are unique, remove all but one"],
        );
        check("a; b [a]", &["the label `a` of revision b is the id of a revision: choose another label"]);
    }

    #[test]
    fn references() {
        check(
            "abcd1; b < abcd2",
            &[
                "revision b revises abcd2, which doesn't exist: restore its file or correct `revises` (did you mean abcd1?)",
            ],
        );
        check(
            "a [main]; b < main",
            &[
                "revision b revises main, which doesn't exist: restore its file or correct `revises` (did you mean a?)",
            ],
        );
        check(
            "a; b + zzzz",
            &["revision b depends on zzzz, which doesn't exist: restore its file or correct `depends_on`"],
        );
        check("a < a", &["revision a revises itself: name its parent, or none for a base"]);
        check("a + a", &["revision a depends on itself: remove it from `depends_on`"]);
        check("a [x] + x", &["revision a depends on itself: remove it from `depends_on`"]);
    }

    #[test]
    fn circles() {
        check(
            "a < c; b < a; c < b; d < c; e",
            &["revisions revise each other in a circle (a -> c -> b -> a): correct one `revises`"],
        );
        check(
            "a; b < a + c; c < a + d; d < c",
            &["revisions need each other in a circle (c -> d -> c): correct one `depends_on` or `revises`"],
        );
        check(
            "a < b; b < a; c + d; d + c",
            &[
                "revisions revise each other in a circle (a -> b -> a): correct one `revises`",
                "revisions need each other in a circle (c -> d -> c): correct one `depends_on` or `revises`",
            ],
        );
    }

    #[test]
    fn everything_at_once() {
        check(
            "a; a; b < gone; c < d; d < c",
            &[
                "several revisions have the id a: give each its own, and name it in its children",
                "revision b revises gone, which doesn't exist: restore its file or correct `revises`",
                "revisions revise each other in a circle (c -> d -> c): correct one `revises`",
            ],
        );
    }

    #[test]
    fn a_long_line_is_no_matter() {
        let line: Vec<String> =
            (0..5000).map(|n| if n == 0 { "r0".to_owned() } else { format!("r{n} < r{}", n - 1) }).collect();
        let graph = super::super::cases::graph(&line.join("; "));
        assert_eq!(graph.upgrade::<&str>(&[], &Target::HEAD).unwrap().len(), 5000);
        assert_eq!(graph.downgrade(&["r4999"], &Target::BASE).unwrap().len(), 5000);
    }
}
