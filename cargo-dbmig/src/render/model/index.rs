//! Indexes as attributes of the struct.

use dbmig_runtime::catalog::{Index, IndexKey, KeyPart, NullsOrder, SortOrder};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::constraint::{fields, index_columns, name};
use super::context::Named;
use super::entry::Entries;
use super::names::ident;
use crate::render::literal::text;

pub(super) fn index(table: &Named<'_>, of: &Index) -> TokenStream {
    let mut entries = Entries::default();
    let keys =
        (1_u16..).zip(&of.keys).map(|(place, of_key)| key(table, of_key, of.statistics.get(&place).copied()));
    entries.push(quote!(columns(#(#keys),*)));
    let columns: Option<Vec<String>> = of.keys.iter().map(column).collect();
    let own = match columns {
        Some(columns) => {
            let named = index_columns(columns.iter().chain(&of.include));
            name(table, &named, "idx", &of.name)
        }
        None => Some(of.name.as_str()),
    };
    entries.text("name", own);
    entries.flag("unique", of.unique);
    entries.text("using", Some(of.method.as_str()).filter(|method| *method != "btree"));
    fields(&mut entries, "include", table, &of.include);
    entries.text("where", of.predicate.as_deref());
    entries.flag("nulls_not_distinct", of.nulls_not_distinct);
    entries.with(&of.storage);
    entries.text("tablespace", of.tablespace.as_deref());
    entries.text("comment", of.comment.as_deref());
    entries.attribute("index")
}

/// The column of a key that is one.
pub(super) fn column(key: &IndexKey) -> Option<String> {
    match &key.part {
        KeyPart::Column(name) => Some(name.clone()),
        KeyPart::Expression(_) => None,
    }
}

/// A key as `CREATE INDEX` has it.
pub(super) fn key(table: &Named<'_>, of: &IndexKey, statistics: Option<i32>) -> TokenStream {
    let mut tokens = match &of.part {
        KeyPart::Column(name) => {
            let field = table.field(name);
            quote!(#field)
        }
        KeyPart::Expression(expression) => text(expression),
    };
    if let Some(collation) = &of.collation {
        let name = text(&collation.name);
        tokens.extend(quote!(collate #name));
    }
    if let Some(class) = &of.operator_class {
        let is_word = class.ends_with("_ops") && class.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let class = if is_word {
            let class = ident(class);
            quote!(#class)
        } else {
            text(class)
        };
        tokens.extend(class);
    }
    if of.order == SortOrder::Descending {
        tokens.extend(quote!(desc));
    }
    match of.nulls {
        Some(NullsOrder::First) => tokens.extend(quote!(nulls first)),
        Some(NullsOrder::Last) => tokens.extend(quote!(nulls last)),
        None => {}
    }
    if let Some(target) = statistics {
        let target = Literal::i32_unsuffixed(target);
        tokens.extend(quote!(statistics #target));
    }
    tokens
}
