//! Histories, and what they tell.

use std::time::{Duration, SystemTime};

use super::*;
use crate::revision::{Node, RowChange, Step, Target};

/// Revisions separated by `;`, each `id < parents + dependencies`.
fn graph(text: &str) -> Graph {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let node = |text: &str| {
        let (text, depends_on) = text.split_once('+').unwrap_or((text, ""));
        let (id, parents) = text.split_once('<').unwrap_or((text, ""));
        Node {
            id: id.trim().to_owned(),
            parents: words(parents),
            depends_on: words(depends_on),
            ..Node::default()
        }
    };
    Graph::new(text.split(';').map(node)).unwrap()
}

fn entry(action: Action, id: &str, result: Outcome) -> HistoryEntry {
    HistoryEntry {
        id: 0,
        revision: id.to_owned(),
        action,
        message: String::new(),
        checksum: String::new(),
        started_at: SystemTime::UNIX_EPOCH,
        duration: Duration::ZERO,
        applied_by: String::new(),
        client: None,
        dbmig_version: String::new(),
        result,
        error: None,
        sql: None,
    }
}

/// `action id; …`, `!` for what failed.
fn entries(text: &str) -> Vec<HistoryEntry> {
    let line = |words: &str| {
        let (action, id) = words.trim().split_once(' ').unwrap();
        let result = if id.ends_with('!') { Outcome::Failed } else { Outcome::Done };
        entry(Action::from_column(action), id.trim_end_matches('!'), result)
    };
    text.split(';').map(line).collect()
}

#[test]
fn the_history_leads_to_rows() {
    let graph = graph("a; b < a; c < b; x < a");
    for (history, expected) in [
        ("upgrade a; upgrade b", "b"),
        ("upgrade a; upgrade b; upgrade c!", "b"),
        ("upgrade a; upgrade x; upgrade b", "b x"),
        ("upgrade a; upgrade b; downgrade b", "a"),
        ("stamp c; downgrade c", "b"),
        ("stamp c; stamp a", "a"),
        ("stamp c; stamp base", ""),
        ("stamp c; unstamp b", "a"),
        ("stamp c; unstamp b; forget a; other a", "a"),
        ("upgrade a; upgrade gone; downgrade gone", "a"),
        ("upgrade a; accept a; upgrade gone", "a"),
    ] {
        assert_eq!(rows(&graph, &entries(history)).join(" "), expected, "{history}");
    }
}

#[test]
fn a_revision_that_is_marked_below_others_takes_none_of_them_away() {
    let spliced = graph("a; x < a; b < x");
    let history = entries("upgrade a; upgrade b; mark x; accept b; upgrade c; unstamp c");
    assert_eq!(rows(&spliced, &history), ["b"]);
    // What an earlier version wrote is read as it read it.
    assert_eq!(rows(&spliced, &entries("upgrade a; upgrade b; stamp x")), ["x"]);
}

#[test]
fn only_what_a_line_tells_is_past_the_base() {
    let graph = graph("a; b < a + y; y");
    for (history, expected) in [
        ("upgrade a; upgrade b", true),
        ("upgrade a; upgrade b; downgrade b; downgrade a", false),
        // a and y were put below b after it was taken back.
        ("upgrade b; downgrade b", false),
        ("stamp b; downgrade b", true),
        ("stamp b; stamp base", false),
        ("upgrade b; unstamp b; mark a", true),
        ("upgrade gone", false),
    ] {
        assert_eq!(is_past_base(&graph, &entries(history)), expected, "{history}");
    }
}

/// A place that a database can be at, and how it came there.
#[derive(Clone)]
struct Place {
    rows: Vec<String>,
    history: Vec<HistoryEntry>,
}

impl Place {
    fn after(&self, change: &RowChange, lines: impl IntoIterator<Item = (Action, String)>) -> Self {
        let mut place = self.clone();
        place.rows = super::super::execute::moved(&self.rows, change);
        place.history.extend(lines.into_iter().map(|(action, id)| entry(action, &id, Outcome::Done)));
        place
    }

    fn walked(&self, steps: &[Step]) -> Self {
        let line = |step: &Step| (Action::from(step.direction), step.revision.clone());
        steps.iter().fold(self.clone(), |place, step| place.after(&step.rows, [line(step)]))
    }

    fn stamped(&self, graph: &Graph, change: &RowChange) -> Self {
        let after = super::super::execute::moved(&self.rows, change);
        self.after(change, of_stamp(graph, &self.rows, &after))
    }

    /// What one verb with one target leads to.
    fn next(&self, graph: &Graph, target: &Target) -> Vec<Self> {
        let upgraded = graph.upgrade(&self.rows, target).map(|steps| self.walked(&steps));
        let downgraded = graph.downgrade(&self.rows, target).map(|steps| self.walked(&steps));
        let stamped = graph.stamp(&self.rows, target).map(|change| self.stamped(graph, &change));
        [upgraded, downgraded, stamped].into_iter().flatten().collect()
    }

    /// `repair` with code that has fewer revisions.
    fn repaired(&self, older: &Graph) -> Self {
        let rows = rows(older, &self.history);
        let latest: std::collections::BTreeMap<&str, Action> =
            self.history.iter().map(|entry| (entry.revision.as_str(), entry.action)).collect();
        let lines = of_repair(older, latest.into_iter().map(|(id, action)| (action, id)), &rows);
        let delete = self.rows.iter().filter(|id| !rows.contains(id)).cloned().collect();
        let insert = rows.iter().filter(|id| !self.rows.contains(id)).cloned().collect();
        self.after(&RowChange { delete, insert }, lines)
    }

    fn check(&self, graph: &Graph) {
        let history = || self.history.iter().map(|e| format!("{} {}", e.action, e.revision));
        let told = rows(graph, &self.history);
        assert_eq!(told, self.rows, "{}", history().collect::<Vec<_>>().join("; "));
        assert_eq!(is_past_base(graph, &self.history), !told.is_empty());
    }
}

/// Walks and stamps from every place to every other one: the history tells of each.
#[test]
fn the_history_tells_where_every_walk_and_stamp_leads() {
    for (newer, older) in [
        ("a; b < a; c < b", "a; b < a"),
        ("a; b < a; c < b; x < a; y < x", "a; b < a; x < a"),
        ("a; b < a; x < a; d < b x; e < d", "a; b < a; x < a"),
        ("a; b < a; p; q < p + b; r < q", "a; b < a; p"),
        ("a; b < a; c < a; d < b + c; e < c", "a; b < a; c < a"),
    ] {
        let (newer, older) = (graph(newer), graph(older));
        let ids = newer
            .order()
            .into_iter()
            .flat_map(|id| [id.to_owned(), format!("{id}@-1"), format!("{id}@base")]);
        let words: Vec<String> = ids.chain(["base", "heads", "-1", "+1"].map(str::to_owned)).collect();
        let targets: Vec<Target> = words.iter().filter_map(|word| word.parse().ok()).collect();
        assert_eq!(targets.len(), words.len());
        let mut seen = BTreeSet::from([Vec::new()]);
        let mut left = vec![Place { rows: Vec::new(), history: Vec::new() }];
        while let Some(place) = left.pop() {
            let mut next: Vec<Place> = targets.iter().flat_map(|target| place.next(&newer, target)).collect();
            let repaired = place.repaired(&older);
            repaired.check(&older);
            next.push(repaired);
            for place in next {
                place.check(&newer);
                if seen.insert(place.rows.clone()) {
                    left.push(place);
                }
            }
        }
        assert!(seen.len() > 3, "{seen:?}");
    }
}

#[test]
fn a_stamp_from_wherever_a_database_is_begins_anew() {
    let graph = graph("a; b < a; x < a");
    let mut history = entries("upgrade a; upgrade x; upgrade gone");
    let lines = of_new_start(&["b".to_owned()]);
    history.extend(lines.into_iter().map(|(action, id)| entry(action, &id, Outcome::Done)));
    assert_eq!(rows(&graph, &history), ["b"]);
}
