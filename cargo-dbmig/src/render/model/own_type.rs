//! Domains as newtypes, composite types as structs.

use std::collections::BTreeSet;

use dbmig_runtime::catalog::{Attribute, Check, CompositeType, Domain, ObjectName, default_name};
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::constraint::inline_check;
use super::context::Context;
use super::default::default;
use super::entry::Entries;
use super::names::{ident, value_name};

pub(super) fn domain<'a>(context: &Context<'a>, of: &'a Domain) -> TokenStream {
    let (rust, ty) = (context.type_name(&of.name), context.field_type(&of.data_type));
    let mut entries = Entries::default();
    entries.flag("domain", true);
    name(&mut entries, rust, &of.name);
    entries.text("type", ty.sql.as_deref());
    entries.text("collation", of.collation.as_ref().map(|collation| collation.name.as_str()));
    default(&mut entries, of.default.as_deref(), context.base_type(&of.data_type));
    entries.flag("not_null", !of.nullable && of.not_null_name.is_none());
    entries.text("not_null", of.not_null_name.as_deref());
    let usual = default_name(&of.name.name, &[], "check");
    let (unnamed, named): (Vec<&Check>, Vec<&Check>) =
        of.checks.iter().partition(|check| check.name == usual);
    unnamed.into_iter().for_each(|check| inline_check(&mut entries, None, check));
    named.into_iter().for_each(|check| inline_check(&mut entries, Some(&check.name), check));
    entries.text("comment", of.comment.as_deref());
    let (attribute, rust, ty) = (entries.attribute("sql_type"), ident(rust), ty.tokens);
    quote! {
        #[derive(SqlType)]
        #attribute
        pub struct #rust(pub #ty);
    }
}

pub(super) fn composite(context: &Context<'_>, of: &CompositeType) -> TokenStream {
    let rust = context.type_name(&of.name);
    let mut entries = Entries::default();
    entries.flag("composite", true);
    name(&mut entries, rust, &of.name);
    entries.text("comment", of.comment.as_deref());
    let mut taken = BTreeSet::new();
    let fields: Vec<TokenStream> =
        of.attributes.iter().map(|of| field(context, of, &value_name(&of.name, &mut taken))).collect();
    let (attribute, rust) = (entries.attribute("sql_type"), ident(rust));
    quote! {
        #[derive(SqlType)]
        #attribute
        pub struct #rust {
            #(#fields,)*
        }
    }
}

/// An attribute of a composite type, which can be null whatever it is.
fn field(context: &Context<'_>, of: &Attribute, rust: &str) -> TokenStream {
    let (field, ty) = (ident(rust), context.field_type(&of.data_type));
    let mut entries = Entries::default();
    entries.text("name", (rust != of.name).then_some(&*of.name));
    entries.text("type", ty.sql.as_deref());
    entries.text("collation", of.collation.as_ref().map(|collation| collation.name.as_str()));
    entries.text("comment", of.comment.as_deref());
    let (attribute, ty) = (entries.attribute("sql_type"), ty.tokens);
    quote!(#attribute pub #field: Option<#ty>)
}

/// The type's name, as far as the Rust name doesn't say it, and its schema.
pub(super) fn name(entries: &mut Entries, rust: &str, name: &ObjectName) {
    entries.text("name", (rust.to_snake_case() != name.name).then_some(&*name.name));
    entries.text("schema", name.schema.as_deref());
}
