//! What the compiler checks of a foreign key: the column is there and a key, the types agree, the database is one.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::columns::sql_type;
use super::{at, private};
use crate::ast::{Column, Reference, Table};

/// The checks of one foreign key.
pub(super) fn reference(table: &Table, column: &Column, reference: &Reference) -> TokenStream {
    let private = private();
    let (ident, from) = (&table.ident, sql_type(column));
    let (to, field) = (&reference.table, &reference.column);
    let check = quote_spanned!(at(field.span())=> .referenced_by::<#from>());
    let database = quote_spanned!(at(to.span())=> #private::same_database::<#ident, #to>());
    quote! {
        const _: fn(&<#to as #private::Table>::Columns) = |columns| columns.#field #check;
        const _: () = #database;
    }
}
