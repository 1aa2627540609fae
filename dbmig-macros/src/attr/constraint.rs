//! `#[primary_key(…)]`, `#[unique(…)]` and `#[check(…)]` on the struct.

use proc_macro2::Span;
use syn::Attribute;
use syn::spanned::Spanned;

use super::index::field_list;
use super::{entries, set};
use crate::ast::{Check, Key};
use crate::context::Context;

const PRIMARY_KEY: &[&str] = &["columns", "name", "comment"];
const UNIQUE: &[&str] = &["columns", "name", "nulls_not_distinct", "comment"];
const CHECK: &[&str] = &["name", "expr", "comment"];

/// The attributes `name`, each a key of several columns.
pub(crate) fn keys(context: &Context, attributes: &[Attribute], name: &str) -> Vec<Key> {
    let attributes = attributes.iter().filter(|attribute| attribute.path().is_ident(name));
    attributes.filter_map(|attribute| key(context, attribute, name)).collect()
}

fn key(context: &Context, attribute: &Attribute, attribute_name: &str) -> Option<Key> {
    let (mut columns, mut name, mut comment, mut nulls_not_distinct) = (None, None, None, None);
    let known = if attribute_name == "unique" { UNIQUE } else { PRIMARY_KEY };
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "columns" => set(context, &mut columns, key, field_list(context, &entry)),
            "name" => set(context, &mut name, key, entry.text(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            "nulls_not_distinct" if attribute_name == "unique" => {
                set(context, &mut nulls_not_distinct, key, entry.flag(context));
            }
            _ => entry.unknown(context, attribute_name, known),
        }
    }
    let Some(columns) = columns else {
        if before == context.count() {
            let message =
                format!("`{attribute_name}` needs its columns: `#[{attribute_name}(columns(a, b))]`");
            context.error_at(&attribute.meta, message);
        }
        return None;
    };
    let nulls_not_distinct = nulls_not_distinct.is_some();
    Some(Key { span: span(attribute), name, columns, nulls_not_distinct, comment })
}

/// The checks of the struct.
pub(crate) fn checks(context: &Context, attributes: &[Attribute]) -> Vec<Check> {
    let attributes = attributes.iter().filter(|attribute| attribute.path().is_ident("check"));
    attributes.filter_map(|attribute| check(context, attribute)).collect()
}

fn check(context: &Context, attribute: &Attribute) -> Option<Check> {
    let (mut name, mut expression, mut comment) = (None, None, None);
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut name, key, entry.text(context)),
            "expr" => set(context, &mut expression, key, entry.text(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            _ => entry.unknown(context, "check", CHECK),
        }
    }
    let (Some(name), Some(expression)) = (name, expression) else {
        if before == context.count() {
            let message = "a check needs a name and an expression: `#[check(name = \"…\", expr = \"…\")]`";
            context.error_at(&attribute.meta, message);
        }
        return None;
    };
    Some(Check { name: Some(name), column: None, expression, comment })
}

/// Where messages about an attribute as a whole point: its name.
pub(crate) fn span(attribute: &Attribute) -> Span {
    attribute.path().span()
}
