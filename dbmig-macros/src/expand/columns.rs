//! The hidden struct with one field a column, for foreign keys that reference the table.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::private;
use super::requirement::sql;
use crate::ast::Table;

/// The struct's name; no type of the user's may have it, since their types are named beside it.
pub(super) fn name(table: &Ident) -> Ident {
    format_ident!("__{table}Columns")
}

/// The struct.
pub(super) fn columns(table: &Table) -> TokenStream {
    let (private, ident, name, mut keys) = (private(), &table.ident, name(&table.ident), (0..).peekable());
    let fields = table.columns.iter().map(|column| {
        let field = &column.field;
        match keys.next_if(|_| table.is_key(column)).map(Literal::usize_unsuffixed) {
            Some(index) => quote!(pub #field: #private::Key<#ident, #index>),
            None => quote!(pub #field: #private::Plain<#ident>),
        }
    });
    quote! {
        #[doc(hidden)]
        pub struct #name { #(#fields),* }
    }
}

/// The types of the struct's `Key`s, as the compiler compares them.
pub(super) fn keys(table: &Table) -> impl Iterator<Item = TokenStream> {
    table.columns.iter().filter(|column| table.is_key(column)).map(sql)
}
