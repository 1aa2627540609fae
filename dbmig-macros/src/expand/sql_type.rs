//! `#[derive(SqlType)]`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use super::bytes::constant;
use super::given::marker;
use super::json::{Json, Object, Splice};
use super::place::place;
use super::private;
use crate::ast::{EnumType, Label, SqlType, Text};

/// The implementation of the trait.
pub(crate) fn sql_type(ident: &Ident, sql_type: &SqlType) -> TokenStream {
    let private = private();
    let (sql, nullable, Splice { ty, value }) = match sql_type {
        SqlType::Newtype(inner) => (
            quote!(<#inner as #private::SqlType>::Sql),
            quote!(<#inner as #private::SqlType>::NULLABLE),
            Splice {
                ty: quote!(<#inner as #private::SqlType>::Desc),
                value: quote!(<#inner as #private::SqlType>::DESC),
            },
        ),
        SqlType::Given(text) => {
            let json = Object::default().with("sql", Json::string(&text.value)).json();
            (marker(&text.value), quote!(false), constant(json))
        }
        SqlType::Enum(declared) => {
            let json = Object::default().with("enum", enum_type(ident, declared)).json();
            (quote!(#private::Enum<Self>), quote!(false), constant(json))
        }
    };
    quote! {
        #[automatically_derived]
        impl #private::SqlType for #ident {
            type Sql = #sql;
            const NULLABLE: bool = #nullable;
            type Desc = #ty;
            const DESC: Self::Desc = #value;
        }
    }
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
