//! `#[derive(SqlType)]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::document;
use super::json::{Json, Object, Splice};
use super::manifest::constraint::check;
use super::place::place;
use super::{given, private, private_at, scope};
use crate::ast::{Attribute, Composite, Domain, EnumType, Label, SqlType, Text, sql_name};

/// The implementation of the trait.
pub(crate) fn sql_type(ident: &Ident, sql_type: &SqlType) -> TokenStream {
    let private = private();
    let not_null = || quote!(false);
    let constant = document::descriptor;
    let (sql, nullable, desc) = match sql_type {
        SqlType::Newtype(inner) => {
            (inner_item(inner, "SQL"), inner_item(inner, "NULLABLE"), inner_item(inner, "DESC"))
        }
        SqlType::Given(text) => (given::sql(&text.value), not_null(), constant(spelled(text))),
        SqlType::Enum(declared) => {
            let json = Object::default().with("enum", enum_type(ident, declared)).json();
            let name = sql_name(declared.schema.as_ref(), &declared.name);
            (given::sql(&name), not_null(), constant(json))
        }
        SqlType::Domain(declared) => {
            let json = Object::default().with("domain", domain(ident, declared)).json();
            match &declared.sql_type {
                Some(sql) => (given::sql(&sql.value), not_null(), constant(json)),
                None => {
                    let inner = &declared.inner;
                    (inner_item(inner, "SQL"), inner_item(inner, "NULLABLE"), constant(json))
                }
            }
        }
        SqlType::Composite(declared) => {
            let json = Object::default().with("composite", composite(ident, declared)).json();
            let name = sql_name(declared.schema.as_ref(), &declared.name);
            (given::sql(&name), not_null(), constant(json))
        }
    };
    // The bound fails once, where without it every line of the implementation would.
    let bounds = bounds(sql_type).into_iter().map(|inner| {
        let private = private_at(Span::call_site().located_at(inner.span()));
        quote!(#inner: #private::SqlType)
    });
    scope(&quote! {
        #[automatically_derived]
        impl #private::SqlType for #ident where #(#bounds),* {
            const SQL: #private::Sql = #sql;
            const NULLABLE: bool = #nullable;
            const DESC: &'static #private::Desc = #desc;
        }
    })
}

/// The types that need an SQL type for this one to have it.
fn bounds(sql_type: &SqlType) -> Vec<&Type> {
    match sql_type {
        SqlType::Newtype(inner) => vec![inner],
        SqlType::Domain(declared) if declared.sql_type.is_none() => vec![&declared.inner],
        SqlType::Composite(declared) => {
            let attributes = declared.attributes.iter().filter(|attribute| attribute.sql_type.is_none());
            attributes.map(|attribute| &attribute.ty).collect()
        }
        SqlType::Given(_) | SqlType::Enum(_) | SqlType::Domain(_) => Vec::new(),
    }
}

/// What the type inside a newtype has.
fn inner_item(inner: &Type, item: &str) -> TokenStream {
    let (private, item) = (private_at(inner.span()), Ident::new(item, inner.span()));
    quote_spanned!(inner.span()=> <#inner as #private::SqlType>::#item)
}

fn descriptor(inner: &Type) -> Splice {
    let (private, desc) = (private_at(inner.span()), inner_item(inner, "DESC"));
    Splice { part: quote_spanned!(inner.span()=> #private::Part::Of(#desc)), key: None }
}

fn spelled(sql: &Text) -> Json {
    Object::default().with("sql", Json::string(&sql.value)).json()
}

/// The type of a field, as the field says it or as its own type has it.
fn type_of(ty: &Type, sql_type: Option<&Text>) -> Json {
    sql_type.map_or_else(|| Json::Splice(descriptor(ty)), spelled)
}

fn declared(
    ident: &Ident,
    schema: &Option<Text>,
    name: &Text,
    comment: &Option<Text>,
    renamed_from: &Option<Text>,
) -> Object {
    place(Object::default(), ident)
        .with("rust", Json::string(ident.unraw().to_string()))
        .optional("schema", value(schema))
        .with("name", Json::string(&name.value))
        .optional("comment", value(comment))
        .optional("renamed_from", value(renamed_from))
}

fn enum_type(ident: &Ident, item: &EnumType) -> Json {
    declared(ident, &item.schema, &item.name, &item.comment, &item.renamed_from)
        .list("labels", item.labels.iter().map(label))
        .json()
}

fn label(label: &Label) -> Json {
    let object = Object::default().with("label", Json::string(&label.label.value));
    object.optional("renamed_from", value(&label.renamed_from)).json()
}

fn domain(ident: &Ident, item: &Domain) -> Json {
    let not_null_name = item.not_null.as_ref().and_then(|given| given.name.as_ref());
    declared(ident, &item.schema, &item.name, &item.comment, &item.renamed_from)
        .with("type", type_of(&item.inner, item.sql_type.as_ref()))
        .optional("collation", value(&item.collation))
        .optional("default", value(&item.default))
        .flag("not_null", item.not_null.is_some())
        .optional("not_null_name", not_null_name.map(|text| text.value.as_str()))
        .list("checks", item.checks.iter().map(check))
        .json()
}

fn composite(ident: &Ident, item: &Composite) -> Json {
    let attribute = |attribute: &Attribute| {
        Object::default()
            .with("name", Json::string(&attribute.name.value))
            .with("type", type_of(&attribute.ty, attribute.sql_type.as_ref()))
            .optional("collation", value(&attribute.collation))
            .optional("comment", value(&attribute.comment))
            .optional("renamed_from", value(&attribute.renamed_from))
            .json()
    };
    let attributes = Json::Array(item.attributes.iter().map(attribute).collect());
    let object = declared(ident, &item.schema, &item.name, &item.comment, &item.renamed_from);
    object.with("attributes", attributes).json()
}

fn value(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}
