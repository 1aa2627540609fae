//! Tables in the order of their references.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{ObjectName, Table};

/// The tables in an order in which each comes after those that it refers to, as far as there is one.
pub(super) fn reference_order<'a>(tables: &BTreeMap<&'a ObjectName, &'a Table>) -> Vec<&'a Table> {
    let mut order = Vec::with_capacity(tables.len());
    let mut seen = BTreeSet::new();
    for start in tables.values() {
        let mut stack = vec![(*start, false)];
        while let Some((table, referenced_done)) = stack.pop() {
            if referenced_done {
                order.push(table);
            } else if seen.insert(&table.name) {
                stack.push((table, true));
                let keys = table.foreign_keys.iter().rev().map(|key| &key.references);
                let parents: Vec<&ObjectName> = table.parents().collect();
                let referenced = keys.chain(parents.into_iter().rev()).filter_map(|name| tables.get(name));
                stack.extend(
                    referenced.filter(|other| !seen.contains(&other.name)).map(|other| (*other, false)),
                );
            }
        }
    }
    order
}
