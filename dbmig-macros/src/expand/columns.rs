//! The hidden struct with one field a column, for foreign keys that reference the table.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::given::marker;
use super::private;
use crate::ast::{Column, Table};

/// The struct's name; no type of the user's may have it, since their types are named beside it.
pub(super) fn name(table: &Ident) -> Ident {
    format_ident!("__{table}Columns")
}

/// The struct.
pub(super) fn columns(table: &Table) -> TokenStream {
    let private = private();
    let fields = table.columns.iter().map(|column| {
        let (field, ty) = (&column.field, sql_type(column));
        let kind = format_ident!("{}", if table.is_key(column) { "Key" } else { "Plain" });
        quote!(pub #field: #private::#kind<#ty>)
    });
    let name = name(&table.ident);
    quote! {
        #[doc(hidden)]
        pub struct #name { #(#fields),* }
    }
}

/// A type that has the column's SQL type.
pub(super) fn sql_type(column: &Column) -> TokenStream {
    let (private, ty) = (private(), &column.ty);
    match &column.sql_type {
        Some(sql) => {
            let marker = marker(&sql.value);
            quote!(#private::As<#marker>)
        }
        None => quote!(#ty),
    }
}
