//! What the history says is applied, and the lines with which a stamp tells it.

use std::collections::{BTreeMap, BTreeSet};

use super::stamp::BASE_ID;
use super::{Action, HistoryEntry, Outcome};
use crate::revision::Graph;

/// The version rows that the history leads to, without revisions that the code lacks; sorted.
pub(super) fn rows(graph: &Graph, entries: &[HistoryEntry]) -> Vec<String> {
    let applied = applied(graph, lines(entries));
    let is_top = |id: &&&str| !graph.descendants(id).iter().any(|above| applied.contains_key(above));
    applied.keys().filter(is_top).map(|id| (*id).to_owned()).collect()
}

/// True if the history says of a revision of the code that it is applied, and not only that one above it was: that one may
/// have been put on top of others after it was taken back.
pub(super) fn is_past_base(graph: &Graph, entries: &[HistoryEntry]) -> bool {
    applied(graph, lines(entries)).into_values().any(|is_told| is_told)
}

fn lines(entries: &[HistoryEntry]) -> impl Iterator<Item = (Action, &str)> {
    let done = entries.iter().filter(|entry| entry.result == Outcome::Done);
    done.map(|entry| (entry.action, entry.revision.as_str()))
}

/// The applied revisions; true for those that a line names, or that lie below a stamp.
fn applied<'g, 'l>(
    graph: &'g Graph,
    lines: impl Iterator<Item = (Action, &'l str)>,
) -> BTreeMap<&'g str, bool> {
    let mut applied: BTreeMap<&str, bool> = BTreeMap::new();
    for (action, id) in lines {
        if action == Action::Stamp && id == BASE_ID {
            applied.clear();
        }
        let Some(node) = graph.node(id) else { continue };
        // A marked revision lies below others, and those stay.
        if matches!(action, Action::Stamp | Action::Downgrade | Action::Unstamp) {
            graph.descendants(id).into_iter().for_each(|above| _ = applied.remove(above));
        }
        match action {
            Action::Upgrade | Action::Stamp | Action::Mark => {
                for below in graph.ancestors(id) {
                    *applied.entry(below).or_default() |= action == Action::Stamp;
                }
                applied.insert(&node.id, true);
            }
            Action::Downgrade | Action::Unstamp => _ = applied.remove(id),
            Action::Accept | Action::Forget | Action::Other => {}
        }
    }
    applied
}

/// The lines of a stamp that moves the version rows from `before` to `after`, as the history is to tell it: what is no longer
/// applied, newest first, and the rows that come. A row that stays has none: it was not recorded by this stamp.
pub(super) fn of_stamp(graph: &Graph, before: &[String], after: &[String]) -> Vec<(Action, String)> {
    if before == after {
        return Vec::new();
    }
    if after.is_empty() {
        return of_new_start(after);
    }
    let [applied_before, applied_after] = [before, after].map(|rows| with_ancestors(graph, rows));
    let is_gone = |id: &&str| applied_before.contains(id) && !applied_after.contains(id);
    let gone = graph.order().into_iter().rev().filter(is_gone).map(|id| (Action::Unstamp, id.to_owned()));
    let come = after.iter().filter(|id| !before.contains(id)).map(|id| (Action::Stamp, id.clone()));
    gone.chain(come).collect()
}

/// The lines of a stamp that leaves the version rows `after`, whatever was recorded before.
pub(super) fn of_new_start(after: &[String]) -> Vec<(Action, String)> {
    let rows = after.iter().map(String::as_str);
    std::iter::once(BASE_ID).chain(rows).map(|id| (Action::Stamp, id.to_owned())).collect()
}

/// The lines of a repair that leaves the version rows `rows`: what the code lacks and `latest` has for applied is no longer
/// recorded, and the rows are, also those that were before: a revision that the code lacks may lie below one.
pub(super) fn of_repair<'l>(
    graph: &Graph,
    latest: impl Iterator<Item = (Action, &'l str)>,
    rows: &[String],
) -> Vec<(Action, String)> {
    let is_gone =
        |(action, id): &(Action, &str)| action.leaves_applied() && *id != BASE_ID && graph.node(id).is_none();
    let gone = latest.filter(is_gone).map(|(_, id)| (Action::Unstamp, id.to_owned()));
    match rows {
        [] => gone.chain(of_new_start(rows)).collect(),
        rows => gone.chain(rows.iter().map(|id| (Action::Mark, id.clone()))).collect(),
    }
}

fn with_ancestors<'g>(graph: &'g Graph, rows: &[String]) -> BTreeSet<&'g str> {
    let own = rows.iter().filter_map(|id| graph.node(id)).map(|node| node.id.as_str());
    own.chain(rows.iter().flat_map(|id| graph.ancestors(id))).collect()
}

#[cfg(test)]
#[path = "told_tests.rs"]
mod tests;
