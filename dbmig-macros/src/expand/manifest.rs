//! A table's declaration as JSON: the format that the runtime's `manifest::wire` reads.

use quote::{quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::json::{Json, Object, Splice};
use super::place::{line, place};
use super::private_at;
use crate::ast::{Check, Column, IdentityKind, Index, IndexKey, Key, KeyPart, Reference, Table, Text};

/// The declaration.
pub(super) fn manifest(table: &Table) -> Json {
    let foreign_keys =
        table.columns.iter().filter_map(|column| Some(foreign_key(column, column.references.as_ref()?)));
    let object = Object::default().with("kind", Json::string("table"));
    let mut object = place(object, &table.ident)
        .with("rust", Json::string(table.ident.unraw().to_string()))
        .optional("database", value(&table.database))
        .optional("schema", value(&table.schema))
        .with("name", Json::string(&table.name.value))
        .optional("comment", value(&table.comment))
        .optional("renamed_from", value(&table.renamed_from))
        .with("columns", Json::Array(table.columns.iter().map(column).collect()));
    if let Some(primary_key) = table.primary_keys.first() {
        object = object.with("primary_key", key(table, primary_key));
    }
    object
        .list("uniques", table.uniques.iter().map(|unique| key(table, unique)))
        .list("foreign_keys", foreign_keys)
        .list("checks", table.checks.iter().map(check))
        .list("indexes", table.indexes.iter().map(|index| self::index(table, index)))
        .json()
}

/// The table's name: what foreign keys to it hold.
pub(super) fn name(table: &Table) -> Json {
    let object = Object::default().optional("schema", value(&table.schema));
    object.with("name", Json::string(&table.name.value)).json()
}

fn column(column: &Column) -> Json {
    let identity = column.identity.as_ref().map(|identity| match identity.kind {
        IdentityKind::Always => "always",
        IdentityKind::ByDefault => "by_default",
    });
    Object::default()
        .with("name", Json::string(&column.name.value))
        .with("field", Json::string(column.field.unraw().to_string()))
        .with("line", line(column.field.span()))
        .with("type", data_type(column))
        .optional("default", value(&column.default))
        .optional("identity", identity)
        .optional("generated", value(&column.generated))
        .optional("collation", value(&column.collation))
        .optional("comment", value(&column.comment))
        .optional("renamed_from", value(&column.renamed_from))
        .json()
}

fn data_type(column: &Column) -> Json {
    let ty = &column.ty;
    let private = private_at(ty.span());
    let Some(sql) = &column.sql_type else {
        return Json::Splice(Splice {
            ty: quote_spanned!(ty.span()=> <#ty as #private::SqlType>::Desc),
            value: quote_spanned!(ty.span()=> <#ty as #private::SqlType>::DESC),
        });
    };
    let nullable = Splice {
        ty: quote!([u8; 5]),
        value: quote!(#private::null_word(<#private::Nullability<#ty>>::NULLABLE)),
    };
    let given =
        Object::default().with("sql", Json::string(&sql.value)).with("nullable", Json::Splice(nullable));
    Object::default().with("given", given.json()).json()
}

fn foreign_key(column: &Column, reference: &Reference) -> Json {
    let (table, span) = (&reference.table, reference.table.span());
    let private = private_at(span);
    let references = Splice {
        ty: quote_spanned!(span=> <#table as #private::Table>::NameDesc),
        value: quote_spanned!(span=> <#table as #private::Table>::NAME_DESC),
    };
    Object::default()
        .with("columns", Json::strings([column.name.value.clone()]))
        .with("references", Json::Splice(references))
        .with("fields", Json::strings([reference.column.unraw().to_string()]))
        .optional("on_delete", column.on_delete.map(|action| action.kind))
        .optional("on_update", column.on_update.map(|action| action.kind))
        .with("line", line(column.field.span()))
        .json()
}

fn key(table: &Table, key: &Key) -> Json {
    Object::default()
        .optional("name", value(&key.name))
        .with("columns", column_names(table, &key.columns))
        .flag("nulls_not_distinct", key.nulls_not_distinct)
        .optional("comment", value(&key.comment))
        .json()
}

fn check(check: &Check) -> Json {
    Object::default()
        .optional("name", value(&check.name))
        .optional("column", check.column.as_deref())
        .with("expression", Json::string(&check.expression.value))
        .optional("comment", value(&check.comment))
        .json()
}

fn index(table: &Table, index: &Index) -> Json {
    let object = Object::default()
        .optional("name", value(&index.name))
        .list("keys", index.keys.iter().map(|key| index_key(table, key)))
        .flag("unique", index.unique)
        .optional("predicate", value(&index.predicate))
        .optional("method", value(&index.method));
    let include = index.include.iter().map(|field| Json::String(table.column_name(field)));
    object
        .list("include", include)
        .flag("nulls_not_distinct", index.nulls_not_distinct.is_some())
        .optional("comment", value(&index.comment))
        .json()
}

fn index_key(table: &Table, key: &IndexKey) -> Json {
    let object = match &key.part {
        KeyPart::Field(field) => Object::default().with("column", Json::String(table.column_name(field))),
        KeyPart::Expression(sql) => Object::default().with("expression", Json::string(&sql.value)),
    };
    // What the order implies anyway is not said: PostgreSQL forgets it too.
    let nulls = key.nulls_first.filter(|first| *first != key.descending);
    object
        .optional("collation", value(&key.collation))
        .optional("operator_class", key.operator_class.as_deref())
        .optional("order", key.descending.then_some("descending"))
        .optional("nulls", nulls.map(|first| if first { "first" } else { "last" }))
        .json()
}

fn column_names(table: &Table, fields: &[Ident]) -> Json {
    Json::strings(fields.iter().map(|field| table.column_name(field)))
}

fn value(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}
