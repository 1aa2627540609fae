//! What the compiler checks of a foreign key: the columns are there and a key, the types agree, the database is one.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Path};

use super::private_at;
use super::requirement::sql;
use crate::ast::{Column, ForeignKey, Table};

/// The checks of one foreign key.
pub(super) fn reference(table: &Table, key: &ForeignKey) -> TokenStream {
    let pairs = key.columns.iter().filter_map(|field| table.column(field)).zip(&key.fields);
    if let [field] = key.fields.as_slice() {
        return pairs.map(|(column, _)| single(table, key, column, field)).collect();
    }
    let (own, to) = (&table.ty, &key.table);
    let private = private_at(to.span());
    let names = key.fields.iter().map(|field| name(to, field));
    let text: Vec<String> = key.fields.iter().map(|field| field.unraw().to_string()).collect();
    let text = text.join(", ");
    let itself = itself(to);
    let whole = quote_spanned! {to.span()=>
        const _: () = #private::foreign_key::<#own, _>(#text, &[#(#names),*], #itself);
    };
    std::iter::once(whole).chain(pairs.map(|(column, field)| pair(table, key, column, field))).collect()
}

fn single(table: &Table, key: &ForeignKey, column: &Column, field: &Ident) -> TokenStream {
    let (own, to) = (&table.ty, itself(&key.table));
    let (private, text, name) =
        (private_at(field.span()), field.unraw().to_string(), name(&key.table, field));
    let pair = check(table, key, column, field);
    quote_spanned! {field.span()=>
        const _: () = {
            #private::foreign_key::<#own, _>(#text, &[#name], #to);
            #pair
        };
    }
}

fn pair(table: &Table, key: &ForeignKey, column: &Column, field: &Ident) -> TokenStream {
    let check = check(table, key, column, field);
    quote_spanned!(field.span()=> const _: () = #check;)
}

/// Compares the types.
fn check(table: &Table, key: &ForeignKey, column: &Column, field: &Ident) -> TokenStream {
    let (private, own, to, sql) = (private_at(field.span()), &table.ty, itself(&key.table), sql(column));
    let (from_name, to_name) = (column.field.unraw().to_string(), field.unraw().to_string());
    let name = name(&key.table, field);
    quote_spanned!(field.span()=> #private::foreign_key_column::<#own, _>(#from_name, #sql, #to_name, #name, #to))
}

/// The referenced struct, as a value: among type arguments, one that isn't there would be told twice.
fn itself(table: &Path) -> TokenStream {
    let private = private_at(table.span());
    quote_spanned!(table.span()=> |_: &<#table as #private::Table>::Itself| ())
}

/// The SQL name of a field of the referenced table; no such field is the compiler's own message.
fn name(table: &Path, field: &Ident) -> TokenStream {
    let private = private_at(table.span());
    let columns = quote_spanned!(table.span()=> <#table as #private::Table>::COLUMN);
    quote_spanned!(field.span()=> #columns.#field)
}
