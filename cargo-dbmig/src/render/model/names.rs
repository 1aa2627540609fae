//! Rust names for the names of a database.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// A type's name, which nothing in `taken` has; the result is added there.
pub(super) fn type_name(schema: Option<&str>, name: &str, taken: &mut BTreeSet<String>) -> String {
    let own = usable(name.to_upper_camel_case(), 'T');
    let qualified = || format!("{}{own}", schema.unwrap_or_default().to_upper_camel_case());
    unique(own.clone(), Some(qualified()), "", taken)
}

/// The name of a struct's module, which nothing in `taken` has; the result is added there. Files are named so too: it is no keyword.
pub(super) fn module_name(rust: &str, taken: &mut BTreeSet<String>) -> String {
    let name = usable(rust.to_snake_case(), '_');
    let is_keyword = syn::parse_str::<Ident>(&name).is_err();
    unique(if is_keyword { format!("{name}_") } else { name }, None, "_", taken)
}

/// A field's name, which nothing in `taken` has; the result is added there.
pub(super) fn value_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    unique(usable(name.to_snake_case(), '_'), None, "_", taken)
}

/// True if a name is a field's already.
pub(super) fn is_value_name(name: &str) -> bool {
    usable(name.to_snake_case(), '_') == name
}

/// A variant's name, which nothing in `taken` has; the result is added there.
pub(super) fn variant_name(label: &str, taken: &mut BTreeSet<String>) -> String {
    unique(usable(label.to_upper_camel_case(), 'V'), None, "", taken)
}

/// The name as an identifier, raw where it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site()))
}

/// What is left of a name when only letters, digits and underscores may be in it, with `start` before a digit.
fn usable(name: String, start: char) -> String {
    let mut usable: String = name.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
    let starts = usable.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if !starts {
        usable.insert(0, start);
    }
    // No raw identifier can be one of these.
    if matches!(usable.as_str(), "_" | "self" | "Self" | "super" | "crate") {
        usable.push('_');
    }
    usable
}

fn unique(name: String, other: Option<String>, before_number: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}{before_number}{number}"));
    let candidates = std::iter::once(name.clone()).chain(other).chain(numbered);
    let mut free = candidates.filter(|candidate| !taken.contains(candidate));
    let found = free.next().unwrap_or(name.clone());
    taken.insert(found.clone());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_rust() {
        let mut taken = BTreeSet::new();
        let mut name = |schema, name| type_name(schema, name, &mut taken);
        assert_eq!(name(None, "order_items"), "OrderItems");
        assert_eq!(name(Some("audit"), "order items"), "AuditOrderItems");
        assert_eq!(name(Some("audit"), "ORDER_ITEMS"), "OrderItems2");
        assert_eq!(name(None, "2fa codes"), "T2faCodes");
        assert_eq!(name(None, "self"), "Self_");
        assert_eq!(name(None, "%"), "T");
        let mut taken = BTreeSet::new();
        let mut name = |name| value_name(name, &mut taken);
        assert_eq!(name("createdAt"), "created_at");
        assert_eq!(name("created at"), "created_at_2");
        assert_eq!(name("type"), "type");
        assert_eq!(name("self"), "self_");
        assert_eq!(name("größe"), "größe");
        assert_eq!(name("1st"), "_1st");
        assert_eq!(name("$"), "__");
        let mut taken = BTreeSet::from(["chrono".to_owned()]);
        let mut name = |name| module_name(name, &mut taken);
        assert_eq!(name("OrderItems"), "order_items");
        assert_eq!(name("Type"), "type_");
        assert_eq!(name("Mod"), "mod_");
        assert_eq!(name("Chrono"), "chrono_2");
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("id").to_string(), "id");
    }
}
