//! Dependencies that something else implies.

use super::graph::Entry;

/// Removes from `requires` the dependencies that are ancestors of something else that the revision requires.
///
/// Whether one revision stands on another is asked of 64 others at a time, one bit each, in one pass from the oldest
/// revision to the newest, which is `order`: a search for each dependency would take hours where thousands have one.
pub(super) fn remove(entries: &mut [Entry], order: &[usize]) {
    let asked = dependencies(entries);
    if asked.is_empty() {
        return;
    }
    for candidates in asked.chunks(64) {
        let mut bit_of = vec![0_u64; entries.len()];
        for (bit, &candidate) in candidates.iter().enumerate() {
            if let Some(own) = bit_of.get_mut(candidate) {
                *own = 1 << bit;
            }
        }
        let below = below(entries, order, &bit_of);
        for entry in entries.iter_mut().filter(|entry| entry.requires.len() > entry.parents.len()) {
            let Entry { requires, parents, .. } = entry;
            let at = |list: &[u64], position: usize| list.get(position).copied().unwrap_or_default();
            let implied = requires.iter().fold(0, |bits, &required| bits | at(&below, required));
            requires.retain(|required| parents.contains(required) || implied & at(&bit_of, *required) == 0);
        }
    }
}

/// What some revision depends on and doesn't revise.
fn dependencies(entries: &[Entry]) -> Vec<usize> {
    let own = entries.iter().flat_map(|entry| entry.requires.iter().skip(entry.parents.len()));
    let mut all: Vec<usize> = own.copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// For each revision the bits of all that is below it, without itself.
fn below(entries: &[Entry], order: &[usize], bit_of: &[u64]) -> Vec<u64> {
    let mut below = vec![0_u64; entries.len()];
    for &position in order {
        let requires = entries.get(position).map(|entry| entry.requires.as_slice()).unwrap_or_default();
        let bits = requires.iter().fold(0, |bits, &required| {
            let at = |list: &[u64]| list.get(required).copied().unwrap_or_default();
            bits | at(&below) | at(bit_of)
        });
        if let Some(own) = below.get_mut(position) {
            *own = bits;
        }
    }
    below
}

#[cfg(test)]
mod tests {
    use super::super::cases::graph;

    #[test]
    fn what_another_edge_implies() {
        let requires = |history: &str, id: &str| {
            let graph = graph(history);
            let entry = graph.at(graph.position(id).unwrap());
            graph.ids(&entry.requires.iter().copied().collect()).join(" ")
        };
        assert_eq!(requires("a; b < a; c < b + a", "c"), "b");
        assert_eq!(requires("a; b < a; c + a b", "c"), "b");
        assert_eq!(requires("a; b; c + a b", "c"), "a b");
        assert_eq!(requires("a; b + a; c < a + b", "c"), "a b");
        assert_eq!(requires("a; b < a; c < b + a; d < c + a b", "d"), "c");
    }

    #[test]
    fn more_than_one_word_of_bits() {
        let line = (0..200)
            .map(|n| format!("x{n} {}", if n == 0 { String::new() } else { format!("< x{}", n - 1) }));
        let all: Vec<String> = (0..200).map(|n| format!("x{n}")).collect();
        let history = format!("{}; y + {}", line.collect::<Vec<_>>().join("; "), all.join(" "));
        let graph = graph(&history);
        assert_eq!(graph.at(graph.position("y").unwrap()).requires, [199]);
    }
}
