//! What the compiler checks of a foreign key: the column is there and a key, the types agree, the database is one.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::Path;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::private_at;
use super::requirement::sql;
use crate::ast::{Column, Reference, Table};

/// The check of one foreign key.
pub(super) fn reference(table: &Table, column: &Column, reference: &Reference) -> TokenStream {
    let (private, ident, sql) = (private_at(reference.column.span()), &table.ident, sql(column));
    let (to, field) = (&reference.table, &reference.column);
    let (from_name, to_name) = (column.field.unraw().to_string(), field.unraw().to_string());
    let columns = columns(to);
    quote_spanned! {field.span()=>
        const _: () = #private::foreign_key::<#ident, _, _>(
            #from_name, #sql, #to_name, |columns: &#columns| &columns.#field
        );
    }
}

/// The hidden struct of the referenced table.
fn columns(table: &Path) -> TokenStream {
    let private = private_at(table.span());
    quote_spanned!(table.span()=> <#table as #private::Table>::Columns)
}
