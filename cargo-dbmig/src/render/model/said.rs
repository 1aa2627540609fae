//! What structs can say of a catalog.

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::catalog::{
    Action, Catalog, Column, ForeignKey, IndexKey, KeyPart, Namespace, ObjectName, Table,
};

/// The part of a catalog that its models hold as structs and enums. What differs from the whole is left for SQL.
pub(super) fn said(catalog: &Catalog) -> Catalog {
    let tables: BTreeMap<ObjectName, Table> = catalog
        .tables
        .iter()
        .filter(|(_, table)| is_sayable(table))
        .map(|(name, table)| (name.clone(), table.clone()))
        .collect();
    let reduced = tables.values().map(|table| reduce(table, &tables));
    let tables: BTreeMap<ObjectName, Table> = reduced.map(|table| (table.name.clone(), table)).collect();
    let columns = || tables.values().flat_map(|table| &table.columns);
    let used = |name: &ObjectName| columns().any(|column| column.data_type.is_of(name));
    let enums =
        catalog.enums.iter().filter(|(name, value)| used(name) && !value.labels.contains(&String::new()));
    let enums: BTreeMap<_, _> = enums.map(|(name, value)| (name.clone(), value.clone())).collect();
    let schemas: BTreeSet<String> =
        tables.keys().chain(enums.keys()).filter_map(|name| name.schema.clone()).collect();
    let schemas = schemas.into_iter().filter(|schema| schema != "public");
    Catalog {
        server_version: catalog.server_version,
        namespaces: schemas.map(|name| (name.clone(), Namespace { name, comment: None })).collect(),
        enums,
        dependencies: catalog.dependencies.clone(),
        role: catalog.role.clone(),
        owners: catalog.owners.clone(),
        tables,
        ..Catalog::default()
    }
}

fn is_sayable(table: &Table) -> bool {
    table.foreign.is_none()
        && table.of_type.is_none()
        && table.partition_of.is_none()
        && table.inherits.is_empty()
        && !table.columns.is_empty()
        && table.partition_by.as_deref().is_none_or(|by| super::partition::keys(by).is_some())
}

/// The table without what the attributes can't say.
fn reduce(table: &Table, all: &BTreeMap<ObjectName, Table>) -> Table {
    let mut said = table.clone();
    said.foreign_keys.retain(|key| is_reference(table, key, all));
    said.indexes.retain(|index| index.valid && index.attached_to.is_none());
    // `row_security = "forced"` switches it on, too.
    said.row_security.forced &= said.row_security.enabled;
    for column in &mut said.columns {
        if column.collation.as_ref().is_some_and(|collation| collation.schema.is_some()) {
            column.collation = None;
        }
    }
    said.indexes.retain(|index| index.keys.iter().all(|key| is_key(table, key)));
    said.exclusions.retain(|item| item.elements.iter().all(|element| is_key(table, &element.key)));
    said
}

/// True for a key over a column that has a field, with a collation that an attribute can name.
fn is_key(table: &Table, key: &IndexKey) -> bool {
    let has_field = match &key.part {
        KeyPart::Column(name) => table.column(name).is_some(),
        KeyPart::Expression(_) => true,
    };
    has_field && key.collation.as_ref().is_none_or(|collation| collation.schema.is_none())
}

/// True for a foreign key that the derive takes: to a key of a struct, of the same types.
fn is_reference(table: &Table, key: &ForeignKey, all: &BTreeMap<ObjectName, Table>) -> bool {
    let Some(target) = all.get(&key.references) else { return false };
    let sorted = |columns: &[String]| columns.iter().cloned().collect::<BTreeSet<_>>();
    let referenced = sorted(&key.referenced_columns);
    let keys = target.primary_key.iter().map(|key| (&key.columns, key.deferrable));
    let mut keys = keys.chain(target.uniques.iter().map(|key| (&key.columns, key.deferrable)));
    let is_key = keys.any(|(columns, deferrable)| !deferrable && sorted(columns) == referenced);
    let pairs = key.columns.iter().zip(&key.referenced_columns);
    let mut pairs = pairs.map(|(own, other)| Some((table.column(own)?, target.column(other)?)));
    is_key
        && pairs.all(|pair| pair.is_some_and(|(own, other)| own.data_type == other.data_type))
        && (!sets_null(key) || nulled(table, key).all(|column| column.is_some_and(|column| column.nullable)))
}

fn sets_null(key: &ForeignKey) -> bool {
    key.on_delete == Action::SetNull || key.on_update == Action::SetNull
}

fn nulled<'a>(table: &'a Table, key: &'a ForeignKey) -> impl Iterator<Item = Option<&'a Column>> {
    key.columns.iter().map(|name| table.column(name))
}
