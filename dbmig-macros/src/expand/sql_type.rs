//! `#[derive(SqlType)]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::bytes::constant;
use super::json::{Json, Object, Splice};
use super::place::place;
use super::{given, private, private_at};
use crate::ast::{EnumType, Label, SqlType, Text};

/// The implementation of the trait.
pub(crate) fn sql_type(ident: &Ident, sql_type: &SqlType) -> TokenStream {
    let private = private();
    let (sql, nullable, Splice { ty, value }) = match sql_type {
        SqlType::Newtype(inner) => (
            inner_item(inner, "SQL"),
            inner_item(inner, "NULLABLE"),
            Splice { ty: inner_item(inner, "Desc"), value: inner_item(inner, "DESC") },
        ),
        SqlType::Given(text) => {
            let json = Object::default().with("sql", Json::string(&text.value)).json();
            (given::sql(&text.value), quote!(false), constant(json))
        }
        SqlType::Enum(declared) => {
            let json = Object::default().with("enum", enum_type(ident, declared)).json();
            (given::sql(&declared.sql_name()), quote!(false), constant(json))
        }
    };
    // The bound fails once, where without it every line of the implementation would.
    let bound = match sql_type {
        SqlType::Newtype(inner) => {
            let private = private_at(Span::call_site().located_at(inner.span()));
            quote!(where #inner: #private::SqlType)
        }
        SqlType::Given(_) | SqlType::Enum(_) => TokenStream::new(),
    };
    quote! {
        #[automatically_derived]
        impl #private::SqlType for #ident #bound {
            const SQL: #private::Sql = #sql;
            const NULLABLE: bool = #nullable;
            type Desc = #ty;
            const DESC: Self::Desc = #value;
        }
    }
}

/// What the type inside a newtype has.
fn inner_item(inner: &Type, item: &str) -> TokenStream {
    let (private, item) = (private_at(inner.span()), Ident::new(item, inner.span()));
    quote_spanned!(inner.span()=> <#inner as #private::SqlType>::#item)
}

fn enum_type(ident: &Ident, declared: &EnumType) -> Json {
    place(Object::default(), ident)
        .with("rust", Json::string(ident.unraw().to_string()))
        .optional("schema", value(&declared.schema))
        .with("name", Json::string(&declared.name.value))
        .optional("comment", value(&declared.comment))
        .optional("renamed_from", value(&declared.renamed_from))
        .list("labels", declared.labels.iter().map(label))
        .json()
}

fn label(label: &Label) -> Json {
    let object = Object::default().with("label", Json::string(&label.label.value));
    object.optional("renamed_from", value(&label.renamed_from)).json()
}

fn value(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}
