//! Columns.

use proc_macro2::TokenTree;
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::super::json::{Json, Object, Splice};
use super::super::private_at;
use super::{line, parameters, value};
use crate::ast::{Column, Identity, IdentityKind, NotNull};

pub(super) fn column(column: &Column) -> Json {
    let attr = &column.attr;
    let mut object = Object::default()
        .with("name", Json::string(&column.name.value))
        .with("field", Json::string(column.field.unraw().to_string()))
        .with("line", line(column.field.span()))
        .with("type", data_type(column))
        .optional("default", value(&attr.default))
        .optional("generated", value(&attr.generated))
        .flag("virtual", attr.is_virtual.is_some())
        .optional("collation", value(&attr.collation))
        .optional("storage", attr.storage.map(|(word, _)| word))
        .optional("compression", attr.compression.map(|(word, _)| word))
        .number("statistics", attr.statistics)
        .list("options", parameters(&attr.parameters))
        .optional("comment", value(&attr.comment))
        .optional("renamed_from", value(&attr.renamed_from));
    if let Some(identity) = &attr.identity {
        object = self::identity(object, identity);
    }
    if let Some(not_null) = &attr.not_null {
        object = object.with("not_null", self::not_null(not_null));
    }
    object.json()
}

fn identity(object: Object, identity: &Identity) -> Object {
    let kind = match identity.kind {
        IdentityKind::Always => "always",
        IdentityKind::ByDefault => "by_default",
    };
    let object = object.with("identity", Json::string(kind));
    let numbers = identity.numbers.iter();
    let options =
        numbers.fold(Object::default(), |object, (name, number)| object.number(name, Some(*number)));
    let options = options.flag("cycle", identity.cycle).optional("sequence", value(&identity.sequence));
    let options = options.optional("comment", value(&identity.comment));
    let options = match identity.logged {
        Some(logged) => options.with("logged", Json::Bool(logged)),
        None => options,
    };
    object.unless_empty("identity_options", options)
}

fn not_null(not_null: &NotNull) -> Json {
    Object::default()
        .optional("name", value(&not_null.name))
        .flag("no_inherit", not_null.no_inherit)
        .flag("not_valid", not_null.not_valid)
        .optional("comment", value(&not_null.comment))
        .json()
}

fn data_type(column: &Column) -> Json {
    let ty = &column.ty;
    let private = private_at(ty.span());
    let Some(sql) = &column.attr.sql_type else {
        return Json::Splice(Splice {
            part: quote_spanned!(ty.span()=> <#ty as #private::SqlType>::SPLICE),
            key: common(ty),
        });
    };
    let nullable = Splice {
        part: quote!(#private::null_word(<#private::Nullability<#ty>>::NULLABLE)),
        key: common(ty).map(|key| format!("{key} or null")),
    };
    let given =
        Object::default().with("sql", Json::string(&sql.value)).with("nullable", Json::Splice(nullable));
    Object::default().with("given", given.json()).json()
}

/// The type's spelling, where it is of names that everybody uses: it stands in a declaration once. For any other each field has
/// its own, so that a type that isn't there is told at each.
fn common(ty: &Type) -> Option<String> {
    let is_common = |token: &TokenTree| match token {
        TokenTree::Ident(ident) => COMMON.iter().any(|name| ident == name),
        TokenTree::Punct(punct) => matches!(punct.as_char(), '<' | '>'),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let tokens = ty.to_token_stream();
    tokens.clone().into_iter().all(|token| is_common(&token)).then(|| tokens.to_string())
}

const COMMON: &[&str] =
    &["i16", "i32", "i64", "f32", "f64", "u8", "bool", "String", "Option", "Vec", "Uuid", "DateTime", "Utc"];
