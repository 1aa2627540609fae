//! `#[primary_key(…)]`, `#[unique(…)]` and `#[check(…)]` on the struct.

use proc_macro2::Span;
use syn::Attribute;
use syn::spanned::Spanned;

use super::{Entry, each, entries, incomplete, set};
use crate::ast::{Check, Key, Text};
use crate::context::Context;

const PRIMARY_KEY: &[&str] = &[
    "columns",
    "name",
    "include",
    "without_overlaps",
    "deferrable",
    "initially_deferred",
    "with",
    "tablespace",
    "comment",
    "index_comment",
];
const UNIQUE: &[&str] = &[
    "columns",
    "name",
    "include",
    "nulls_not_distinct",
    "without_overlaps",
    "deferrable",
    "initially_deferred",
    "with",
    "tablespace",
    "comment",
    "index_comment",
];
const CHECK: &[&str] = &["name", "expr", "no_inherit", "not_valid", "not_enforced", "comment"];

/// The attributes `name`, each a key of several columns.
pub(crate) fn keys(context: &Context, attributes: &[Attribute], name: &str) -> Vec<Key> {
    each(context, attributes, name, |context, attribute| key(context, attribute, name))
}

fn key(context: &Context, attribute: &Attribute, attribute_name: &str) -> Option<Key> {
    let (mut columns, mut include) = (None, None);
    let mut built = Key::new(span(attribute));
    let known = if attribute_name == "unique" { UNIQUE } else { PRIMARY_KEY };
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "columns" => set(context, &mut columns, key, entry.fields(context)),
            "name" => set(context, &mut built.name, key, entry.text(context)),
            "include" => set(context, &mut include, key, entry.fields(context)),
            "comment" => set(context, &mut built.comment, key, entry.text(context)),
            "index_comment" => set(context, &mut built.index_comment, key, entry.text(context)),
            "without_overlaps" => set(context, &mut built.without_overlaps, key, entry.flag(context)),
            "nulls_not_distinct" if attribute_name == "unique" => {
                set(context, &mut built.nulls_not_distinct, key, entry.flag(context));
            }
            _ if built.deferral.entry(context, &entry) || built.physical.entry(context, &entry) => {}
            _ => entry.unknown(context, attribute_name, known),
        }
    }
    let Some(columns) = columns else {
        let message = format!("`{attribute_name}` needs its columns: `#[{attribute_name}(columns(a, b))]`");
        incomplete(context, before, attribute, &message);
        return None;
    };
    Some(Key { columns, include: include.unwrap_or_default(), ..built })
}

/// The checks of the struct.
pub(crate) fn checks(context: &Context, attributes: &[Attribute]) -> Vec<Check> {
    each(context, attributes, "check", |context, attribute| {
        let before = context.count();
        let (name, check) = check(context, entries(context, attribute), span(attribute));
        let (Some(name), Some(check)) = (name, check) else {
            let message = "a check needs a name and an expression: `#[check(name = \"…\", expr = \"…\")]`";
            incomplete(context, before, attribute, message);
            return None;
        };
        Some(Check { name: Some(name), ..check })
    })
}

/// The check that the entries say, without its name, and that.
pub(super) fn check(context: &Context, entries: Vec<Entry>, span: Span) -> (Option<Text>, Option<Check>) {
    let (mut name, mut expression, mut comment, mut no_inherit) = (None, None, None, None);
    let mut enforcement = crate::ast::Enforcement::default();
    for entry in entries {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut name, key, entry.text(context)),
            "expr" => set(context, &mut expression, key, entry.text(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            "no_inherit" => set(context, &mut no_inherit, key, entry.flag(context)),
            _ if enforcement.entry(context, &entry) => {}
            _ => entry.unknown(context, "check", CHECK),
        }
    }
    let no_inherit = no_inherit.is_some();
    let check = expression.map(|expression| Check {
        span,
        name: None,
        column: None,
        expression,
        no_inherit,
        enforcement,
        comment,
    });
    (name, check)
}

/// `check = "expression"`, or `check(name = "…", expr = "expression")`.
pub(super) fn inline_check(context: &Context, entry: &Entry) -> Option<Check> {
    if entry.is_group() {
        let before = context.count();
        let entries = entry.entries(context, "name = \"…\", expr = \"…\"")?;
        let (name, check) = check(context, entries, entry.span());
        if check.is_none() && before == context.count() {
            context.error_at(entry.shown(), "a check needs an expression: `check(expr = \"…\")`");
        }
        return Some(Check { name, ..check? });
    }
    let (expression, enforcement) = (entry.text(context)?, crate::ast::Enforcement::default());
    let span = entry.span();
    Some(Check { span, name: None, column: None, expression, no_inherit: false, enforcement, comment: None })
}

/// Where messages about an attribute as a whole point: its name.
pub(crate) fn span(attribute: &Attribute) -> Span {
    attribute.path().span()
}
