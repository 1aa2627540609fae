//! Any sequence of runs on a real database leaves exactly the heads of what is applied, and runs nothing before what it needs.

use std::collections::BTreeSet;

use dbmig_runtime::revision::{Graph, Node};
use dbmig_runtime::runner::Script;

use super::support::*;

/// Numbers that look random and come again with the same seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// A history of up to nine revisions: each has up to two parents and up to one dependency among those before it.
fn history(numbers: &mut Numbers) -> Vec<Script> {
    let size = 2 + numbers.below(8);
    let id = |n: usize| -> &'static str { Box::leak(format!("r{n}").into_boxed_str()) };
    let mut scripts = Vec::new();
    for n in 0..size {
        let mut some = |most: usize| -> &'static [&'static str] {
            let count = if n == 0 { 0 } else { numbers.below(most + 1) };
            let chosen: BTreeSet<usize> = (0..count).map(|_| numbers.below(n)).collect();
            Box::leak(chosen.into_iter().map(id).collect::<Vec<_>>().into_boxed_slice())
        };
        let (parents, depends_on) = (some(2), some(1));
        let mut script = script(id(n), parents, nothing, nothing);
        script.revision = script.revision.depends_on(depends_on);
        scripts.push(script);
    }
    scripts
}

/// What is applied, by what the history table says was done; of a stamp, by the rows.
fn follow(graph: &Graph, applied: &mut BTreeSet<String>, done: &[String]) {
    for line in done {
        let (revision, direction) = line.split_once(' ').unwrap();
        match direction {
            "upgrade" => {
                assert!(
                    graph.ancestors(revision).iter().all(|id| applied.contains(*id)),
                    "{revision} lacks some"
                );
                assert!(applied.insert(revision.to_owned()), "{revision} ran twice");
            }
            "downgrade" => {
                assert!(
                    graph.descendants(revision).iter().all(|id| !applied.contains(*id)),
                    "{revision} is needed"
                );
                assert!(applied.remove(revision), "{revision} was not applied");
            }
            _ => {}
        }
    }
}

#[test]
fn rows_are_the_heads_of_what_is_applied() {
    let mut moves = 0;
    for seed in 1..=24 {
        let mut numbers = Numbers(seed);
        let scripts = history(&mut numbers);
        let graph = Graph::new(scripts.iter().map(|script| Node::from(script.revision))).unwrap();
        let db = TestDatabase::new();
        assert!(db.runner(scripts.clone()).ensure_version().unwrap());
        let mut applied = BTreeSet::new();
        let mut seen = 0;
        for _ in 0..8 {
            let id = scripts[numbers.below(scripts.len())].revision.id;
            let targets =
                [id.to_owned(), "heads".to_owned(), "base".to_owned(), "+1".to_owned(), "-1".to_owned()];
            let branch =
                [format!("{id}@base"), format!("{id}@+1"), format!("{id}@-1"), format!("{id}@heads")];
            let target = match numbers.below(3) {
                0 => branch[numbers.below(branch.len())].clone(),
                _ => targets[numbers.below(targets.len())].clone(),
            };
            let mut runner = db.runner(scripts.clone());
            let verb = numbers.below(5);
            let result = match verb {
                0 | 1 => runner.upgrade(&target),
                2 | 3 => runner.downgrade(&target),
                _ => runner.stamp(&target, false),
            };
            let Ok(report) = result else { continue };
            moves += 1;
            let history = db.history();
            follow(&graph, &mut applied, &history[seen..]);
            seen = history.len();
            let rows = db.versions();
            assert_eq!(rows, report.to);
            if verb > 3 {
                applied = graph.applied(&rows).unwrap().into_iter().map(str::to_owned).collect();
            }
            let is_head = |id: &&String| graph.descendants(id).iter().all(|above| !applied.contains(*above));
            let heads: BTreeSet<&String> = applied.iter().filter(is_head).collect();
            assert_eq!(rows.iter().collect::<BTreeSet<_>>(), heads, "seed {seed}: after {target}");
        }
    }
    assert!(moves > 60, "{moves}");
}
