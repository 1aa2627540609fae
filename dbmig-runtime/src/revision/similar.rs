//! The names a person may have meant.

/// The at most three `names` nearest to `typed`, best first: those that begin alike or differ by few letters.
pub fn similar<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let limit = (typed.chars().count() / 3).clamp(1, 3);
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        .filter_map(|name| {
            let begins_alike = !typed.is_empty() && name.starts_with(typed);
            let distance = if begins_alike { 0 } else { distance(typed, name) };
            (distance <= limit).then_some((distance, name))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

/// The Levenshtein distance: how many letters to insert, delete or replace.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut next = vec![i + 1];
        let (mut diagonal, mut before) = (i, i + 1);
        for (&above, &r) in row.iter().skip(1).zip(&right) {
            before = (above + 1).min(before + 1).min(diagonal + usize::from(l != r));
            diagonal = above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn few_letters_apart_or_begun_alike() {
        #[track_caller]
        fn check(typed: &str, expected: &[&str]) {
            assert_eq!(similar(typed, ["url", "url-env", "schema", "folder"]), expected);
        }
        check("shema", &["schema"]);
        check("ur", &["url", "url-env"]);
        check("url_env", &["url-env"]);
        check("zzzzzz", &[]);
        check("", &[]);
    }
}
