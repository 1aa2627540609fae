//! What an item with a mistake still gets: an implementation that fits everywhere, so that one mistake is one message.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput};

use super::{columns, private, scope};

/// A table in an unknown database whose columns fit every foreign key, and no manifest.
pub(crate) fn table(input: &DeriveInput) -> TokenStream {
    let (private, ident) = (private(), &input.ident);
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let (columns, names) = names(input);
    scope(&quote! {
        #columns
        #[automatically_derived]
        impl #generics #private::Table for #ident #arguments #bounds {
            #names
        }
    })
}

/// A view in an unknown database, and no manifest.
pub(crate) fn view(input: &DeriveInput) -> TokenStream {
    let (private, ident) = (private(), &input.ident);
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let (columns, names) = names(input);
    scope(&quote! {
        #columns
        #[automatically_derived]
        impl #generics #private::View for #ident #arguments #bounds {
            #names
        }
    })
}

/// The struct with the columns' names, and what the traits of tables and views have in common.
fn names(input: &DeriveInput) -> (TokenStream, TokenStream) {
    let fields: Vec<&Ident> = match &input.data {
        Data::Struct(data) => data.fields.iter().filter_map(|field| field.ident.as_ref()).collect(),
        Data::Enum(_) | Data::Union(_) => Vec::new(),
    };
    let (private, name) = (private(), columns::name(&input.ident));
    let names = quote! {
        type Columns = #name;
        const COLUMN: Self::Columns = #name { #(#fields: ""),* };
        const META: &'static #private::Meta = &#private::Meta::BROKEN;
        const DOCUMENT: &'static #private::Document = &#private::Document::NONE;
    };
    (columns::columns(&input.ident, fields.into_iter()), names)
}

/// A type that fits every other.
pub(crate) fn sql_type(input: &DeriveInput) -> TokenStream {
    let (private, ident) = (private(), &input.ident);
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    scope(&quote! {
        #[automatically_derived]
        impl #generics #private::SqlType for #ident #arguments #bounds {
            const SQL: #private::Sql = #private::Sql::BROKEN;
            const NULLABLE: bool = false;
            const DESC: &'static #private::Desc = &#private::Desc::new(&[]);
        }
    })
}
