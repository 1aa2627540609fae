//! What the compiler checks of a foreign key: the columns are there and a key, the types agree, the database is one.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
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
        return pairs.map(|(column, _)| check("reference", table, key, column, field)).collect();
    }
    let (from, to) = (meta(&table.ty, key.table.span()), meta(&key.table, key.table.span()));
    let private = private_at(key.table.span());
    let names = key.fields.iter().map(|field| name(&key.table, field));
    let text: Vec<String> = key.fields.iter().map(|field| field.unraw().to_string()).collect();
    let text = text.join(", ");
    let whole = quote_spanned! {key.table.span()=>
        const _: () = #private::foreign_key(#from, #to, #text, &[#(#names),*]);
    };
    let check = |(column, field)| check("foreign_key_column", table, key, column, field);
    std::iter::once(whole).chain(pairs.map(check)).collect()
}

/// The check of one column.
fn check(function: &str, table: &Table, key: &ForeignKey, column: &Column, field: &Ident) -> TokenStream {
    let span = field.span();
    let (private, function, sql) = (private_at(span), Ident::new(function, span), sql(column));
    let (from, to) = (meta(&table.ty, span), meta(&key.table, key.table.span()));
    let (own, other) = (column.field.unraw().to_string(), field.unraw().to_string());
    let name = name(&key.table, field);
    quote_spanned!(span=> const _: () = #private::#function(#from, #to, #own, #sql, #other, #name);)
}

/// What is known of a table.
fn meta(table: &impl ToTokens, span: Span) -> TokenStream {
    let private = private_at(span);
    quote_spanned!(span=> <#table as #private::Table>::META)
}

/// The SQL name of a field of the referenced table; no such field is the compiler's own message.
fn name(table: &Path, field: &Ident) -> TokenStream {
    let private = private_at(table.span());
    let columns = quote_spanned!(table.span()=> <#table as #private::Table>::COLUMN);
    quote_spanned!(field.span()=> #columns.#field)
}
