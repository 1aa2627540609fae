//! What an item with a mistake still gets: an implementation that fits everywhere, so that one mistake is one message.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields};

use super::{columns, private};

/// A table in an unknown database whose columns agree with every foreign key, and no manifest.
pub(crate) fn table(input: &DeriveInput) -> TokenStream {
    let (private, ident) = (private(), &input.ident);
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let columns = columns::name(ident);
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields.named.iter().filter_map(|field| field.ident.as_ref()).collect(),
            Fields::Unnamed(_) | Fields::Unit => Vec::new(),
        },
        Data::Enum(_) | Data::Union(_) => Vec::new(),
    };
    quote! {
        const _: () = {
            pub struct #columns { #(pub #fields: #private::BrokenColumn),* }
            #[automatically_derived]
            impl #generics #private::Table for #ident #arguments #bounds {
                const DATABASE: &'static str = "";
                const SCHEMA: ::core::option::Option<&'static str> = ::core::option::Option::None;
                const NAME: &'static str = "";
                const COLUMNS: &'static [&'static str] = &[];
                const RUST_NAME: &'static str = "";
                const DATABASE_ID: u64 = 0;
                type Columns = #columns;
                type NameDesc = [u8; 0];
                const NAME_DESC: [u8; 0] = [];
                fn manifest() -> ::std::vec::Vec<u8> {
                    ::std::vec::Vec::new()
                }
            }
        };
    }
}

/// A type that agrees with every other.
pub(crate) fn sql_type(input: &DeriveInput) -> TokenStream {
    let (private, ident) = (private(), &input.ident);
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #private::SqlType for #ident #arguments #bounds {
            type Sql = #private::Broken;
            const NULLABLE: bool = false;
            type Desc = [u8; 0];
            const DESC: [u8; 0] = [];
        }
    }
}
