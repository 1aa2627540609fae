//! Names that change places: one of them needs another name on the way.

use std::collections::BTreeMap;

use crate::catalog::MAX_IDENTIFIER_BYTES;

/// True if the rename to `new` is the one of its circle that goes by way of a spare name. `renames` lead from the new name
/// to the old one.
pub(super) fn breaks_circle<K: Ord>(renames: &BTreeMap<K, K>, new: &K) -> bool {
    let mut name = renames.get(new);
    while let Some(other) = name.filter(|other| *other != new) {
        if other < new {
            return false;
        }
        name = renames.get(other);
    }
    name.is_some()
}

/// `name_old`, or the first of `name_old_1`, `name_old_2`, … that isn't taken.
pub(super) fn spare_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let room = MAX_IDENTIFIER_BYTES - "_old_99".len();
    let stem = name.get(..name.floor_char_boundary(room)).unwrap_or(name);
    let first = format!("{stem}_old");
    let numbered = (1..).map(|number| format!("{stem}_old_{number}"));
    std::iter::once(first.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_circle_is_taken() {
        let renames = BTreeMap::from([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "z")]);
        let taken: Vec<_> = renames.keys().filter(|new| breaks_circle(&renames, new)).collect();
        assert_eq!(taken, [&"a"]);
    }

    #[test]
    fn spare_names_are_free_and_short() {
        assert_eq!(spare_name("a", |name| name == "a_old"), "a_old_1");
        assert!(spare_name(&"é".repeat(31), |_| false).len() <= MAX_IDENTIFIER_BYTES);
    }
}
