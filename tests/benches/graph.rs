//! What verbs ask of a history of 10,000 revisions: the graph, `heads`, `history`, the plan of an upgrade and of a downgrade,
//! in several shapes. Medians are printed; more than 100 ms fails. No database is asked.
//!
//! Run it with `cargo bench --package dbmig-tests --bench graph`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use dbmig_runtime::revision::{Graph, Node, Range, Target};
use dbmig_runtime::runner::Runner;
use dbmig_tests::history::{database, nothing, script};

const REVISIONS: usize = 10_000;
const ROUNDS: usize = 5;
const LIMIT: Duration = Duration::from_millis(100);

fn main() {
    println!(
        "{:>12}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}",
        "shape", "graph", "heads", "history", "upgrade", "last one", "downgrade"
    );
    shape("line", |n| node(n, below(n, 1), vec![]));
    shape("ladder", |n| match n % 3 {
        0 => node(n, [below(n, 1), below(n, 2)].concat(), vec![]),
        1 => node(n, below(n, 1), vec![]),
        _ => node(n, below(n, 2), vec![]),
    });
    shape("two lines", |n| node(n, below(n, 2), below(n, 1)));
    shape("far", |n| node(n, below(n, 1), if n > 1 { vec![n / 2 - 1 + n % 2] } else { vec![] }));
    shape("fan", |n| node(n, if n > 0 { vec![0] } else { vec![] }, vec![]));
    shape("needed fan", |n| node(n, if n > 0 { vec![0] } else { vec![] }, below(n, 1)));
    shape("fan of lines", |n| node(n, if n > 100 { vec![n - 100] } else { below(n.min(1), 1) }, vec![]));
    shape("comb", |n| node(n, if n % 2 == 0 { below(n, 2) } else { below(n, 1) }, vec![]));
    shape("bases", |n| node(n, vec![], vec![]));
    verbs();
}

/// The position `by` below `n`, if there is one.
fn below(n: usize, by: usize) -> Vec<usize> {
    n.checked_sub(by).into_iter().collect()
}

fn node(n: usize, parents: Vec<usize>, depends_on: Vec<usize>) -> Node {
    let ids = |all: Vec<usize>| all.into_iter().map(id).collect();
    Node { id: id(n), parents: ids(parents), depends_on: ids(depends_on), ..Node::default() }
}

/// Ids as dbmig makes them, in an order of their own.
fn id(n: usize) -> String {
    format!("{:012x}", (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a) & 0xffff_ffff_ffff)
}

fn shape(name: &str, make: impl Fn(usize) -> Node) {
    let nodes: Vec<Node> = (0..REVISIONS).map(make).collect();
    let graph = Graph::new(nodes.clone()).expect("a sound history");
    let all: Vec<String> = graph.final_rows().into_iter().map(str::to_owned).collect();
    let last = graph.order().last().map(|id| (*id).to_owned()).expect("a last revision");
    let without_last: Vec<String> = {
        let mut rows = graph.upgrade::<&str>(&[], &Target::HEADS).expect("a walk");
        rows.pop();
        let mut table = std::collections::BTreeSet::new();
        for step in rows {
            step.rows.delete.iter().for_each(|row| _ = table.remove(row));
            table.extend(step.rows.insert);
        }
        table.into_iter().collect()
    };
    let times = [
        median(|| Graph::new(nodes.clone()).expect("a sound history")),
        median(|| graph.heads().len()),
        median(|| graph.history(&all, &Range::default()).expect("a history").len()),
        median(|| graph.upgrade::<&str>(&[], &Target::HEADS).expect("a walk").len()),
        median(|| graph.upgrade(&without_last, &Target::revision(&*last)).expect("a walk").len()),
        median(|| graph.downgrade(&all, &Target::BASE).expect("a walk").len()),
    ];
    println!(
        "{name:>12}  {}",
        times.map(|time| format!("{:>9}", format!("{:.1} ms", time.as_secs_f64() * 1e3))).join("  ")
    );
    let is_fast = times.iter().all(|time| *time < LIMIT);
    assert!(is_fast || cfg!(debug_assertions), "{name} takes longer than {LIMIT:?}");
}

/// The same through the runner, with scripts: a line.
fn verbs() {
    let leaked = |n: usize| -> &'static str { Box::leak(id(n).into_boxed_str()) };
    let ids: Vec<&'static str> = (0..REVISIONS).map(leaked).collect();
    let parent = |n: usize| -> &'static [&'static str] {
        n.checked_sub(1).map_or(&[], |below| Box::leak(vec![ids[below]].into_boxed_slice()))
    };
    let scripts = (0..REVISIONS).map(|n| script(ids[n], parent(n), nothing, nothing)).collect();
    let runner = Runner::new(database(scripts), "");
    for (verb, time) in [
        ("heads", median(|| runner.heads(false).expect("heads").len())),
        ("branches", median(|| runner.branches().expect("branches").len())),
        ("history --offline", median(|| runner.offline_history(None).expect("a history").len())),
        ("upgrade --sql", median(|| runner.upgrade_script("base", "head").expect("a script").sql.len())),
    ] {
        println!("{verb:>18}  {:.1} ms", time.as_secs_f64() * 1e3);
    }
}

fn median<T>(work: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            black_box(work());
            began.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}
