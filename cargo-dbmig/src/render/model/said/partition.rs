//! Partitions that their table's struct declares: those that are the table again, in a place of their own.

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::catalog::{
    Catalog, Exclusion, Index, IndexKey, KeyPart, ObjectName, PrimaryKey, ReplicaIdentity, RowSecurity,
    Table, Unique, default_name,
};

use super::table::inherited;
use crate::render::model::constraint::index_columns;
use crate::render::model::partition::keys;

/// The partitions of a struct, without what they have beyond it.
pub(super) fn partitions(catalog: &Catalog, root: &Table) -> Vec<Table> {
    let mut said: Vec<Table> = Vec::new();
    let mut names = BTreeSet::new();
    let mut parents = vec![root.clone()];
    while let Some(parent) = parents.pop() {
        for partition in children(catalog, &parent.name) {
            let reduced = reduced(partition, &parent);
            // Attributes know them by their own name.
            if is_sayable(&reduced, &parent) && names.insert(reduced.name.name.clone()) {
                parents.push(reduced.clone());
                said.push(reduced);
            }
        }
    }
    said
}

/// True if each partition has its part of the table's index or key `name`: PostgreSQL makes such parts together with it.
pub(super) fn is_whole(catalog: &Catalog, table: &Table, name: &str) -> bool {
    children(catalog, &table.name).filter(|partition| partition.foreign.is_none()).all(|partition| {
        parts(partition).any(|(own, attached_to)| {
            attached_to == Some(name)
                && (partition.partition_by.is_none() || is_whole(catalog, partition, own))
        })
    })
}

/// The indexes of a partition, those of constraints among them, with what they are a part of.
fn parts(partition: &Table) -> impl Iterator<Item = (&str, Option<&str>)> {
    let primary = partition.primary_key.iter().map(|key| (&*key.name, key.attached_to.as_deref()));
    let uniques = partition.uniques.iter().map(|key| (&*key.name, key.attached_to.as_deref()));
    let exclusions = partition.exclusions.iter().map(|item| (&*item.name, item.attached_to.as_deref()));
    let indexes = partition.indexes.iter().filter(|index| index.valid);
    let indexes = indexes.map(|index| (&*index.name, index.attached_to.as_deref()));
    primary.chain(uniques).chain(exclusions).chain(indexes)
}

/// The partitions of a table, by name.
pub(in crate::render::model) fn children<'c>(
    catalog: &'c Catalog,
    parent: &ObjectName,
) -> impl Iterator<Item = &'c Table> {
    let is_of = |table: &Table| table.partition_of.as_ref().is_some_and(|place| place.parent == *parent);
    catalog.tables.values().filter(move |table| is_of(table))
}

fn is_sayable(reduced: &Table, parent: &Table) -> bool {
    reduced.foreign.is_none()
        && reduced.access_method.is_none()
        && reduced.partition_of.as_ref().is_some_and(|place| place.foreign_keys.is_empty())
        && reduced.partition_by.as_deref().is_none_or(|by| keys(by).is_some())
        && reduced.primary_key.is_some() == parent.primary_key.is_some()
        && reduced.uniques.len() == parent.uniques.len()
        && reduced.exclusions.len() == parent.exclusions.len()
        && reduced.indexes.len() == parent.indexes.len()
        && has_default_names(reduced)
}

/// True if what belongs to an index of the parent has the name that PostgreSQL gives it.
fn has_default_names(reduced: &Table) -> bool {
    let primary = reduced.primary_key.iter().map(|key| (&key.name, Vec::new(), "pkey"));
    let uniques = reduced.uniques.iter();
    let uniques =
        uniques.map(|key| (&key.name, index_columns(key.columns.iter().chain(&key.include)), "key"));
    let exclusions = reduced.exclusions.iter().map(|item| {
        let keys = item.elements.iter().map(|element| column(&element.key)).chain(item.include.clone());
        (&item.name, index_columns(&keys.collect::<Vec<_>>()), "excl")
    });
    let indexes = reduced.indexes.iter().map(|index| {
        let keys = index.keys.iter().map(column).chain(index.include.clone());
        (&index.name, index_columns(&keys.collect::<Vec<_>>()), "idx")
    });
    let mut seen = BTreeSet::new();
    let mut all = primary.chain(uniques).chain(exclusions).chain(indexes);
    all.all(|(name, columns, label)| {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let usual = default_name(&reduced.name.name, &columns, label);
        usual == *name && seen.insert(usual)
    })
}

/// What PostgreSQL calls a key of an index (`FigureIndexColname` in the server), as far as the printed expression tells.
fn column(key: &IndexKey) -> String {
    match &key.part {
        KeyPart::Column(name) => name.clone(),
        KeyPart::Expression(expression) => {
            let function = expression.split_once('(').map(|(function, _)| function);
            let is_name =
                |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            let function = function.filter(is_name).filter(|_| expression.ends_with(')'));
            function.map_or_else(|| "expr".to_owned(), str::to_lowercase)
        }
    }
}

/// The partition with nothing but what it has from its table, and what its attribute says.
fn reduced(partition: &Table, parent: &Table) -> Table {
    let parents: BTreeMap<&String, _> = parent.columns.iter().map(|column| (&column.name, column)).collect();
    let columns = partition.columns.iter();
    let columns = columns.filter_map(|column| parents.get(&column.name).map(|parent| inherited(parent)));
    let is_part = |of: &Option<String>, name: &String| of.as_ref() == Some(name);
    let primary = |key: &&PrimaryKey| {
        parent.primary_key.as_ref().is_some_and(|parent| is_part(&key.attached_to, &parent.name))
    };
    let unique = |key: &&Unique| parent.uniques.iter().any(|of| is_part(&key.attached_to, &of.name));
    let exclusion =
        |item: &&Exclusion| parent.exclusions.iter().any(|of| is_part(&item.attached_to, &of.name));
    let index =
        |index: &&Index| index.valid && parent.indexes.iter().any(|of| is_part(&index.attached_to, &of.name));
    Table {
        columns: columns.collect(),
        primary_key: partition.primary_key.as_ref().filter(primary).cloned().map(bare_key),
        uniques: partition.uniques.iter().filter(unique).cloned().map(bare_unique).collect(),
        exclusions: partition.exclusions.iter().filter(exclusion).cloned().map(bare_exclusion).collect(),
        indexes: partition.indexes.iter().filter(index).cloned().map(bare_index).collect(),
        foreign_keys: Vec::new(),
        checks: Vec::new(),
        replica_identity: ReplicaIdentity::Default,
        clustered_on: None,
        row_security: RowSecurity::default(),
        ..partition.clone()
    }
}

// Comments aren't copied.

fn bare_key(key: PrimaryKey) -> PrimaryKey {
    PrimaryKey { comment: None, index_comment: None, ..key }
}

fn bare_unique(key: Unique) -> Unique {
    Unique { comment: None, index_comment: None, ..key }
}

fn bare_exclusion(item: Exclusion) -> Exclusion {
    Exclusion { comment: None, index_comment: None, ..item }
}

fn bare_index(index: Index) -> Index {
    Index { comment: None, ..index }
}
