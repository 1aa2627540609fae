//! Which tables are filled, and in what order.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Catalog, ObjectName, Table};

use super::ROWS;
use super::constraint::Constraints;

/// The tables that hold the rows of `wanted`, with all that they refer to, each after those.
pub(super) fn order<'c>(catalog: &'c Catalog, wanted: &BTreeSet<&ObjectName>) -> Vec<&'c Table> {
    let needs = needs(catalog, wanted);
    let mut left: Vec<&Table> = needs.keys().filter_map(|name| catalog.tables.get(*name)).collect();
    let mut placed: BTreeSet<&ObjectName> = BTreeSet::new();
    let mut ordered = Vec::new();
    while !left.is_empty() {
        let free = |table: &&Table, only_hard: bool| {
            let mut needed = needs.get(&table.name).into_iter().flatten();
            needed.all(|need| {
                placed.contains(&need.table) || only_hard && !need.is_hard || need.table == table.name
            })
        };
        // In a circle a table comes first that can do without the others.
        let next = left.iter().position(|table| free(table, false));
        let next = next.or_else(|| left.iter().position(|table| free(table, true))).unwrap_or(0);
        let table = left.remove(next);
        placed.insert(&table.name);
        ordered.push(table);
    }
    ordered
}

/// A table that another refers to.
struct Need {
    table: ObjectName,
    /// Its rows can't do without.
    is_hard: bool,
}

fn needs<'c>(catalog: &'c Catalog, wanted: &BTreeSet<&ObjectName>) -> BTreeMap<&'c ObjectName, Vec<Need>> {
    let mut needs = BTreeMap::new();
    let mut open: Vec<ObjectName> = wanted.iter().map(|name| (*name).clone()).collect();
    while let Some(name) = open.pop() {
        for table in holders(catalog, &name) {
            if needs.contains_key(&table.name) {
                continue;
            }
            let needed = needed(catalog, table);
            open.extend(needed.iter().map(|need| need.table.clone()));
            needs.insert(&table.name, needed);
        }
    }
    needs
}

fn needed(catalog: &Catalog, table: &Table) -> Vec<Need> {
    let constraints = Constraints::of(catalog, table);
    let mut needed = Vec::new();
    for key in &constraints.foreign_keys {
        let nullable = |name: &String| table.column(name).is_some_and(|column| column.nullable);
        let is_hard = !key.columns.iter().any(nullable);
        for holder in holders(catalog, &key.references) {
            needed.push(Need { table: holder.name.clone(), is_hard });
        }
    }
    needed
}

/// The tables that the rows of `name` are in: it, or its first partitions.
fn holders<'c>(catalog: &'c Catalog, name: &ObjectName) -> Vec<&'c Table> {
    let Some(table) = catalog.tables.get(name).filter(|table| table.foreign.is_none()) else {
        return Vec::new();
    };
    if table.partition_by.is_none() {
        return vec![table];
    }
    let is_part = |part: &&Table| part.partition_of.as_ref().is_some_and(|of| of.parent == *name);
    let mut parts: Vec<&Table> =
        catalog.tables.values().filter(is_part).flat_map(|part| holders(catalog, &part.name)).collect();
    parts.truncate(ROWS);
    parts
}
