//! Declared renames: which of them are in effect, and the way back.

use std::collections::BTreeMap;

use super::sequence;
use crate::catalog::{Catalog, Column, ObjectName, Renames, Table};

/// Those of `declared` that haven't been made: the old name is only before, the new one only after, as far as no other
/// rename takes the one or gives up the other.
pub(super) fn in_effect(from: &Catalog, to: &Catalog, declared: &Renames) -> Renames {
    let partitioned =
        |catalog: &Catalog, name| catalog.tables.get(name).map(|table: &Table| table.partition_by.is_some());
    // A table that is built again is not the old one under another name.
    let tables = declared.tables.iter().filter(|(new, old)| partitioned(from, old) == partitioned(to, new));
    let tables = tables.map(|(new, old)| (new.clone(), old.clone())).collect();
    let mut renames =
        Renames { tables: pending(&tables, &from.tables, &to.tables, alike_tables), ..Renames::default() };
    columns(from, to, declared, &mut renames);
    for (new, old) in &declared.enums {
        let pending = from.enums.contains_key(old) && !to.enums.contains_key(old);
        let same_schema = new.schema == old.schema;
        if pending && same_schema && to.enums.contains_key(new) && !from.enums.contains_key(new) {
            insert_once(&mut renames.enums, new.clone(), old.clone(), |_, _| true);
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

fn columns(from: &Catalog, to: &Catalog, declared: &Renames, renames: &mut Renames) {
    let mut by_table: BTreeMap<&ObjectName, BTreeMap<String, String>> = BTreeMap::new();
    for ((table, new), old) in &declared.columns {
        by_table.entry(table).or_default().insert(new.clone(), old.clone());
    }
    for (table, mut declared) in by_table {
        let before = from.tables.get(renames.tables.get(table).unwrap_or(table));
        let (Some(before), Some(after)) = (before, to.tables.get(table)) else { continue };
        // What a table inherits is renamed where it comes from.
        let own = |_: &String, old: &mut String| before.column(old).is_some_and(|column| !column.inherited);
        declared.retain(own);
        let (before, after) = (columns_by_name(before), columns_by_name(after));
        let pending =
            pending(&declared, &before, &after, |from, to| usize::from(from.data_type == to.data_type));
        renames.columns.extend(pending.into_iter().map(|(new, old)| ((table.clone(), new), old)));
    }
}

fn columns_by_name(table: &Table) -> BTreeMap<String, &Column> {
    table.columns.iter().map(|column| (column.name.clone(), column)).collect()
}

/// The renames, new name to old name, that lead from the names of `from` to those of `to`.
///
/// Names that change places are on both sides all the time: such a circle is made where `alike` sees more in common
/// between those that get each other's names than between those that have the same.
fn pending<K: Ord + Clone, T>(
    declared: &BTreeMap<K, K>,
    from: &BTreeMap<K, T>,
    to: &BTreeMap<K, T>,
    alike: impl Fn(&T, &T) -> usize,
) -> BTreeMap<K, K> {
    let mut pending = BTreeMap::new();
    for (new, old) in declared.iter().filter(|(new, old)| new != old) {
        if from.contains_key(old) && to.contains_key(new) {
            insert_once(&mut pending, new.clone(), old.clone(), |_, _| true);
        }
    }
    loop {
        let known = pending.clone();
        pending.retain(|new, old| {
            let given_up = !from.contains_key(new) || known.values().any(|other| other == new);
            given_up && (!to.contains_key(old) || known.contains_key(old))
        });
        if pending.len() == known.len() {
            break;
        }
    }
    let known = pending.clone();
    pending.retain(|new, _| {
        let Some(circle) = circle(&known, new) else { return true };
        let count = |pairs: &mut dyn Iterator<Item = (&K, &K)>| -> usize {
            pairs.filter_map(|(new, old)| Some(alike(from.get(old)?, to.get(new)?))).sum()
        };
        let moved = count(&mut circle.iter().filter_map(|new| Some((*new, known.get(*new)?))));
        moved > count(&mut circle.iter().map(|name| (*name, *name)))
    });
    pending
}

/// The names that change places with `start`, if they do.
fn circle<'k, K: Ord>(renames: &'k BTreeMap<K, K>, start: &'k K) -> Option<Vec<&'k K>> {
    let mut circle = vec![start];
    let mut name = renames.get(start)?;
    while name != start {
        circle.push(name);
        name = renames.get(name)?;
    }
    Some(circle)
}

/// How many columns two tables have in common.
fn alike_tables(from: &Table, to: &Table) -> usize {
    let same = |column: &&Column| to.column(&column.name).is_some_and(|to| to.data_type == column.data_type);
    from.columns.iter().filter(same).count()
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
