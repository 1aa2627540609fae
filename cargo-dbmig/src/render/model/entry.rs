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
            let value = parameter_value(value);
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

/// The value of a parameter: a number, a word, or a text.
fn parameter_value(value: &str) -> TokenStream {
    let is_word = !value.is_empty() && value.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let digits = value.strip_prefix('-').unwrap_or(value);
    if is_word || is_whole(digits) || is_decimal(digits) { word(value) } else { text(value) }
}

/// Digits that are written as they are.
pub(super) fn is_whole(text: &str) -> bool {
    let is_number = (1..19).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    is_number && (text == "0" || !text.starts_with('0'))
}

/// Digits on both sides of a point.
pub(super) fn is_decimal(text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    text.split_once('.').is_some_and(|(whole, part)| is_digits(whole) && is_digits(part))
}

fn number(value: i64) -> TokenStream {
    let literal = proc_macro2::Literal::i64_unsuffixed(value);
    quote!(#literal)
}
