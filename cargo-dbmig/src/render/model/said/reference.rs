//! Foreign keys that the derive takes: to a key of a struct, of the same types, from columns that can hold what they are set to.

use std::collections::{BTreeMap, BTreeSet};

use dbmig_runtime::catalog::{
    Action, Column, DataType, Domain, ForeignKey, Index, KeyPart, ObjectName, Table,
};

use super::have_fields;
use crate::render::model::types::parts;

type Domains = BTreeMap<ObjectName, Domain>;

/// The structs without the foreign keys that they can't say.
pub(super) fn with_references(
    structs: &BTreeMap<ObjectName, Table>,
    domains: &Domains,
) -> BTreeMap<ObjectName, Table> {
    let said = structs.values().map(|table| {
        let mut said = table.clone();
        said.foreign_keys.retain(|key| {
            structs.get(&key.references).is_some_and(|target| is_reference(table, key, target, domains))
        });
        (said.name.clone(), said)
    });
    said.collect()
}

fn is_reference(table: &Table, key: &ForeignKey, target: &Table, domains: &Domains) -> bool {
    let pairs = key.columns.iter().zip(&key.referenced_columns);
    let mut pairs = pairs.map(|(own, other)| Some((table.column(own)?, target.column(other)?)));
    have_fields(table, &key.columns)
        && have_fields(target, &key.referenced_columns)
        && is_key(target, &key.referenced_columns)
        && pairs.all(|pair| {
            pair.is_some_and(|(own, other)| {
                compared(&own.data_type, domains) == compared(&other.data_type, domains)
            })
        })
        && nulled(key).all(|name| table.column(name).is_some_and(|column: &Column| column.nullable))
}

/// True if the columns are those of a key, in any order.
fn is_key(target: &Table, columns: &[String]) -> bool {
    let sorted = |columns: &[String]| columns.iter().cloned().collect::<BTreeSet<_>>();
    let keys = target.primary_key.iter().map(|key| (&key.columns, key.deferrable));
    let mut keys = keys.chain(target.uniques.iter().map(|key| (&key.columns, key.deferrable)));
    let mut indexes = target.indexes.iter().filter_map(unique_columns);
    keys.any(|(key, deferrable)| !deferrable && sorted(key) == sorted(columns))
        || indexes.any(|key| sorted(&key) == sorted(columns))
}

/// The columns of a unique index that tell rows apart.
fn unique_columns(index: &Index) -> Option<Vec<String>> {
    let columns = index.keys.iter().map(|key| match &key.part {
        KeyPart::Column(name) => Some(name.clone()),
        KeyPart::Expression(_) => None,
    });
    columns.collect::<Option<Vec<String>>>().filter(|_| index.unique && index.predicate.is_none())
}

/// The columns that are set to null.
fn nulled(key: &ForeignKey) -> impl Iterator<Item = &String> {
    let deleted = if key.on_delete_columns.is_empty() { &key.columns } else { &key.on_delete_columns };
    let on_delete = deleted.iter().filter(|_| key.on_delete == Action::SetNull);
    on_delete.chain(key.columns.iter().filter(|_| key.on_update == Action::SetNull))
}

/// The type as the compiler compares it: without modifiers, and without domains.
fn compared(data_type: &DataType, domains: &Domains) -> (String, usize) {
    let (mut sql, mut arrays) = (data_type.as_sql(), 0);
    loop {
        let element = sql.trim_end_matches("[]");
        arrays += (sql.len() - element.len()) / 2;
        match domains.values().find(|domain| domain.name.to_string() == element) {
            Some(domain) => sql = domain.data_type.as_sql(),
            None => {
                let (base, _) = parts(element);
                let base = match base.as_str() {
                    "character varying" => "text".to_owned(),
                    "bpchar" => "character".to_owned(),
                    _ => base,
                };
                return (base, arrays);
            }
        }
    }
}
