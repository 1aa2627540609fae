//! Enum types as enums.

use std::collections::BTreeSet;

use dbmig_runtime::catalog::EnumType;
use heck::{ToKebabCase, ToLowerCamelCase, ToPascalCase, ToShoutyKebabCase, ToShoutySnakeCase, ToSnakeCase};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::entry::Entries;
use super::names::{ident, variant_name};
use super::own_type::name;

type Convert = fn(&str) -> String;

/// The cases of `rename_all`.
const CASES: &[(Option<&str>, Convert)] = &[
    (Some("kebab-case"), |name| name.to_kebab_case()),
    (Some("camelCase"), |name| name.to_lower_camel_case()),
    (Some("PascalCase"), |name| name.to_pascal_case()),
    (Some("SCREAMING_SNAKE_CASE"), |name| name.to_shouty_snake_case()),
    (Some("SCREAMING-KEBAB-CASE"), |name| name.to_shouty_kebab_case()),
    (Some("lowercase"), |name| name.to_lowercase()),
    (Some("UPPERCASE"), |name| name.to_uppercase()),
];

pub(super) fn enum_type(context: &Context<'_>, of: &EnumType) -> TokenStream {
    let rust = context.type_name(&of.name);
    let mut taken = BTreeSet::new();
    let variants: Vec<(String, &String)> =
        of.labels.iter().map(|label| (variant_name(label, &mut taken), label)).collect();
    let (case, convert) = case(&variants);
    let mut entries = Entries::default();
    name(&mut entries, rust, &of.name);
    entries.text("rename_all", case);
    entries.text("comment", of.comment.as_deref());
    let attribute = entries.attribute("sql_type");
    let variants = variants.iter().map(|(name, label)| {
        let mut entries = Entries::default();
        entries.text("label", (convert(name) != **label).then_some(label));
        let (attribute, name) = (entries.attribute("sql_type"), ident(name));
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

/// The case that says most labels, if it says more than half of them.
fn case(variants: &[(String, &String)]) -> (Option<&'static str>, Convert) {
    let said = |convert: Convert| variants.iter().filter(|(name, label)| convert(name) == **label).count();
    let default: (Option<&'static str>, Convert) = (None, |name| name.to_snake_case());
    let best = |best: (_, Convert), case: (_, Convert)| if said(case.1) > said(best.1) { case } else { best };
    let found = CASES.iter().copied().fold(default, best);
    if said(found.1) * 2 > variants.len() { found } else { default }
}
