//! Keys, indexes and the like over fields that aren't there, or stand twice.

use std::collections::BTreeSet;

use syn::Ident;
use syn::ext::IdentExt;

use crate::ast::{IndexKey, Table};
use crate::context::Context;
use crate::spelling::nearest;

pub(super) fn table(context: &Context, table: &Table) {
    // After a mistake that hides all fields, each key would be a mistake too.
    if table.columns.is_empty() {
        return;
    }
    for key in table.primary_keys.iter().chain(&table.uniques) {
        once(context, table, &key.columns);
        once(context, table, &key.include);
    }
    for key in &table.foreign_keys {
        once(context, table, &key.columns);
    }
    let grants = table.grants.iter().flat_map(|grant| &grant.granted);
    grants.for_each(|granted| once(context, table, &granted.columns));
    let includes = table.indexes.iter().flat_map(|index| &index.include);
    let includes = includes.chain(table.exclusions.iter().flat_map(|exclusion| &exclusion.include));
    let all = index_keys(table).filter_map(IndexKey::field).chain(includes);
    all.for_each(|field| exists(context, table, field));
}

/// Everything that is written as a key of an index.
pub(super) fn index_keys(table: &Table) -> impl Iterator<Item = &IndexKey> {
    let partitions = table.partitions.iter().filter_map(|partition| partition.partition_by.as_ref());
    let partitions = table.partition_by.iter().chain(partitions);
    let indexes = table.indexes.iter().flat_map(|index| &index.keys);
    let elements = table.exclusions.iter().flat_map(|exclusion| &exclusion.elements);
    let statistics = table.statistics.iter().flat_map(|statistics| &statistics.parts);
    let indexes = indexes.chain(elements.map(|element| &element.key)).chain(statistics);
    indexes.chain(partitions.flat_map(|partition_by| &partition_by.keys))
}

fn once(context: &Context, table: &Table, fields: &[Ident]) {
    let mut seen = BTreeSet::new();
    for field in fields {
        exists(context, table, field);
        if !seen.insert(field.unraw().to_string()) {
            context.error_at(field, format!("`{field}` stands twice in one key"));
        }
    }
}

fn exists(context: &Context, table: &Table, field: &Ident) {
    if table.column(field).is_some() {
        return;
    }
    let name = field.unraw().to_string();
    let fields: Vec<String> = table.columns.iter().map(|column| column.field.unraw().to_string()).collect();
    let renamed = table.columns.iter().find(|column| column.name.value == name);
    let near = nearest(&name, fields.iter().map(String::as_str));
    let message = match (renamed, near) {
        (Some(column), _) => format!("name the field, not its column: `{}`", column.field),
        (None, Some(near)) => format!("`{}` has no field `{name}`; did you mean `{near}`?", table.ident),
        (None, None) => format!("`{}` has no field `{name}`", table.ident),
    };
    context.error_at(field, message);
}
