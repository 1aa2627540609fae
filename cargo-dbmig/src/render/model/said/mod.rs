//! What structs can say of a catalog: one noun a file.

pub(super) mod partition;
mod reference;
mod security;
mod statistics;
mod table;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::catalog::{Catalog, Namespace, ObjectName, Table};

/// The part of a catalog that its models hold as structs and enums. What differs from the whole is left for SQL.
pub(super) fn said(catalog: &Catalog) -> Catalog {
    let structs = table::structs(catalog);
    let own = types::own(catalog, &structs);
    let mut said = Catalog {
        server_version: catalog.server_version,
        enums: own.enums,
        domains: own.domains,
        composites: own.composites,
        policies: security::policies(catalog, &structs),
        statistics: statistics::statistics(catalog, &structs),
        privileges: security::privileges(catalog, &structs),
        dependencies: catalog.dependencies.clone(),
        role: catalog.role.clone(),
        owners: catalog.owners.clone(),
        ..Catalog::default()
    };
    said.tables = reference::with_references(&structs, &said.domains);
    let partitions = said.tables.values().flat_map(|table| partition::partitions(catalog, table));
    let partitions: Vec<(ObjectName, Table)> =
        partitions.map(|partition| (partition.name.clone(), partition)).collect();
    said.tables.extend(partitions);
    said.namespaces = namespaces(&said);
    said
}

/// The schemas that are created for what is in them.
fn namespaces(said: &Catalog) -> BTreeMap<String, Namespace> {
    let types = said.enums.keys().chain(said.domains.keys()).chain(said.composites.keys());
    let schemas: BTreeSet<&String> =
        said.tables.keys().chain(types).filter_map(|name| name.schema.as_ref()).collect();
    let schemas = schemas.into_iter().filter(|schema| *schema != "public");
    schemas.map(|name| (name.clone(), Namespace { name: name.clone(), comment: None })).collect()
}

/// True if the column has a field: the struct of a table has none for what comes from its parents alone.
pub(super) fn has_field(table: &Table, column: &str) -> bool {
    table.column(column).is_some_and(|column| !column.inherited)
}

fn have_fields<'a>(table: &Table, columns: impl IntoIterator<Item = &'a String>) -> bool {
    columns.into_iter().all(|column| has_field(table, column))
}
