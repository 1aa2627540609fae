//! Declared renames: which of them are in effect, and the way back.

use std::collections::BTreeMap;

use super::sequence;
use crate::catalog::{Catalog, Column, CompositeType, ObjectName, Renames, Table};

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
    renames.views = whole(&declared.views, &from.views, &to.views);
    renames.materialized_views =
        whole(&declared.materialized_views, &from.materialized_views, &to.materialized_views);
    renames.domains = whole(&declared.domains, &from.domains, &to.domains);
    renames.composites = whole(&declared.composites, &from.composites, &to.composites);
    without_circles(&mut renames);
    columns(from, to, declared, &mut renames);
    attributes(from, to, declared, &mut renames);
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

/// Renames within a schema, of what no rows tell apart.
fn whole<T>(
    declared: &BTreeMap<ObjectName, ObjectName>,
    from: &BTreeMap<ObjectName, T>,
    to: &BTreeMap<ObjectName, T>,
) -> BTreeMap<ObjectName, ObjectName> {
    let within = declared.iter().filter(|(new, old)| new.schema == old.schema);
    let within = within.map(|(new, old)| (new.clone(), old.clone())).collect();
    pending(&within, from, to, |_, _| 0)
}

/// Leaves out views and types that change places with others: views, tables and types share names.
fn without_circles(renames: &mut Renames) {
    let all: BTreeMap<ObjectName, ObjectName> =
        renames.relations().chain(renames.types()).map(|(new, old)| (new.clone(), old.clone())).collect();
    let (views, materialized) = (&mut renames.views, &mut renames.materialized_views);
    for map in [views, materialized, &mut renames.domains, &mut renames.composites] {
        map.retain(|new, _| circle(&all, new).is_none());
    }
}

fn attributes(from: &Catalog, to: &Catalog, declared: &Renames, renames: &mut Renames) {
    let by_name = |composite: &CompositeType| -> BTreeMap<String, ()> {
        composite.attributes.iter().map(|attribute| (attribute.name.clone(), ())).collect()
    };
    let mut by_type: BTreeMap<&ObjectName, BTreeMap<String, String>> = BTreeMap::new();
    for ((of, new), old) in &declared.attributes {
        by_type.entry(of).or_default().insert(new.clone(), old.clone());
    }
    for (of, declared) in by_type {
        let before = from.composites.get(renames.composites.get(of).unwrap_or(of));
        let (Some(before), Some(after)) = (before, to.composites.get(of)) else { continue };
        let pending = pending(&declared, &by_name(before), &by_name(after), |(), ()| 0);
        renames.attributes.extend(pending.into_iter().map(|(new, old)| ((of.clone(), new), old)));
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
    renames.relations().next().is_none()
        && renames.types().next().is_none()
        && renames.columns.is_empty()
        && renames.attributes.is_empty()
        && renames.sequences.is_empty()
        && renames.enum_labels.is_empty()
}

/// The renames that lead back.
pub(super) fn reversed(renames: &Renames) -> Renames {
    let old_table = |table| renames.tables.get(table).unwrap_or(table).clone();
    let old_enum = |name| renames.enums.get(name).unwrap_or(name).clone();
    let old_composite = |name| renames.composites.get(name).unwrap_or(name).clone();
    let swap = |map: &BTreeMap<ObjectName, ObjectName>| {
        map.iter().map(|(new, old)| (old.clone(), new.clone())).collect::<BTreeMap<_, _>>()
    };
    Renames {
        tables: swap(&renames.tables),
        views: swap(&renames.views),
        materialized_views: swap(&renames.materialized_views),
        enums: swap(&renames.enums),
        domains: swap(&renames.domains),
        composites: swap(&renames.composites),
        sequences: swap(&renames.sequences),
        attributes: renames
            .attributes
            .iter()
            .map(|((of, new), old)| ((old_composite(of), old.clone()), new.clone()))
            .collect(),
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
