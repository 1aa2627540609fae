//! What an item with a mistake still gets: an implementation that fits everywhere, so that one mistake is one message.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Field};

use super::{columns, private};

/// A table in an unknown database whose columns fit every foreign key, and no manifest.
pub(crate) fn table(input: &DeriveInput) -> TokenStream {
    let (private, ident) = (private(), &input.ident);
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let columns = columns::name(ident);
    let fields: Vec<&Field> = match &input.data {
        Data::Struct(data) => data.fields.iter().filter(|field| field.ident.is_some()).collect(),
        Data::Enum(_) | Data::Union(_) => Vec::new(),
    };
    let fields = fields.iter().map(|field| &field.ident);
    quote! {
        const _: () = {
            #[doc(hidden)]
            pub struct #columns { #(pub #fields: #private::Unknown),* }
            #[automatically_derived]
            impl #generics #private::Table for #ident #arguments #bounds {
                const DATABASE: &'static str = "";
                const SCHEMA: ::core::option::Option<&'static str> = ::core::option::Option::None;
                const NAME: &'static str = "";
                const COLUMNS: &'static [&'static str] = &[];
                const RUST_NAME: &'static str = "";
                const KEYS: &'static [#private::Sql] = &[];
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

/// A type that fits every other.
pub(crate) fn sql_type(input: &DeriveInput) -> TokenStream {
    let (private, ident) = (private(), &input.ident);
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #private::SqlType for #ident #arguments #bounds {
            const SQL: #private::Sql = #private::Sql::BROKEN;
            const NULLABLE: bool = false;
            type Desc = [u8; 0];
            const DESC: [u8; 0] = [];
        }
    }
}
