//! Indexes and their keys.

use super::super::json::{Json, Object};
use super::{physical, value};
use crate::ast::{Index, IndexKey, KeyPart, Table};

pub(super) fn index(table: &Table, index: &Index) -> Json {
    let object = Object::default()
        .optional("name", value(&index.name))
        .list("keys", index.keys.iter().map(|key| self::key(table, key)))
        .flag("unique", index.unique)
        .optional("predicate", value(&index.predicate))
        .optional("method", value(&index.method))
        .list("include", table.column_names(&index.include).into_iter().map(Json::String))
        .flag("nulls_not_distinct", index.nulls_not_distinct.is_some());
    physical(object, &index.physical).optional("comment", value(&index.comment)).json()
}

pub(super) fn key(table: &Table, key: &IndexKey) -> Json {
    let object = match &key.part {
        KeyPart::Field(field) => Object::default().with("column", Json::String(table.column_name(field))),
        KeyPart::Expression(sql) => Object::default().with("expression", Json::string(&sql.value)),
    };
    // What the order implies anyway is not said: PostgreSQL forgets it too.
    let nulls = key.nulls_first.filter(|first| *first != key.descending);
    object
        .optional("collation", value(&key.collation))
        .optional("operator_class", value(&key.operator_class))
        .optional("order", key.descending.then_some("descending"))
        .optional("nulls", nulls.map(|first| if first { "first" } else { "last" }))
        .number("statistics", key.statistics)
        .json()
}
