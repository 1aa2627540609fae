//! What the command line of Alembic was observed to do, as data, and the notation of graphs for tests.

use std::collections::BTreeMap;

use super::{Direction, Error, Graph, Node, Range, Step, Target};

/// Reads a graph: revisions separated by `;`, each `id [labels] < parents + dependencies ~ squashed`.
pub(super) fn try_graph(text: &str) -> Result<Graph, Vec<Error>> {
    Graph::new(text.split(';').map(str::trim).filter(|text| !text.is_empty()).map(node))
}

/// Reads a sound graph.
#[track_caller]
pub(super) fn graph(text: &str) -> Graph {
    try_graph(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"))
}

fn node(text: &str) -> Node {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (text, squashes) = text.split_once('~').unwrap_or((text, ""));
    let (text, depends_on) = text.split_once('+').unwrap_or((text, ""));
    let (text, parents) = text.split_once('<').unwrap_or((text, ""));
    let (id, labels) = text.split_once('[').unwrap_or((text, ""));
    Node {
        id: id.trim().to_owned(),
        parents: words(parents),
        depends_on: words(depends_on),
        labels: words(labels.trim().trim_end_matches(']')),
        squashes: words(squashes),
    }
}

/// Runs a case: the part before `=>`. The answer has the form of the part after it.
fn run(graphs: &BTreeMap<String, String>, case: &str) -> String {
    let (name, rest) = case.split_once('{').expect("a case has rows");
    let (rows, command) = rest.split_once('}').expect("the rows end");
    let rows: Vec<&str> = rows.split_whitespace().collect();
    let (verb, argument) = command.trim().split_once(' ').unwrap_or((command.trim(), ""));
    let graph = match try_graph(&graphs[name.trim()]) {
        Ok(graph) => graph,
        Err(errors) => return format!("error {}", kind(&errors[0])),
    };
    let walk = |steps: Result<Vec<Step>, Error>| steps.map(|steps| after(&rows, &steps));
    let ids = |ids: Vec<&str>| ids.join(" ");
    let target = || argument.trim().parse::<Target>();
    let answer = match verb {
        "upgrade" => target().and_then(|target| walk(graph.upgrade(&rows, &target))),
        "downgrade" => target().and_then(|target| walk(graph.downgrade(&rows, &target))),
        "stamp" => target().and_then(|target| graph.stamp(&rows, &target)).map(|change| {
            let kept = rows.iter().filter(|row| !change.delete.contains(&(**row).to_owned()));
            let mut left: Vec<&str> = kept.copied().chain(change.insert.iter().map(String::as_str)).collect();
            left.sort_unstable();
            format!("-> {}", left.join(" "))
        }),
        "show" => target().and_then(|target| graph.resolve(&rows, &target)).map(ids),
        "history" => argument
            .trim()
            .parse::<Range>()
            .and_then(|range| graph.history(&rows, &range))
            .map(|nodes| nodes.iter().map(|node| node.id.as_str()).collect::<Vec<_>>().join(" ")),
        "heads" => Ok(ids(graph.heads())),
        "final" => Ok(ids(graph.final_rows())),
        "at-head" => graph.applied(&rows).map(|_| {
            let mut rows = rows.clone();
            rows.sort_unstable();
            let mut all = graph.final_rows();
            all.sort_unstable();
            if rows == all { "yes" } else { "no" }.to_owned()
        }),
        _ => panic!("no such verb: {verb}"),
    };
    answer.unwrap_or_else(|error| format!("error {}", kind(&error))).trim().to_owned()
}

/// The steps and the rows that they leave; checks each change against the rows it is made to.
fn after(rows: &[&str], steps: &[Step]) -> String {
    let mut table: Vec<String> = rows.iter().map(|&row| row.to_owned()).collect();
    let mut answer = String::new();
    for step in steps {
        for row in &step.rows.delete {
            let at = table.iter().position(|present| present == row).expect("deletes what is there");
            table.remove(at);
        }
        for row in &step.rows.insert {
            assert!(!table.contains(row), "inserts what is not there");
            table.push(row.clone());
        }
        let sign = if step.direction == Direction::Upgrade { "" } else { "-" };
        answer.push_str(&format!("{sign}{} ", step.revision));
    }
    table.sort_unstable();
    format!("{answer}-> {}", table.join(" "))
}

/// The variant's name.
fn kind(error: &Error) -> String {
    let debug = format!("{error:?}");
    debug.split([' ', '{']).next().unwrap_or_default().to_owned()
}

/// `graph NAME = …` defines, `NAME {rows} verb argument => answer` is a case, `! reason` above a case says why its
/// answer is not Alembic's, which follows `was`.
#[test]
fn observed_cases() {
    let mut graphs = BTreeMap::new();
    let (mut failures, mut count, mut deviations) = (Vec::new(), 0, 0);
    let mut reason = None;
    for line in include_str!("cases.txt").lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(text) = line.strip_prefix("! ") {
            reason = Some(text);
            continue;
        }
        if let Some(definition) = line.strip_prefix("graph ") {
            let (name, text) = definition.split_once('=').expect("a graph has a name");
            graphs.insert(name.trim().to_owned(), text.to_owned());
            continue;
        }
        let (case, answer) = line.split_once("=>").expect("a case has an answer");
        let (expected, was) =
            answer.split_once(" was ").map_or((answer, None), |(new, old)| (new, Some(old)));
        assert_eq!(
            was.is_some(),
            reason.take().is_some(),
            "a deviation has a reason and what it was: {line}"
        );
        deviations += usize::from(was.is_some());
        count += 1;
        let answer = run(&graphs, case);
        if answer != expected.trim() {
            failures.push(format!("{case}\n  expected {}\n  is       {answer}", expected.trim()));
        }
        if was.is_some_and(|was| was.trim() == answer) {
            failures.push(format!("{case}\n  is no deviation any more"));
        }
    }
    assert!(failures.is_empty(), "{} of {count} cases fail:\n{}", failures.len(), failures.join("\n"));
    assert!(count > 120 && deviations < 10, "{count} cases, {deviations} deviations");
}
