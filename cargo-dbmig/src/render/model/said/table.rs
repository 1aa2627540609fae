//! Tables.

use std::collections::BTreeMap;

use dbmig_runtime::catalog::{Catalog, Column, Index, IndexKey, KeyPart, ObjectName, ReplicaIdentity, Table};

use super::partition::is_whole;
use super::{has_field, have_fields};
use crate::render::model::partition;

/// The tables that are structs, with their foreign keys, and without what else the attributes can't say.
pub(super) fn structs(catalog: &Catalog) -> BTreeMap<ObjectName, Table> {
    let structs = catalog.tables.values().filter(|table| is_struct(catalog, table));
    structs.map(|table| (table.name.clone(), reduced(catalog, table))).collect()
}

fn is_struct(catalog: &Catalog, table: &Table) -> bool {
    table.foreign.is_none()
        && table.of_type.is_none()
        && table.partition_of.is_none()
        && table.partition_by.as_deref().is_none_or(|by| partition::keys(by).is_some())
        && table.inherits.iter().all(|name| {
            let parent = catalog.tables.get(name);
            parent.is_some_and(|parent| parent.partition_by.is_none() && is_struct(catalog, parent))
        })
}

fn reduced(catalog: &Catalog, table: &Table) -> Table {
    let mut said = table.clone();
    said.columns = columns(catalog, table);
    // `row_security = "forced"` switches it on, too.
    said.row_security.forced &= said.row_security.enabled;
    said.primary_key =
        said.primary_key.filter(|key| have_fields(table, key.columns.iter().chain(&key.include)));
    said.uniques.retain(|key| have_fields(table, key.columns.iter().chain(&key.include)));
    said.exclusions.retain(|item| {
        have_fields(table, &item.include) && item.elements.iter().all(|element| is_key(table, &element.key))
    });
    said.indexes.retain(|index| is_sayable(table, index));
    let is_whole = |name: &str| is_whole(catalog, table, name);
    said.primary_key = said.primary_key.filter(|key| is_whole(&key.name));
    said.uniques.retain(|key| is_whole(&key.name));
    said.exclusions.retain(|item| is_whole(&item.name));
    said.indexes.retain(|index| is_whole(&index.name));
    if let ReplicaIdentity::Index(name) = &said.replica_identity
        && !has_index(&said, name)
    {
        said.replica_identity = ReplicaIdentity::Default;
    }
    said.clustered_on = said.clustered_on.take().filter(|name| has_index(&said, name));
    said
}

/// The columns: those of the parents as they come along with them.
fn columns(catalog: &Catalog, table: &Table) -> Vec<Column> {
    let parents = table.inherits.iter().filter_map(|name| catalog.tables.get(name));
    let parents: Vec<Column> = parents.flat_map(|parent| columns(catalog, parent)).collect();
    let said = table.columns.iter().map(|column| {
        let from = parents.iter().find(|parent| column.inherited && parent.name == column.name);
        from.map_or_else(|| said_column(column), inherited)
    });
    said.collect()
}

fn said_column(column: &Column) -> Column {
    let mut said = column.clone();
    said.collation = said.collation.filter(|collation| collation.schema.is_none());
    said
}

/// A column as a child gets it.
pub(super) fn inherited(column: &Column) -> Column {
    Column {
        identity: None,
        not_null: None,
        statistics: None,
        options: Vec::new(),
        comment: None,
        inherited: true,
        ..column.clone()
    }
}

fn is_sayable(table: &Table, index: &Index) -> bool {
    index.valid
        && index.attached_to.is_none()
        && (index.unique || !index.nulls_not_distinct)
        && have_fields(table, &index.include)
        && index.keys.iter().all(|key| is_key(table, key))
}

/// True for a key over a column that has a field, with a collation that an attribute can name.
fn is_key(table: &Table, key: &IndexKey) -> bool {
    let has_field = match &key.part {
        KeyPart::Column(name) => has_field(table, name),
        KeyPart::Expression(_) => true,
    };
    has_field && key.collation.as_ref().is_none_or(|collation| collation.schema.is_none())
}

fn has_index(table: &Table, name: &str) -> bool {
    let keys = table.primary_key.iter().map(|key| &key.name).chain(table.uniques.iter().map(|key| &key.name));
    let others = table.exclusions.iter().map(|item| &item.name);
    keys.chain(others).chain(table.indexes.iter().map(|index| &index.name)).any(|other| other == name)
}
