//! Rust literals for names and texts.

use dbmig_runtime::catalog::ObjectName;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A string literal: raw where that spares escapes.
pub(super) fn text(text: &str) -> TokenStream {
    let raw = raw(text).and_then(|raw| raw.parse::<Literal>().ok());
    let literal = raw.unwrap_or_else(|| Literal::string(text));
    quote!(#literal)
}

/// A name as `impl Into<ObjectName>` takes it: `"log"` or `("audit", "log")`.
pub(super) fn object_name(name: &ObjectName) -> TokenStream {
    let own = text(&name.name);
    match &name.schema {
        Some(schema) => {
            let schema = text(schema);
            quote!((#schema, #own))
        }
        None => own,
    }
}

/// An array of string literals; `Vec` where it is empty, since an empty array has no type.
pub(super) fn list(items: &[String]) -> TokenStream {
    if items.is_empty() {
        return quote!(Vec::<String>::new());
    }
    let items = items.iter().map(|item| text(item));
    quote!([#(#items),*])
}

/// A `Vec<String>`.
pub(super) fn strings(items: &[String]) -> TokenStream {
    let items = items.iter().map(|item| text(item));
    quote!(vec![#(#items.into()),*])
}

/// `Some(-1)` or `None`.
pub(super) fn optional_text(value: Option<&str>) -> TokenStream {
    match value {
        Some(value) => {
            let value = text(value);
            quote!(Some(#value))
        }
        None => quote!(None),
    }
}

fn raw(text: &str) -> Option<String> {
    let spares = text.contains(['"', '\\', '\n']);
    // Anything else that a plain literal would escape is not fit to be shown either.
    let shown = |c: char| matches!(c, '"' | '\\' | '\'' | '\n') || c.escape_debug().eq([c]);
    if !spares || !text.chars().all(shown) {
        return None;
    }
    let hashes = (1..=16).map(|n| "#".repeat(n)).find(|hashes| !text.contains(&format!("\"{hashes}")))?;
    Some(format!("r{hashes}\"{text}\"{hashes}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_mean_their_text() {
        for (plain, source) in [
            ("task", r#""task""#),
            ("it's", r#""it's""#),
            ("a \"b\"", r##"r#"a "b""#"##),
            ("ends with \"#", "r##\"ends with \"#\"##"),
            ("two\nlines", "r#\"two\nlines\"#"),
            ("tab\tand \"", r#""tab\tand \"""#),
            ("🦀", "\"🦀\""),
            ("\u{202e}", r#""\u{202e}""#),
            ("cr\r\n", r#""cr\r\n""#),
        ] {
            assert_eq!(text(plain).to_string(), source);
            let parsed: syn::LitStr = syn::parse_str(source).unwrap();
            assert_eq!(parsed.value(), plain);
        }
    }
}
