//! The one order in which revisions run.

use super::graph::{Entry, Graph, Set};
use super::lines::Lines;

impl Graph {
    /// Orders `set` so that each revision comes before everything it requires: the order of a downgrade. The order
    /// of an upgrade is the reverse.
    ///
    /// A line is followed down for as long as nothing of the set stands on its next revision; where something does,
    /// the order goes on with the line that holds it up, and after a line's end with the one before it. Heads, and
    /// so the lines, start in file order. `set` must hold all that is between any two of it.
    pub(super) fn newest_first(&self, set: &Set) -> Vec<usize> {
        let mut waiting = Waiting::new(self, set);
        let mut lines = Lines::default();
        waiting.free().for_each(|position| lines.push(position));
        let mut is_line = vec![false; self.nodes().len()];
        lines.candidates().for_each(|position| mark(&mut is_line, position));
        let mut order = Vec::with_capacity(set.len());
        let mut current = lines.first();
        while let Some((line, candidate)) = current.and_then(|line| Some((line, lines.candidate(line)?))) {
            if waiting.is_held_up(candidate) {
                let holding = lines.find(|start| waiting.stands_on(self, start, candidate));
                waiting.forget_search();
                current = holding.or_else(|| lines.after(line));
                continue;
            }
            order.push(candidate);
            let mut next = waiting.take(self, candidate);
            next.retain(|&required| !is_line.get(required).copied().unwrap_or_default());
            next.iter().for_each(|&required| mark(&mut is_line, required));
            match next.split_first() {
                Some((&first, others)) => {
                    lines.replace(line, first);
                    others.iter().for_each(|&other| lines.push(other));
                }
                None => current = lines.remove(line),
            }
        }
        order
    }
}

/// Every revision after all that it requires; those that are in a circle, or stand on one, are missing.
pub(super) fn oldest_first(entries: &[Entry]) -> Vec<usize> {
    let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut waiting: Vec<usize> = entries.iter().map(|entry| entry.requires.len()).collect();
    for (position, entry) in entries.iter().enumerate() {
        for &required in &entry.requires {
            dependents.get_mut(required).into_iter().for_each(|list| list.push(position));
        }
    }
    let mut order: Vec<usize> = (0..entries.len()).filter(|&at| waiting.get(at) == Some(&0)).collect();
    let mut next = 0;
    while let Some(&position) = order.get(next) {
        next += 1;
        for &dependent in dependents.get(position).map(Vec::as_slice).unwrap_or_default() {
            if let Some(count) = waiting.get_mut(dependent) {
                *count -= 1;
                if *count == 0 {
                    order.push(dependent);
                }
            }
        }
    }
    order
}

fn mark(marks: &mut [bool], position: usize) {
    if let Some(mark) = marks.get_mut(position) {
        *mark = true;
    }
}

/// What is not ordered yet.
struct Waiting {
    /// How many revisions that are not ordered yet stand on each; `None` where it is not of the set, or is ordered.
    counts: Vec<Option<usize>>,
    /// Where the search that goes on has been, by its number.
    searched: Vec<usize>,
    search: usize,
}

impl Waiting {
    fn new(graph: &Graph, set: &Set) -> Self {
        let mut counts = vec![None; graph.nodes().len()];
        for &position in set {
            let of_set = graph.at(position).dependents.iter().filter(|dependent| set.contains(dependent));
            if let Some(count) = counts.get_mut(position) {
                *count = Some(of_set.count());
            }
        }
        Self { searched: vec![0; counts.len()], search: 1, counts }
    }

    /// What nothing stands on, in file order.
    fn free(&self) -> impl Iterator<Item = usize> {
        self.counts.iter().enumerate().filter(|(_, count)| **count == Some(0)).map(|(position, _)| position)
    }

    fn is_held_up(&self, position: usize) -> bool {
        matches!(self.counts.get(position), Some(Some(1..)))
    }

    /// True if `start` stands on `position`. Nothing lower than `position` is looked at, and nothing twice in a search.
    fn stands_on(&mut self, graph: &Graph, start: usize, position: usize) -> bool {
        let depth = graph.at(position).depth;
        if graph.at(start).depth <= depth {
            return false;
        }
        let mut todo = vec![start];
        while let Some(at) = todo.pop() {
            for &required in &graph.at(at).requires {
                if required == position {
                    return true;
                }
                let is_open = matches!(self.counts.get(required), Some(Some(_)));
                let Some(searched) = self.searched.get_mut(required) else { continue };
                if is_open && graph.at(required).depth > depth && *searched != self.search {
                    *searched = self.search;
                    todo.push(required);
                }
            }
        }
        false
    }

    fn forget_search(&mut self) {
        self.search += 1;
    }

    /// A revision is ordered: what it requires of the set has one less to wait for.
    fn take(&mut self, graph: &Graph, position: usize) -> Vec<usize> {
        if let Some(count) = self.counts.get_mut(position) {
            *count = None;
        }
        let mut next = Vec::new();
        for &required in &graph.at(position).requires {
            if let Some(Some(count)) = self.counts.get_mut(required) {
                *count -= 1;
                next.push(required);
            }
        }
        next
    }
}
