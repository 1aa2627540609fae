//! Entries of attributes.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::ident;
use crate::render::literal::text;

/// The entries of one attribute, in order.
#[derive(Default)]
pub(super) struct Entries(Vec<TokenStream>);

impl Entries {
    pub(super) fn push(&mut self, entry: TokenStream) {
        self.0.push(entry);
    }

    pub(super) fn flag(&mut self, key: &str, is_set: bool) {
        if is_set {
            let key = ident(key);
            self.push(quote!(#key));
        }
    }

    /// `key = "value"`.
    pub(super) fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            let (key, value) = (word(key), text(value));
            self.push(quote!(#key = #value));
        }
    }

    /// `key = 1`.
    pub(super) fn number(&mut self, key: &str, value: Option<i64>) {
        if let Some(value) = value {
            let key = ident(key);
            let value = number(value);
            self.push(quote!(#key = #value));
        }
    }

    /// `with(fillfactor = 70)`, of `name=value`.
    pub(super) fn with(&mut self, parameters: &[String]) {
        if parameters.is_empty() {
            return;
        }
        let parameters = parameters.iter().map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            let name = if is_name {
                let name = ident(name);
                quote!(#name)
            } else {
                text(name)
            };
            let value = match value.parse::<i64>() {
                Ok(value) if value >= 0 => number(value),
                _ if value == "true" || value == "false" => {
                    let value = word(value);
                    quote!(#value)
                }
                _ => text(value),
            };
            quote!(#name = #value)
        });
        self.push(quote!(with(#(#parameters),*)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `#[name(…)]`; nothing where there is no entry.
    pub(super) fn attribute(&self, name: &str) -> TokenStream {
        let (name, entries) = (ident(name), &self.0);
        if entries.is_empty() { TokenStream::new() } else { quote!(#[#name(#(#entries),*)]) }
    }

    /// `name(…)`.
    pub(super) fn group(&self, name: &str) -> TokenStream {
        let (name, entries) = (ident(name), &self.0);
        quote!(#name(#(#entries),*))
    }
}

/// A key that may be a keyword of Rust: `where`, `type`.
pub(super) fn word(word: &str) -> TokenStream {
    word.parse().unwrap_or_default()
}

fn number(value: i64) -> TokenStream {
    let literal = proc_macro2::Literal::i64_unsuffixed(value);
    quote!(#literal)
}
