//! Constraints.

use syn::ext::IdentExt;

use super::super::json::{Json, Object};
use super::{index, line, name_of, physical, value};
use crate::ast::{Check, Deferral, Enforcement, Exclusion, ForeignKey, Key, Table};

pub(super) fn key(table: &Table, key: &Key) -> Json {
    let object = Object::default()
        .optional("name", value(&key.name))
        .with("columns", Json::strings(table.column_names(&key.columns)))
        .list("include", table.column_names(&key.include).into_iter().map(Json::String))
        .flag("nulls_not_distinct", key.nulls_not_distinct.is_some())
        .flag("without_overlaps", key.without_overlaps.is_some());
    physical(deferral(object, &key.deferral), &key.physical)
        .optional("comment", value(&key.comment))
        .optional("index_comment", value(&key.index_comment))
        .json()
}

pub(super) fn foreign_key(table: &Table, key: &ForeignKey) -> Json {
    let options = &key.options;
    let on_delete_columns = options.on_delete_columns.as_deref().unwrap_or_default();
    let object = Object::default()
        .optional("name", value(&key.name))
        .with("columns", Json::strings(table.column_names(&key.columns)))
        .with("references", name_of(&key.table))
        .with("fields", Json::strings(key.fields.iter().map(|field| field.unraw().to_string())))
        .optional("on_delete", options.on_delete.map(|action| action.kind))
        .list("on_delete_columns", table.column_names(on_delete_columns).into_iter().map(Json::String))
        .optional("on_update", options.on_update.map(|action| action.kind))
        .optional("match", options.match_full.filter(|(full, _)| *full).map(|_| "full"))
        .flag("period", options.period.is_some());
    enforcement(deferral(object, &options.deferral), &options.enforcement)
        .optional("comment", value(&key.comment))
        .with("line", line(key.span))
        .json()
}

pub(in crate::expand) fn check(check: &Check) -> Json {
    let object = Object::default()
        .optional("name", value(&check.name))
        .optional("column", check.column.as_deref())
        .with("expression", Json::string(&check.expression.value))
        .flag("no_inherit", check.no_inherit);
    enforcement(object, &check.enforcement).optional("comment", value(&check.comment)).json()
}

pub(super) fn exclusion(table: &Table, item: &Exclusion) -> Json {
    let elements = item.elements.iter().map(|element| {
        let object = Object::default().with("key", index::key(table, &element.key));
        object.with("operator", Json::string(&element.operator.value)).json()
    });
    let object = Object::default()
        .optional("name", value(&item.name))
        .optional("method", value(&item.method))
        .list("elements", elements)
        .list("include", table.column_names(&item.include).into_iter().map(Json::String))
        .optional("predicate", value(&item.predicate));
    physical(deferral(object, &item.deferral), &item.physical)
        .optional("comment", value(&item.comment))
        .optional("index_comment", value(&item.index_comment))
        .json()
}

fn deferral(object: Object, deferral: &Deferral) -> Object {
    object
        .flag("deferrable", deferral.is_deferrable())
        .flag("initially_deferred", deferral.initially_deferred.is_some())
}

fn enforcement(object: Object, enforcement: &Enforcement) -> Object {
    object
        .flag("not_valid", enforcement.not_valid.is_some())
        .flag("not_enforced", enforcement.not_enforced.is_some())
}
