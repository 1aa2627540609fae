//! Indexes as attributes of the struct.

use dbmig_runtime::catalog::{Index, IndexKey, KeyPart, NullsOrder, SortOrder, without_parentheses};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::constraint::{fields, index_columns, name};
use super::context::Named;
use super::entry::{Entries, is_whole, word};
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
        KeyPart::Expression(expression) => text(without_parentheses(expression)),
    };
    if let Some(collation) = &of.collation {
        let name = text(&collation.name);
        tokens.extend(quote!(collate #name));
    }
    tokens.extend(of.operator_class.as_deref().map(operator_class));
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

/// `text_pattern_ops`, `gist_trgm_ops(siglen = 32)`, or any in quotes.
fn operator_class(class: &str) -> TokenStream {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '0'..='9'))
    };
    let (name, parameters) = class.split_once(" (").unwrap_or((class, ""));
    let parameters =
        parameters.strip_suffix(')').unwrap_or(parameters).split(", ").filter(|it| !it.is_empty());
    let parameters = parameters.map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.strip_prefix('\'')?.strip_suffix('\'')?;
        let (name, value) = (Some(name).filter(|name| is_word(name)).map(ident)?, parameter_value(value)?);
        Some(quote!(#name = #value))
    });
    match parameters.collect::<Option<Vec<TokenStream>>>() {
        Some(parameters) if name.ends_with("_ops") && is_word(name) => {
            let name = ident(name);
            if parameters.is_empty() { quote!(#name) } else { quote!(#name(#(#parameters),*)) }
        }
        _ => text(class),
    }
}

/// The value of a parameter, where it is a number.
fn parameter_value(value: &str) -> Option<TokenStream> {
    is_whole(value).then(|| word(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operator_classes_are_words_where_they_can_be() {
        for (class, expected) in [
            ("text_pattern_ops", "text_pattern_ops"),
            ("gist_trgm_ops (siglen='32')", "gist_trgm_ops (siglen = 32)"),
            ("gist_trgm_ops (siglen='a b')", "\"gist_trgm_ops (siglen='a b')\""),
            ("audit.int_ops", "\"audit.int_ops\""),
            ("mine", "\"mine\""),
        ] {
            assert_eq!(operator_class(class).to_string(), expected);
        }
    }
}
