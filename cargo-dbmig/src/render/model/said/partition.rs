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
    let mut parents = vec![root.name.clone()];
    while let Some(parent) = parents.pop() {
        for partition in children(catalog, &parent) {
            // Attributes know them by their own name.
            if is_sayable(partition) && names.insert(partition.name.name.clone()) {
                parents.push(partition.name.clone());
                said.push(reduced(partition, root));
            }
        }
    }
    said
}

/// The partitions of a table, by name.
pub(in crate::render::model) fn children<'c>(
    catalog: &'c Catalog,
    parent: &ObjectName,
) -> impl Iterator<Item = &'c Table> {
    let is_of = |table: &Table| table.partition_of.as_ref().is_some_and(|place| place.parent == *parent);
    catalog.tables.values().filter(move |table| is_of(table))
}

fn is_sayable(partition: &Table) -> bool {
    partition.foreign.is_none()
        && partition.access_method.is_none()
        && partition.partition_of.as_ref().is_some_and(|place| place.foreign_keys.is_empty())
        && partition.partition_by.as_deref().is_none_or(|by| keys(by).is_some())
        && has_default_names(partition)
}

/// True if what belongs to an index of the parent has the name that PostgreSQL gives it.
fn has_default_names(partition: &Table) -> bool {
    let primary = partition.primary_key.iter().filter(|key| key.attached_to.is_some());
    let primary = primary.map(|key| (&key.name, Vec::new(), "pkey"));
    let uniques = partition.uniques.iter().filter(|key| key.attached_to.is_some());
    let uniques =
        uniques.map(|key| (&key.name, index_columns(key.columns.iter().chain(&key.include)), "key"));
    let exclusions = partition.exclusions.iter().filter(|item| item.attached_to.is_some());
    let exclusions = exclusions.map(|item| {
        let keys = item.elements.iter().map(|element| column(&element.key)).chain(item.include.clone());
        (&item.name, index_columns(&keys.collect::<Vec<_>>()), "excl")
    });
    let indexes = partition.indexes.iter().filter(|index| index.attached_to.is_some());
    let indexes = indexes.map(|index| {
        let keys = index.keys.iter().map(column).chain(index.include.clone());
        (&index.name, index_columns(&keys.collect::<Vec<_>>()), "idx")
    });
    let mut seen = BTreeSet::new();
    let mut all = primary.chain(uniques).chain(exclusions).chain(indexes);
    all.all(|(name, columns, label)| {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let usual = default_name(&partition.name.name, &columns, label);
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
fn reduced(partition: &Table, root: &Table) -> Table {
    let parents: BTreeMap<&String, _> = root.columns.iter().map(|column| (&column.name, column)).collect();
    let columns = partition.columns.iter();
    let columns = columns.filter_map(|column| parents.get(&column.name).map(|parent| inherited(parent)));
    Table {
        columns: columns.collect(),
        primary_key: partition.primary_key.clone().filter(|key| key.attached_to.is_some()).map(bare_key),
        uniques: attached(&partition.uniques, |key| key.attached_to.is_some(), bare_unique),
        exclusions: attached(&partition.exclusions, |item| item.attached_to.is_some(), bare_exclusion),
        indexes: attached(&partition.indexes, |index| index.attached_to.is_some(), bare_index),
        foreign_keys: Vec::new(),
        checks: Vec::new(),
        replica_identity: ReplicaIdentity::Default,
        clustered_on: None,
        row_security: RowSecurity::default(),
        ..partition.clone()
    }
}

fn attached<T: Clone>(all: &[T], is_attached: impl Fn(&T) -> bool, bare: impl Fn(T) -> T) -> Vec<T> {
    all.iter().filter(|item| is_attached(item)).cloned().map(bare).collect()
}

// Comments aren't copied, and nor is the place of a tablespace.

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
