//! Enum types as enums.

use std::collections::BTreeSet;

use dbmig_runtime::catalog::EnumType;
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::entry::Entries;
use super::names::{ident, variant_name};

pub(super) fn enum_type(rust: &str, of: &EnumType) -> TokenStream {
    let mut entries = Entries::default();
    entries.text("name", (rust.to_snake_case() != of.name.name).then_some(&*of.name.name));
    entries.text("schema", of.name.schema.as_deref());
    entries.text("comment", of.comment.as_deref());
    let attribute = entries.attribute("sql_type");
    let mut taken = BTreeSet::new();
    let variants = of.labels.iter().map(|label| {
        let name = variant_name(label, &mut taken);
        let mut entries = Entries::default();
        entries.text("label", (name.to_snake_case() != *label).then_some(label));
        let (attribute, name) = (entries.attribute("sql_type"), ident(&name));
        quote!(#attribute #name)
    });
    let variants: Vec<TokenStream> = variants.collect();
    let rust = ident(rust);
    quote! {
        #[derive(SqlType)]
        #attribute
        pub enum #rust {
            #(#variants,)*
        }
    }
}
