//! The nearest of the known words, for "did you mean".

/// The known word that `word` is most likely a misspelling of.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = word.chars().count().max(3) / 3;
    let measured = known.into_iter().map(|candidate| (distance(word, candidate), candidate));
    measured.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours from one word to the other (Damerau, restricted).
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (i, &a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, (&b, pair)) in to.iter().zip(last.windows(2)).enumerate() {
            let [diagonal, above] = pair else { continue };
            let left = row.last().copied().unwrap_or_default();
            let mut best = (above + 1).min(left + 1).min(diagonal + usize::from(a != b));
            let swapped = j > 0 && previous == Some(b) && to.get(j - 1) == Some(&a);
            if let Some(cost) = before.get(j.wrapping_sub(1)).filter(|_| swapped) {
                best = best.min(cost + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
        previous = Some(a);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (from, to, expected) in [
            ("", "abc", 3),
            ("unique", "uniqe", 1),
            ("where", "hwere", 1),
            ("abc", "abc", 0),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(from, to), expected, "{from} {to}");
        }
    }

    #[test]
    fn only_likely_misspellings_are_suggested() {
        let known = ["name", "primary_key", "default"];
        assert_eq!(nearest("primarykey", known), Some("primary_key"));
        assert_eq!(nearest("nmae", known), Some("name"));
        assert_eq!(nearest("colour", known), None);
    }
}
