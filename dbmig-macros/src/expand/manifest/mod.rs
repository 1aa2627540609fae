//! The declaration of a table or view as JSON: the format that the runtime's `manifest::wire` reads.

mod column;
pub(super) mod constraint;
mod index;
mod partition;

use quote::{quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::json::{Json, Object, Splice};
use super::place::{line, place};
use super::private_at;
use crate::ast::{Grant, Granted, Physical, Policy, Statistics, Table, Text};

/// The declaration, of a table or of what a view has in common with one.
pub(super) fn described(kind: &str, table: &Table) -> Object {
    let object = Object::default().with("kind", Json::string(kind));
    let mut object = place(object, &table.ident)
        .with("rust", Json::string(table.ident.unraw().to_string()))
        .optional("database", value(&table.database))
        .optional("schema", value(&table.schema))
        .with("name", Json::string(&table.name.value))
        .optional("comment", value(&table.comment))
        .optional("renamed_from", value(&table.renamed_from))
        .with("columns", Json::Array(table.columns.iter().map(column::column).collect()));
    if let Some(primary_key) = table.primary_keys.first() {
        object = object.with("primary_key", constraint::key(table, primary_key));
    }
    object = object
        .list("uniques", table.uniques.iter().map(|unique| constraint::key(table, unique)))
        .list("foreign_keys", table.foreign_keys.iter().map(|key| constraint::foreign_key(table, key)))
        .list("checks", table.checks.iter().map(constraint::check))
        .list("exclusions", table.exclusions.iter().map(|item| constraint::exclusion(table, item)))
        .list("indexes", table.indexes.iter().map(|item| index::index(table, item)))
        .flag("unlogged", table.unlogged)
        .optional("access_method", value(&table.access_method))
        .optional("replica_identity", value(&table.replica_identity))
        .optional("clustered_on", value(&table.cluster_on))
        .list("inherits", table.inherits.iter().map(name_of))
        .optional("row_security", table.row_security.map(|forced| if forced { "forced" } else { "enabled" }));
    if let Some(partition_by) = &table.partition_by {
        object = object.with("partition_by", partition::partition_by(table, partition_by));
    }
    physical(object, &table.physical)
        .list("partitions", table.partitions.iter().map(|item| partition::partition(table, item)))
        .list("statistics", table.statistics.iter().map(|item| statistics(table, item)))
        .list("policies", table.policies.iter().map(policy))
        .list("grants", table.grants.iter().map(|item| grant(table, item)))
}

/// The table's name as JSON: what foreign keys to it hold.
pub(super) fn name(table: &Table) -> String {
    let object = Object::default().optional("schema", value(&table.schema));
    object.with("name", Json::string(&table.name.value)).json().text()
}

/// The name of the table of another struct.
fn name_of(table: &Path) -> Json {
    let span = table.span();
    let private = private_at(span);
    Json::Splice(Splice {
        part: quote_spanned!(span=> <#table as #private::Table>::META.json),
        key: Some(quote!(#table).to_string()),
    })
}

/// What is said of how a table or index is kept.
fn physical(object: Object, physical: &Physical) -> Object {
    object
        .list("storage", parameters(&physical.parameters))
        .optional("tablespace", value(&physical.tablespace))
}

fn parameters(parameters: &Option<Vec<Text>>) -> impl Iterator<Item = Json> {
    parameters.iter().flatten().map(|text| Json::string(&text.value))
}

fn statistics(table: &Table, item: &Statistics) -> Json {
    let parts = item.parts.iter().map(|part| index::key(table, part));
    let object = Object::default().optional("name", value(&item.name)).list("parts", parts);
    let kinds = item.kinds.iter().flatten().map(|kind| Json::string(*kind));
    object.list("kinds", kinds).number("target", item.target).optional("comment", value(&item.comment)).json()
}

fn policy(policy: &Policy) -> Json {
    Object::default()
        .with("name", Json::string(&policy.name.value))
        .with("command", Json::string(policy.command))
        .list("roles", policy.roles.iter().map(|role| Json::string(&role.value)))
        .optional("using", value(&policy.using))
        .optional("check", value(&policy.check))
        .flag("restrictive", policy.restrictive)
        .optional("comment", value(&policy.comment))
        .json()
}

fn grant(table: &Table, grant: &Grant) -> Json {
    let granted = |granted: &Granted| {
        let columns = table.column_names(&granted.columns).into_iter().map(Json::String);
        Object::default().with("privilege", Json::string(granted.privilege)).list("columns", columns).json()
    };
    Object::default()
        .list("granted", grant.granted.iter().map(granted))
        .list("to", grant.roles.iter().map(|role| Json::string(&role.value)))
        .flag("grantable", grant.grantable)
        .json()
}

fn value(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}
