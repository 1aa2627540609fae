//! Names that stand twice in a table, those among them that PostgreSQL gives.
//!
//! PostgreSQL keeps tables, indexes and sequences of a schema in one list and the constraints of a table in another.

use std::collections::BTreeMap;

use proc_macro2::Span;

use super::duplicates;
use crate::ast::{IndexKey, Key, Table, Text};
use crate::context::Context;
use crate::naming::{default_name, index_columns};

pub(super) fn table(context: &Context, table: &Table) {
    duplicates(context, table.columns.iter().map(|column| &column.name), "column");
    for again in table.primary_keys.iter().skip(1) {
        let message = "a table has one primary key; for one of several columns, write \
                       `#[primary_key(columns(a, b))]` on the struct";
        context.error(again.span, message);
    }
    let (mut relations, mut constraints) = (BTreeMap::new(), BTreeMap::new());
    relations.insert(table.name.value.clone(), table.kind.word());
    for named in names(table) {
        let mut lists =
            [named.constraint.then_some(&mut constraints), named.relation.then_some(&mut relations)];
        let taken = lists.iter().flatten().find_map(|list| list.get(&named.name).copied());
        if let Some(other) = taken {
            context.error(named.span, named.collides(other));
            continue;
        }
        for list in lists.iter_mut().flatten() {
            list.insert(named.name.clone(), named.what);
        }
    }
    uses(context, table);
}

/// Something with a name, given or not.
struct Named {
    what: &'static str,
    name: String,
    given: bool,
    span: Span,
    relation: bool,
    constraint: bool,
}

impl Named {
    fn new(what: &'static str, given: Option<&Text>, span: Span, default: impl FnOnce() -> String) -> Self {
        let name = given.map_or_else(default, |text| text.value.clone());
        let span = given.map_or(span, |text| text.span);
        Self { what, name, given: given.is_some(), span, relation: true, constraint: true }
    }

    fn collides(&self, other: &str) -> String {
        if self.given {
            return format!("there is another {other} {:?}", self.name);
        }
        let (what, name) = (self.what, &self.name);
        format!(
            "PostgreSQL would call this {what} {name:?}, which is the name of another {other}: give it one with `name = \"…\"`"
        )
    }
}

/// Names in the order in which the manifest resolves them: what is given first, so that a name that isn't makes way.
fn names(table: &Table) -> Vec<Named> {
    let own = |columns: &[String], label: &str| default_name(&table.name.value, columns, label);
    let mut all = Vec::new();
    for key in &table.primary_keys.iter().take(1).collect::<Vec<_>>() {
        all.push(Named::new("primary key", key.name.as_ref(), key.span, || own(&[], "pkey")));
    }
    for key in &table.uniques {
        let name = || own(&key_columns(table, key), "key");
        all.push(Named::new("unique constraint", key.name.as_ref(), key.span, name));
    }
    for item in &table.exclusions {
        let keys = item.elements.iter().map(|element| &element.key);
        let columns = index_columns(columns(table, keys).chain(table.column_names(&item.include)));
        all.push(Named::new("exclusion constraint", item.name.as_ref(), item.span, || own(&columns, "excl")));
    }
    for key in &table.foreign_keys {
        let name = || own(&table.column_names(&key.columns), "fkey");
        let named = Named::new("foreign key", key.name.as_ref(), key.span, name);
        all.push(Named { relation: false, ..named });
    }
    for check in &table.checks {
        let name = || own(check.column.as_slice(), "check");
        let named = Named::new("check", check.name.as_ref(), check.span, name);
        all.push(Named { relation: false, ..named });
    }
    for index in &table.indexes {
        let columns =
            index_columns(columns(table, index.keys.iter()).chain(table.column_names(&index.include)));
        let named = Named::new("index", index.name.as_ref(), index.span, || own(&columns, "idx"));
        // Without a name, that over an expression is a mistake of its own.
        if named.given || index.keys.iter().all(|key| key.field().is_some()) {
            all.push(Named { constraint: false, ..named });
        }
    }
    for column in &table.columns {
        let Some(identity) = &column.attr.identity else { continue };
        let name = || own(std::slice::from_ref(&column.name.value), "seq");
        let named = Named::new("sequence", identity.sequence.as_ref(), identity.span, name);
        all.push(Named { constraint: false, ..named });
    }
    all.sort_by_key(|named| !named.given);
    all
}

fn key_columns(table: &Table, key: &Key) -> Vec<String> {
    index_columns(table.column_names(&key.columns).into_iter().chain(table.column_names(&key.include)))
}

fn columns<'a>(table: &'a Table, keys: impl Iterator<Item = &'a IndexKey>) -> impl Iterator<Item = String> {
    keys.filter_map(IndexKey::field).map(|field| table.column_name(field))
}

/// Looks for the indexes that the table says it uses.
fn uses(context: &Context, table: &Table) {
    let names = names(table);
    let words = ["default", "full", "nothing"];
    let identity = table.replica_identity.as_ref().filter(|text| !words.contains(&text.value.as_str()));
    for used in identity.into_iter().chain(&table.cluster_on) {
        if !names.iter().any(|named| named.relation && named.name == used.value && named.what != "sequence") {
            context.error(used.span, format!("`{}` has no index {:?}", table.ident, used.value));
        }
    }
}
