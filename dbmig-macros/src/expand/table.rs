//! `#[derive(Table)]`: the trait, the declaration in the link section, and what the compiler checks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::bytes::constant;
use super::columns::{self, columns};
use super::json::Splice;
use super::manifest::{self, described};
use super::reference::reference;
use super::requirement::requirements;
use super::section::{is_left_out, section};
use super::{private, private_at, scope};
use crate::ast::Table;

/// Everything a table comes to.
pub(crate) fn table(table: &Table) -> TokenStream {
    let private = private();
    let section = section(&constant(described("table", table).json()));
    let columns = columns(&table.ident, table.columns.iter().map(|column| &column.field));
    let implementation = implementation(table);
    let references = table.foreign_keys.iter().map(|key| reference(table, key));
    let parents = table.inherits.iter().map(|parent| inherits(table, parent));
    let requirements = requirements(table);
    scope(&quote! {
        #[allow(unused_imports)]
        use #private::NullabilityOfAny as _;

        #section

        #columns
        #implementation
        #(#references)*
        #(#parents)*
        #requirements
    })
}

fn implementation(table: &Table) -> TokenStream {
    let (private, own) = (private(), &table.ty);
    let rust_name = table.ident.unraw().to_string();
    let (names, keys) = (names(table), columns::keys(table));
    let Splice { ty, value } = constant(manifest::name(table));
    quote! {
        #[automatically_derived]
        impl #private::Table for #own {
            #names
            type Itself = Self;
            const RUST_NAME: &'static str = #rust_name;
            #keys
            type NameDesc = #ty;
            const NAME_DESC: Self::NameDesc = #value;
        }
    }
}

/// What the traits of tables and views have in common.
pub(super) fn names(table: &Table) -> TokenStream {
    let (private, hidden) = (private(), columns::name(&table.ident));
    let name = &table.name.value;
    let database = table.database.as_ref().map(|text| text.value.as_str()).unwrap_or_default();
    let schema = match &table.schema {
        Some(text) => {
            let schema = &text.value;
            quote!(::core::option::Option::Some(#schema))
        }
        None => quote!(::core::option::Option::None),
    };
    let names = table.columns.iter().map(|column| &column.name.value);
    let column = columns::value(table);
    let framed =
        if is_left_out() { quote!(::std::vec::Vec::new()) } else { quote!(#private::to_vec(&MANIFEST)) };
    quote! {
        const DATABASE: &'static str = #database;
        const SCHEMA: ::core::option::Option<&'static str> = #schema;
        const NAME: &'static str = #name;
        const COLUMNS: &'static [&'static str] = &[#(#names),*];
        type Columns = #hidden;
        const COLUMN: Self::Columns = #column;
        fn manifest() -> ::std::vec::Vec<u8> {
            #framed
        }
    }
}

/// The check of a parent: it is in the same database.
fn inherits(table: &Table, parent: &Path) -> TokenStream {
    let (private, own) = (private_at(parent.span()), &table.ty);
    quote_spanned! {parent.span()=>
        const _: () = #private::inherits::<#own, _>(|_: &<#parent as #private::Table>::Itself| ());
    }
}
