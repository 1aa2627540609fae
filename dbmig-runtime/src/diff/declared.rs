//! Declared renames: which of them are in effect, and the way back.

use std::collections::BTreeMap;

use super::sequence;
use crate::catalog::{Catalog, ObjectName, Renames, Table};

/// Those of `declared` that haven't been made: the old name is only before, the new one only after.
pub(super) fn in_effect(from: &Catalog, to: &Catalog, declared: &Renames) -> Renames {
    let mut renames = Renames::default();
    for (new, old) in &declared.tables {
        let pending = from.tables.contains_key(old) && !to.tables.contains_key(old);
        let key = |catalog: &Catalog, name| {
            catalog.tables.get(name).map(|table: &Table| table.partition_by.is_some())
        };
        // A table that is built again is not the old one under another name.
        let pending = pending && key(from, old) == key(to, new);
        if pending && to.tables.contains_key(new) && !from.tables.contains_key(new) {
            insert_once(&mut renames.tables, new.clone(), old.clone(), |_, _| true);
        }
    }
    for (new, old) in &declared.enums {
        let pending = from.enums.contains_key(old) && !to.enums.contains_key(old);
        let same_schema = new.schema == old.schema;
        if pending && same_schema && to.enums.contains_key(new) && !from.enums.contains_key(new) {
            insert_once(&mut renames.enums, new.clone(), old.clone(), |_, _| true);
        }
    }
    for ((table, new), old) in &declared.columns {
        let before = from.tables.get(renames.tables.get(table).unwrap_or(table));
        let (Some(before), Some(after)) = (before, to.tables.get(table)) else { continue };
        // What a table inherits is renamed where it comes from.
        let own = before.column(old).is_some_and(|column| !column.inherited);
        let pending = own && after.column(old).is_none();
        if pending && after.column(new).is_some() && before.column(new).is_none() {
            insert_once(&mut renames.columns, (table.clone(), new.clone()), old.clone(), |a, b| a.0 == b.0);
        }
    }
    for ((name, new), old) in &declared.enum_labels {
        let before = from.enums.get(renames.enums.get(name).unwrap_or(name));
        let (Some(before), Some(after)) = (before, to.enums.get(name)) else { continue };
        let pending = before.labels.contains(old) && !after.labels.contains(old);
        if pending && after.labels.contains(new) && !before.labels.contains(new) {
            let key = (name.clone(), new.clone());
            insert_once(&mut renames.enum_labels, key, old.clone(), |a, b| a.0 == b.0);
        }
    }
    renames.sequences = sequence::in_effect(from, to, declared, &renames);
    renames
}

/// Two new names for one old name: the first is taken.
fn insert_once<K: Ord, V: PartialEq>(
    map: &mut BTreeMap<K, V>,
    key: K,
    old: V,
    same: impl Fn(&K, &K) -> bool,
) {
    if !map.iter().any(|(other, taken)| *taken == old && same(other, &key)) {
        map.insert(key, old);
    }
}

pub(super) fn is_empty(renames: &Renames) -> bool {
    renames.tables.is_empty()
        && renames.columns.is_empty()
        && renames.enums.is_empty()
        && renames.sequences.is_empty()
        && renames.enum_labels.is_empty()
}

/// The renames that lead back.
pub(super) fn reversed(renames: &Renames) -> Renames {
    let old_table = |table| renames.tables.get(table).unwrap_or(table).clone();
    let old_enum = |name| renames.enums.get(name).unwrap_or(name).clone();
    let swap = |(new, old): (&ObjectName, &ObjectName)| (old.clone(), new.clone());
    Renames {
        tables: renames.tables.iter().map(swap).collect(),
        enums: renames.enums.iter().map(swap).collect(),
        sequences: renames.sequences.iter().map(swap).collect(),
        columns: renames
            .columns
            .iter()
            .map(|((table, new), old)| ((old_table(table), old.clone()), new.clone()))
            .collect(),
        enum_labels: renames
            .enum_labels
            .iter()
            .map(|((name, new), old)| ((old_enum(name), old.clone()), new.clone()))
            .collect(),
    }
}
