//! What holds for any history.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::graph::Set;
use super::{Direction, Graph, Node, Step, Target};

/// A random history of at most `size` revisions in random file order: each has up to three parents and up to two
/// dependencies among those made before it.
fn histories(size: usize) -> impl Strategy<Value = Graph> {
    let edges = prop::collection::vec(any::<prop::sample::Index>(), 0..4);
    let needs = prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    prop::collection::vec((edges, needs), 1..size).prop_flat_map(|made| {
        let id = |position: usize| format!("r{position}");
        let nodes: Vec<Node> = made
            .iter()
            .enumerate()
            .map(|(position, (parents, needs))| {
                let pick = |picks: &[prop::sample::Index]| -> Vec<String> {
                    let picks = picks.iter().filter(|_| position > 0).map(|pick| id(pick.index(position)));
                    picks.collect::<BTreeSet<_>>().into_iter().collect()
                };
                Node {
                    id: id(position),
                    parents: pick(parents),
                    depends_on: pick(needs),
                    labels: Vec::new(),
                    squashes: Vec::new(),
                }
            })
            .collect();
        Just(nodes).prop_shuffle().prop_map(|nodes| Graph::new(nodes).expect("edges go to earlier revisions"))
    })
}

/// Carries the steps out; checks after each that the rows are what no applied revision needs.
fn carry_out(graph: &Graph, rows: &[String], steps: &[Step]) -> Vec<String> {
    let mut rows: BTreeSet<String> = rows.iter().cloned().collect();
    let start: Vec<&String> = rows.iter().collect();
    let mut applied: BTreeSet<String> =
        graph.applied(&start).unwrap().into_iter().map(str::to_owned).collect();
    for step in steps {
        step.rows.delete.iter().for_each(|row| assert!(rows.remove(row), "{row} is not there"));
        step.rows.insert.iter().for_each(|row| assert!(rows.insert(row.clone()), "{row} is there"));
        let ancestors = graph.ancestors(&step.revision);
        assert!(
            ancestors.iter().all(|ancestor| applied.contains(*ancestor)),
            "{} lacks ancestors",
            step.revision
        );
        match step.direction {
            Direction::Upgrade => assert!(applied.insert(step.revision.clone())),
            Direction::Downgrade => {
                assert!(applied.remove(&step.revision));
                assert!(!graph.descendants(&step.revision).iter().any(|needing| applied.contains(*needing)));
            }
        }
        let newest =
            applied.iter().filter(|id| !graph.descendants(id).iter().any(|above| applied.contains(*above)));
        assert_eq!(newest.cloned().collect::<BTreeSet<_>>(), rows);
    }
    rows.into_iter().collect()
}

/// A target of one of several forms.
fn target(id: &str, form: u8) -> String {
    match form {
        0 => "heads".to_owned(),
        1 => "base".to_owned(),
        2 => "+1".to_owned(),
        3 => "-1".to_owned(),
        4 => format!("{id}@heads"),
        5 => format!("{id}@base"),
        6 => format!("{id}@+1"),
        7 => format!("{id}@-1"),
        _ => id.to_owned(),
    }
}

fn ids(steps: &[Step]) -> Vec<&str> {
    steps.iter().map(|step| step.revision.as_str()).collect()
}

proptest! {
    #[test]
    fn up_to_the_heads_and_down_to_the_base(graph in histories(24)) {
        let up = graph.upgrade::<&str>(&[], &Target::HEADS).unwrap();
        prop_assert_eq!(up.len(), graph.nodes().len());
        let rows = carry_out(&graph, &[], &up);
        let final_rows: BTreeSet<&str> = graph.final_rows().into_iter().collect();
        prop_assert_eq!(rows.iter().map(String::as_str).collect::<BTreeSet<_>>(), final_rows);
        prop_assert!(graph.upgrade(&rows, &Target::HEADS).unwrap().is_empty());

        let down = graph.downgrade(&rows, &Target::BASE).unwrap();
        prop_assert!(carry_out(&graph, &rows, &down).is_empty());
        let reversed: Vec<&str> = ids(&up).into_iter().rev().collect();
        prop_assert_eq!(ids(&down), reversed);
    }

    #[test]
    fn through_any_revision(graph in histories(24), first: prop::sample::Index, second: prop::sample::Index) {
        let ids: Vec<String> = graph.nodes().map(|node| node.id.clone()).collect();
        let (first, second) = (first.get(&ids), second.get(&ids));
        let up = graph.upgrade::<&str>(&[], &Target::revision(first)).unwrap();
        let mut needed = graph.ancestors(first);
        needed.push(first);
        prop_assert_eq!(up.len(), needed.len());
        let rows = carry_out(&graph, &[], &up);
        prop_assert_eq!(&rows, std::slice::from_ref(first));

        let further = graph.upgrade(&rows, &Target::HEADS).unwrap();
        let rows = carry_out(&graph, &rows, &further);
        let down = graph.downgrade(&rows, &Target::revision(second)).unwrap();
        let rows = carry_out(&graph, &rows, &down);
        let applied = graph.applied(&rows).unwrap();
        prop_assert!(applied.contains(&second.as_str()));
        let child = |node: &Node| node.parents.contains(second) && applied.contains(&node.id.as_str());
        prop_assert!(!graph.nodes().any(child));
    }

    #[test]
    fn a_branch_goes_without_its_siblings(graph in histories(24), revision: prop::sample::Index) {
        let ids: Vec<String> = graph.nodes().map(|node| node.id.clone()).collect();
        let branch = revision.get(&ids);
        let line = graph.ids(&graph.branch_of(graph.named(branch).unwrap()));
        let rows = graph.final_rows();
        let target = Target { branch: Some(branch.clone()), ..Target::BASE };
        let down = graph.downgrade(&rows, &target).unwrap();
        let rows: Vec<String> = rows.into_iter().map(str::to_owned).collect();
        let rows = carry_out(&graph, &rows, &down);
        let gone: BTreeSet<&str> = self::ids(&down).into_iter().collect();
        let own: BTreeSet<&str> = gone.iter().copied().filter(|id| line.contains(id)).collect();
        for id in &gone {
            let stood_on_it = graph.ancestors(id).iter().any(|below| own.contains(below));
            prop_assert!(own.contains(id) || stood_on_it, "{} had nothing to do with it", id);
        }
        // A revision of the branch that stays is one that a revision beside the branch revises.
        let applied = graph.applied(&rows).unwrap();
        for stays in applied.iter().filter(|id| line.contains(id)) {
            let above = graph.ids(&graph.above(graph.named(stays)));
            prop_assert!(above.iter().any(|id| !line.contains(id)), "{} could have gone", stays);
        }
    }

    #[test]
    fn stamping_records_what_upgrading_would(graph in histories(24), revision: prop::sample::Index) {
        let ids: Vec<String> = graph.nodes().map(|node| node.id.clone()).collect();
        let target = Target::revision(revision.get(&ids));
        let rows = carry_out(&graph, &[], &graph.upgrade::<&str>(&[], &target).unwrap());
        let stamped = graph.stamp::<&str>(&[], &target).unwrap();
        prop_assert!(stamped.delete.is_empty());
        prop_assert_eq!(&stamped.insert, &rows);
        prop_assert!(graph.stamp(&rows, &target).unwrap().is_empty());
        prop_assert_eq!(graph.stamp(&rows, &Target::BASE).unwrap().delete, rows);
    }

    /// Whatever can't be done changes nothing; `carry_out` checks what can.
    #[test]
    fn any_sequence(graph in histories(16), moves in prop::collection::vec((0..3_u8, any::<prop::sample::Index>(), 0..9_u8), 1..12)) {
        let ids: Vec<String> = graph.nodes().map(|node| node.id.clone()).collect();
        let mut rows: Vec<String> = Vec::new();
        for (verb, id, form) in moves {
            let id = id.get(&ids);
            let target: Target = target(id, form).parse().unwrap();
            let steps = match verb {
                0 => graph.upgrade(&rows, &target),
                1 => graph.downgrade(&rows, &target),
                _ => {
                    if let Ok(change) = graph.stamp(&rows, &target) {
                        rows.retain(|row| !change.delete.contains(row));
                        rows.extend(change.insert);
                    }
                    let positions: Set = rows.iter().filter_map(|row| graph.position(row)).collect();
                    prop_assert_eq!(graph.newest(&positions), positions);
                    continue;
                }
            };
            rows = carry_out(&graph, &rows, &steps.unwrap_or_default());
        }
    }

    #[test]
    fn file_order_alone_decides_ties(graph in histories(12)) {
        let again = Graph::new(graph.nodes().cloned()).unwrap();
        prop_assert_eq!(graph.order(), again.order());
    }
}
