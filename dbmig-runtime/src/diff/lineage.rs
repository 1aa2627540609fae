//! What tables have from their parents, and what of it is their own where they come and go.
//!
//! A partition that is detached keeps what it had from its parent; one that is attached must have it before. So a
//! child is compared with those parts counted as its own, unless it has the same parent on both sides.

use std::collections::{BTreeMap, BTreeSet};

use super::list::{Definition, Pair, pairs};
use crate::catalog::{Catalog, Check, Column, ForeignKey, Named, ObjectName, Server, Table, identifiers};

/// Tables before and after, as far as their parents matter.
pub(crate) struct Lineage<'a> {
    from: &'a Catalog,
    to: &'a Catalog,
    /// Tables on both sides that PostgreSQL can't make of each other.
    rebuilt: BTreeSet<&'a ObjectName>,
}

impl<'a> Lineage<'a> {
    /// `stuck` are tables that must be built again for reasons that only a plan knows.
    pub(crate) fn new(from: &'a Catalog, to: &'a Catalog, stuck: &BTreeSet<ObjectName>) -> Self {
        let both = from.tables.iter().filter_map(|(name, table)| Some((name, table, to.tables.get(name)?)));
        let server = |name: &str| Some((from.servers.get(name)?, to.servers.get(name)?));
        let rebuilt = both
            .filter(|(name, from, to)| {
                must_rebuild(from, to) || moves_server(from, to, server) || stuck.contains(*name)
            })
            .map(|(name, ..)| name);
        Self { from, to, rebuilt: rebuilt.collect() }
    }

    /// True if a table must be dropped and created to become what it is after.
    pub(crate) fn is_rebuilt(&self, name: &ObjectName) -> bool {
        self.rebuilt.contains(name)
    }

    /// The parents that a table has before and after, in the same place.
    pub(crate) fn linked(&self, from: &'a Table, to: &'a Table) -> Vec<&'a ObjectName> {
        let stays = |name: &ObjectName| {
            let both = self.from.tables.contains_key(name) && self.to.tables.contains_key(name);
            both && !self.is_rebuilt(name)
        };
        if let (Some(before), Some(after)) = (&from.partition_of, &to.partition_of) {
            let same = before.parent == after.parent && before.bound == after.bound && stays(&after.parent);
            let same = same && !self.is_stuck(from, to, &after.parent);
            return same.then_some(&after.parent).into_iter().collect();
        }
        let both = from.inherits.iter().zip(&to.inherits);
        both.take_while(|(before, after)| before == after && stays(after)).map(|(_, name)| name).collect()
    }

    /// PostgreSQL drops no index of a partitioned table while a constraint of a partition is a part of it.
    fn is_stuck(&self, from: &Table, to: &Table, parent: &ObjectName) -> bool {
        let (Some(before), Some(after)) = (self.from.tables.get(parent), self.to.tables.get(parent)) else {
            return false;
        };
        let goes = |index: &String| {
            let old = before.indexes.iter().find(|other| other.name == *index);
            let new = after.indexes.iter().find(|other| other.name == *index);
            old.is_some_and(|old| !new.is_some_and(|new| old.same_definition(new)))
        };
        let stuck = |index: Option<&String>, stays: bool| index.is_some_and(|index| goes(index) || !stays);
        let is_index = |index: Option<&String>| {
            index.is_some_and(|index| before.indexes.iter().any(|other| other.name == *index))
        };
        let primary = from.primary_key.iter().filter(|key| is_index(key.attached_to.as_ref()));
        let uniques = from.uniques.iter().filter(|key| is_index(key.attached_to.as_ref()));
        primary.into_iter().any(|key| {
            stuck(key.attached_to.as_ref(), to.primary_key.as_ref().is_some_and(|to| key.same_definition(to)))
        }) || uniques
            .into_iter()
            .any(|key| stuck(key.attached_to.as_ref(), to.uniques.iter().any(|to| key.same_definition(to))))
    }

    /// Both sides of a table, with what comes from a parent that changes counted as its own; `None` where that makes
    /// no difference.
    pub(crate) fn own(&self, from: &'a Table, to: &'a Table) -> Option<(Table, Table)> {
        if from.parents().next().is_none() && to.parents().next().is_none() {
            return None;
        }
        let linked = self.linked(from, to);
        let mut after = alone(self.to, to, &linked, true);
        let mut before = alone(self.from, from, &linked, false);
        // A copy of a parent's foreign key is taken over by the next parent that has it.
        after.foreign_keys.clone_from(&to.foreign_keys);
        for key in alone(self.to, to, &linked, true).foreign_keys {
            let same = before.foreign_keys.iter().find(|before| before.same_definition(&key));
            let taken = |name: &str| after.foreign_keys.iter().any(|key| key.name == name);
            if let Some(same) = same.filter(|same| !taken(&same.name)) {
                after.foreign_keys.push(same.clone());
            }
        }
        // Whether a child declares what it inherits as well can't be taken back.
        let inherited = to.parents().flat_map(|parent| checks(self.to, parent)).collect::<Vec<_>>();
        before.checks.retain(|check| {
            let declared = after.checks.iter().any(|after| after.name == check.name);
            declared
                || !inherited.iter().any(|other| other.name == check.name && other.same_definition(check))
        });
        before.sort();
        after.sort();
        (before != *from || after != *to).then_some((before, after))
    }
}

/// PostgreSQL can't take a foreign table to another server, nor make one of a table that holds rows.
fn moves_server<'s>(
    from: &Table,
    to: &Table,
    server: impl Fn(&str) -> Option<(&'s Server, &'s Server)>,
) -> bool {
    match (&from.foreign, &to.foreign) {
        (Some(before), Some(after)) => {
            let again = server(&after.server).is_some_and(|(from, to)| !from.can_become(to));
            before.server != after.server || again
        }
        (before, after) => before.is_some() != after.is_some(),
    }
}

/// PostgreSQL can't change a partition key, nor a column in it.
fn must_rebuild(from: &Table, to: &Table) -> bool {
    let Some(key) = &from.partition_by else { return to.partition_by.is_some() };
    let names = identifiers(key);
    let retyped = |before: &Column| {
        let after = to.column(&before.name);
        after.is_none_or(|after| {
            before.data_type != after.data_type
                || before.collation != after.collation
                || before.generated != after.generated
        })
    };
    from.partition_by != to.partition_by
        || from.columns.iter().any(|column| names.contains(&column.name) && retyped(column))
}

/// A table with what it has from its parents, but for those that are `linked`.
/// `comes`: the parents are those that it is going to have.
fn alone(catalog: &Catalog, table: &Table, linked: &[&ObjectName], comes: bool) -> Table {
    let mut table = table.clone();
    let parents: Vec<ObjectName> =
        table.parents().filter(|parent| !linked.contains(parent)).cloned().collect();
    own_not_nulls(catalog, &mut table, linked);
    for parent in &parents {
        for check in checks(catalog, parent) {
            if !table.checks.iter().any(|own| own.name == check.name) {
                table.checks.push(Check { comment: None, ..check.clone() });
            }
        }
    }
    if let Some(partition) =
        table.partition_of.as_ref().filter(|partition| !linked.contains(&&partition.parent))
    {
        let keys = foreign_keys(catalog, &partition.parent);
        table.foreign_keys.extend(keys.into_iter().map(|key| {
            let name = partition.foreign_keys.get(&key.name).unwrap_or(&key.name).clone();
            ForeignKey { name, comment: None, ..key }
        }));
        if comes {
            leave_to_parent(&mut table);
        }
        attachments(&mut table).for_each(|attached| *attached = None);
    }
    table
}

/// True if PostgreSQL attaches no index of this kind, but makes that of a partition with the parent's.
pub(crate) fn comes_with_parent(attached_to: Option<&String>, excludes: bool) -> bool {
    excludes && attached_to.is_some()
}

/// Takes out what PostgreSQL makes in a partition by itself, and lets nobody make before.
pub(crate) fn leave_to_parent(table: &mut Table) {
    let own = |attached: &Option<String>, excludes| !comes_with_parent(attached.as_ref(), excludes);
    table.primary_key = table.primary_key.take().filter(|key| own(&key.attached_to, key.without_overlaps));
    table.uniques.retain(|key| own(&key.attached_to, key.without_overlaps));
    table.exclusions.retain(|item| own(&item.attached_to, true));
}

/// A not-null constraint that no parent gives any more stays, under the name that it has.
fn own_not_nulls(catalog: &Catalog, table: &mut Table, linked: &[&ObjectName]) {
    let given = |name: &str| {
        let parents = linked.iter().filter_map(|parent| catalog.tables.get(*parent));
        parents.into_iter().any(|parent| parent.column(name).is_some_and(|column| !column.nullable))
    };
    for constraint in &table.inherited_not_nulls {
        let column = table.columns.iter_mut().find(|column| column.name == constraint.column);
        if let Some(column) = column.filter(|column| !given(&column.name)) {
            column.not_null = constraint.clone().unless_plain(&table.name.name);
        }
    }
}

/// A new partition as it must be before it is attached.
pub(crate) fn before_attach(catalog: &Catalog, to: &Table) -> Table {
    let mut table = alone(catalog, to, &[], true);
    table.foreign_keys.clone_from(&to.foreign_keys);
    table.sort();
    table
}

/// The checks that children of a table get.
fn checks<'c>(catalog: &'c Catalog, name: &ObjectName) -> Vec<&'c Check> {
    let Some(table) = catalog.tables.get(name) else { return Vec::new() };
    let own = table.checks.iter().filter(|check| !check.no_inherit);
    own.chain(table.parents().flat_map(|parent| checks(catalog, parent))).collect()
}

/// The foreign keys that partitions of a table get.
fn foreign_keys(catalog: &Catalog, name: &ObjectName) -> Vec<ForeignKey> {
    let Some(table) = catalog.tables.get(name) else { return Vec::new() };
    let mut keys = table.foreign_keys.clone();
    if let Some(partition) = &table.partition_of {
        keys.extend(foreign_keys(catalog, &partition.parent).into_iter().map(|key| {
            let name = partition.foreign_keys.get(&key.name).unwrap_or(&key.name).clone();
            ForeignKey { name, ..key }
        }));
    }
    keys
}

/// What each index and key of a table is attached to.
pub(super) fn attachments(table: &mut Table) -> impl Iterator<Item = &mut Option<String>> {
    let keys = table.primary_key.iter_mut().map(|key| &mut key.attached_to);
    let keys = keys.chain(table.uniques.iter_mut().map(|key| &mut key.attached_to));
    let keys = keys.chain(table.exclusions.iter_mut().map(|item| &mut item.attached_to));
    keys.chain(table.indexes.iter_mut().map(|index| &mut index.attached_to))
}

/// True if [`rename_attached`] would change something.
pub(super) fn renames_attached(from: &Catalog, to: &Catalog) -> bool {
    let partitioned = from.tables.values().filter(|table| table.partition_by.is_some());
    let mut both = partitioned.filter_map(|before| Some((before, to.tables.get(&before.name)?)));
    both.any(|(before, after)| !renamed_parts(before, after).is_empty())
}

/// The indexes and keys of which only the name differs: the old name to the new one.
fn renamed_parts(before: &Table, after: &Table) -> BTreeMap<String, String> {
    let mut renames = BTreeMap::new();
    renamed(&before.primary_key, &after.primary_key, &mut renames);
    renamed(&before.uniques, &after.uniques, &mut renames);
    renamed(&before.exclusions, &after.exclusions, &mut renames);
    renamed(&before.indexes, &after.indexes, &mut renames);
    renames
}

/// Calls the parent's indexes in `from` as they are called in `to`, where only their name differs.
pub(super) fn rename_attached(from: &mut Catalog, to: &Catalog) {
    let names: Vec<ObjectName> = parents_first(from).into_iter().cloned().collect();
    for name in &names {
        let Some(table) = from.tables.get(name) else { continue };
        let Some(parent) = table.partition_of.as_ref().map(|partition| &partition.parent) else { continue };
        let (Some(before), Some(after)) = (from.tables.get(parent), to.tables.get(parent)) else { continue };
        let renames = renamed_parts(before, after);
        if renames.is_empty() {
            continue;
        }
        let Some(table) = from.tables.get_mut(name) else { continue };
        for attached in attachments(table).flatten() {
            if let Some(new) = renames.get(attached) {
                attached.clone_from(new);
            }
        }
    }
}

fn renamed<'a, T>(
    from: impl IntoIterator<Item = &'a T>,
    to: impl IntoIterator<Item = &'a T>,
    renames: &mut BTreeMap<String, String>,
) where
    T: Named<Key = String> + Definition + 'a,
{
    for pair in pairs(from, to) {
        if let Pair::Both(from, to) = pair
            && from.key() != to.key()
            && from.same_definition(to)
        {
            renames.insert(from.key().clone(), to.key().clone());
        }
    }
}

/// The tables in an order in which each comes after its parents.
pub(crate) fn parents_first(catalog: &Catalog) -> Vec<&ObjectName> {
    let mut order = Vec::with_capacity(catalog.tables.len());
    let mut seen = BTreeSet::new();
    for start in catalog.tables.values() {
        let mut stack = vec![(start, false)];
        while let Some((table, parents_done)) = stack.pop() {
            if parents_done {
                order.push(&table.name);
            } else if seen.insert(&table.name) {
                stack.push((table, true));
                let parents = table.parents().filter_map(|parent| catalog.tables.get(parent));
                stack.extend(parents.map(|parent| (parent, false)));
            }
        }
    }
    order
}
