//! The one order in which revisions run.

use std::collections::BTreeMap;

use super::graph::{Graph, Set};

impl Graph {
    /// Orders `set` so that each revision comes before everything it requires: the order of a downgrade. The order
    /// of an upgrade is the reverse.
    ///
    /// A line is followed down for as long as nothing of the set stands on its next revision; where something does,
    /// the order goes on with the line that holds it up, and after a line's end with the one before it. Heads, and
    /// so the lines, start in file order. `set` must hold all that is between any two of it.
    pub(super) fn newest_first(&self, set: &Set) -> Vec<usize> {
        let dependents_in =
            |position: usize| self.at(position).dependents.iter().filter(|d| set.contains(d)).count();
        let mut waiting: BTreeMap<usize, usize> = set.iter().map(|&p| (p, dependents_in(p))).collect();
        let mut lines: Vec<usize> =
            waiting.iter().filter(|(_, count)| **count == 0).map(|(&position, _)| position).collect();
        let mut order = Vec::with_capacity(set.len());
        let mut line = 0;
        while let Some(&candidate) = lines.get(line) {
            if waiting.get(&candidate).is_some_and(|&count| count > 0) {
                line = self.line_above(&lines, candidate, &waiting).unwrap_or(line + 1);
                continue;
            }
            waiting.remove(&candidate);
            order.push(candidate);
            let mut next = Vec::new();
            for required in &self.at(candidate).requires {
                if let Some(count) = waiting.get_mut(required) {
                    *count -= 1;
                    if !lines.contains(required) {
                        next.push(*required);
                    }
                }
            }
            let mut next = next.into_iter();
            match (next.next(), lines.get_mut(line)) {
                (Some(first), Some(slot)) => *slot = first,
                _ => {
                    lines.remove(line);
                    line = line.saturating_sub(1);
                }
            }
            lines.extend(next);
        }
        order
    }

    /// The first line that stands on `candidate`, over revisions that are still waiting.
    fn line_above(
        &self,
        lines: &[usize],
        candidate: usize,
        waiting: &BTreeMap<usize, usize>,
    ) -> Option<usize> {
        let mut todo = vec![candidate];
        let mut above = Set::new();
        while let Some(position) = todo.pop() {
            let dependents = &self.at(position).dependents;
            todo.extend(dependents.iter().copied().filter(|d| waiting.contains_key(d) && above.insert(*d)));
        }
        lines.iter().position(|line| above.contains(line))
    }
}
