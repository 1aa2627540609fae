//! The hidden struct with the columns' names: for queries, and for foreign keys that reference the table.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use super::requirement::sql;
use crate::ast::{Column, Table};

/// The struct's name; no type of the user's may have it, since their types are named beside it.
pub(super) fn name(table: &Ident) -> Ident {
    format_ident!("__{}Columns", table.unraw())
}

/// The struct.
pub(super) fn columns<'a>(table: &Ident, fields: impl Iterator<Item = &'a Ident>) -> TokenStream {
    let name = name(table);
    let fields: Vec<&Ident> = fields.collect();
    // Only where it is needed: a crate that forbids such names forbids the attribute as well.
    let shouts = |field: &&Ident| field.unraw().to_string().chars().any(char::is_uppercase);
    let allow = fields.iter().any(shouts).then(|| quote!(#[allow(non_snake_case)]));
    quote! {
        #[doc(hidden)]
        #allow
        pub struct #name { #(pub #fields: &'static str),* }
    }
}

/// The value of the struct.
pub(super) fn value(table: &Table) -> TokenStream {
    let (name, fields) = (name(&table.ident), table.columns.iter().map(|column| &column.field));
    let names = table.columns.iter().map(|column| &column.name.value);
    quote!(#name { #(#fields: #names),* })
}

/// What foreign keys which reference the table are checked with.
pub(super) fn keys(table: &Table) -> TokenStream {
    let referable = table.referable();
    let is_in_key =
        |column: &&Column| referable.iter().flatten().any(|field| field.unraw() == column.field.unraw());
    let parts = table.columns.iter().filter(is_in_key).map(|column| {
        let (name, sql) = (&column.name.value, sql(column));
        quote!((#name, #sql))
    });
    let keys = referable.iter().map(|fields| {
        let names = fields.iter().map(|field| table.column_name(field));
        quote!(&[#(#names),*])
    });
    quote!(key_columns: &[#(#parts),*], keys: &[#(#keys),*])
}
