//! `#[derive(Table)]`: the trait, the declaration in the link section, and what the compiler checks.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::bytes::constant;
use super::columns::{self, columns};
use super::json::Splice;
use super::manifest::{self, manifest};
use super::private;
use super::reference::reference;
use super::requirement::requirements;
use crate::ast::Table;

/// Everything a table comes to.
pub(crate) fn table(table: &Table) -> TokenStream {
    let private = private();
    let Splice { ty, value } = constant(manifest(table));
    let columns = columns(table);
    let implementation = implementation(table);
    let references =
        table.columns.iter().filter_map(|column| Some(reference(table, column, column.references.as_ref()?)));
    let requirements = requirements(table);
    quote! {
        const _: () = {
            #[allow(unused_imports)]
            use #private::NullabilityOfAny as _;

            #[used]
            #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__dbmig"))]
            #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".dbmig"))]
            static MANIFEST: #private::Frame<#ty> = #private::frame(#value);

            #columns
            #implementation
            #(#references)*
            #requirements
        };
    }
}

fn implementation(table: &Table) -> TokenStream {
    let (private, ident) = (private(), &table.ident);
    let hidden = columns::name(ident);
    let rust_name = ident.unraw().to_string();
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
    let keys = columns::keys(table);
    let Splice { ty, value } = constant(manifest::name(table));
    quote! {
        #[automatically_derived]
        impl #private::Table for #ident {
            const DATABASE: &'static str = #database;
            const SCHEMA: ::core::option::Option<&'static str> = #schema;
            const NAME: &'static str = #name;
            const COLUMNS: &'static [&'static str] = &[#(#names),*];
            const RUST_NAME: &'static str = #rust_name;
            const KEYS: &'static [#private::Sql] = &[#(#keys),*];
            type Columns = #hidden;
            type NameDesc = #ty;
            const NAME_DESC: Self::NameDesc = #value;
            fn manifest() -> ::std::vec::Vec<u8> {
                #private::to_vec(&MANIFEST)
            }
        }
    }
}
