//! Which sets of columns a table makes unique: what a foreign key can refer to.

use crate::catalog::{Index, KeyPart, Table};

/// The column sets (sorted) that a table's constraints and indexes make unique.
pub(super) fn keys(table: &Table) -> impl Iterator<Item = Vec<String>> {
    constraint_keys(table).chain(table.indexes.iter().filter_map(index_key))
}

/// Those that its constraints make unique.
pub(super) fn constraint_keys(table: &Table) -> impl Iterator<Item = Vec<String>> {
    let primary = table.primary_key.iter().map(|key| sorted(&key.columns));
    primary.chain(table.uniques.iter().map(|key| sorted(&key.columns)))
}

/// The column set (sorted) that a unique index over plain columns of all rows covers.
pub(super) fn index_key(index: &Index) -> Option<Vec<String>> {
    if !index.unique || index.predicate.is_some() {
        return None;
    }
    let columns: Option<Vec<String>> = index
        .keys
        .iter()
        .map(|key| match &key.part {
            KeyPart::Column(name) => Some(name.clone()),
            KeyPart::Expression(_) => None,
        })
        .collect();
    columns.map(|columns| sorted(&columns))
}

pub(super) fn sorted(columns: &[String]) -> Vec<String> {
    let mut columns = columns.to_vec();
    columns.sort();
    columns
}

/// The column set (sorted) that the index or key `name` makes unique.
pub(super) fn key_of(table: &Table, name: &str) -> Option<Vec<String>> {
    let primary = table.primary_key.iter().filter(|key| key.name == name).map(|key| sorted(&key.columns));
    let uniques = table.uniques.iter().filter(|key| key.name == name).map(|key| sorted(&key.columns));
    let indexes = table.indexes.iter().filter(|index| index.name == name).filter_map(index_key);
    primary.chain(uniques).chain(indexes).next()
}
