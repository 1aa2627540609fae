//! The names that PostgreSQL gives to what has none.

/// The longest identifier PostgreSQL keeps, in bytes (`NAMEDATALEN - 1`).
pub(crate) const MAX_BYTES: usize = 63;

/// `table_column_label`, the longer of the first two parts cut until the whole fits, never inside a character
/// (`makeObjectName` in the server). The runtime has the same function for the manifest, which this crate can't use.
pub(crate) fn default_name(table: &str, columns: &[String], label: &str) -> String {
    let mut joined = String::new();
    for column in columns.iter() {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(column);
        if joined.len() > MAX_BYTES {
            break;
        }
    }
    let available = MAX_BYTES.saturating_sub(label.len() + 1 + usize::from(!joined.is_empty()));
    let (mut first, mut second) = (table.len(), joined.len());
    while first + second > available {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let (first, second) = (clip(table, first), clip(&joined, second));
    if joined.is_empty() { format!("{first}_{label}") } else { format!("{first}_{second}_{label}") }
}

/// The columns of an index as they stand in its name: one that is there already gets a number
/// (`ChooseIndexColumnNames`).
pub(crate) fn index_columns(columns: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for column in columns {
        let taken = |name: &String| names.contains(name);
        let name = if taken(&column) {
            (1..).map(|number| format!("{column}{number}")).find(|name| !taken(name)).unwrap_or(column)
        } else {
            column
        };
        names.push(name);
    }
    names
}

fn clip(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn names_are_those_of_the_manifest(
            table in "[a-zé🦀]{1,70}", columns in prop::collection::vec("[a-zé]{1,40}", 0..4), label in "[a-z]{3,5}",
        ) {
            let borrowed: Vec<&str> = columns.iter().map(String::as_str).collect();
            let theirs = dbmig_runtime::catalog::default_name(&table, &borrowed, &label);
            prop_assert_eq!(default_name(&table, &columns, &label), theirs);
        }
    }

    #[test]
    fn a_column_that_stands_twice_gets_a_number() {
        let names = index_columns(["a", "b", "a", "a"].map(str::to_owned));
        assert_eq!(names, ["a", "b", "a1", "a2"]);
    }
}
