//! Constraints that say too much, or what doesn't apply.

use proc_macro2::Span;
use syn::Ident;
use syn::ext::IdentExt;

use crate::ast::{Enforcement, ForeignKey, IndexKey, Statistics, Table};
use crate::context::Context;

pub(super) fn table(context: &Context, table: &Table) {
    for key in table.primary_keys.iter().chain(&table.uniques) {
        for field in key.include.iter().filter(|field| is_among(field, &key.columns)) {
            context.error_at(field, format!("`{field}` is a column of the key already"));
        }
    }
    for key in &table.foreign_keys {
        foreign_key(context, key);
    }
    for check in &table.checks {
        enforcement(context, &check.enforcement);
    }
    for exclusion in &table.exclusions {
        let keys = exclusion.elements.iter().map(|element| &element.key);
        named(context, keys, exclusion.name.is_some(), exclusion.span, "an exclusion constraint");
        without_statistics(context, exclusion.elements.iter().map(|element| &element.key), exclusion.span);
    }
    for index in &table.indexes {
        named(context, index.keys.iter(), index.name.is_some(), index.span, "an index");
        if let Some(span) = index.nulls_not_distinct.filter(|_| !index.unique) {
            context.error(span, "`nulls_not_distinct` says something about a unique index only");
        }
        for key in index.keys.iter().filter(|key| key.statistics.is_some() && key.field().is_some()) {
            let message = "`statistics` in an index are for an expression; a column has its own: `#[column(statistics = 500)]`";
            context.error_at(key.field(), message);
        }
    }
    for item in &table.statistics {
        statistics(context, item);
    }
}

fn foreign_key(context: &Context, key: &ForeignKey) {
    enforcement(context, &key.options.enforcement);
    if key.columns.len() != key.fields.len() {
        let message = format!(
            "a foreign key references as many columns as it has: {} here, {} there",
            key.columns.len(),
            key.fields.len()
        );
        context.error(key.span, message);
    }
    let mut seen = std::collections::BTreeSet::new();
    for field in &key.fields {
        if !seen.insert(field.unraw().to_string()) {
            context.error_at(field, format!("`{field}` stands twice in one key"));
        }
    }
    for field in key.options.on_delete_columns.iter().flatten() {
        if !is_among(field, &key.columns) {
            context.error_at(field, format!("`{field}` is no column of this foreign key"));
        }
        if !key.options.on_delete.is_some_and(|action| action.sets()) {
            let message = "`on_delete_columns` needs `on_delete = \"set null\"` or `\"set default\"`";
            context.error_at(field, message);
        }
    }
}

fn enforcement(context: &Context, enforcement: &Enforcement) {
    if let (Some(_), Some(span)) = (enforcement.not_valid, enforcement.not_enforced) {
        context.error(span, "what is `not_enforced` is never checked: leave `not_valid` out");
    }
}

fn named<'a>(
    context: &Context,
    mut keys: impl Iterator<Item = &'a IndexKey>,
    has_name: bool,
    span: Span,
    what: &str,
) {
    if !has_name && keys.any(|key| key.field().is_none()) {
        context.error(span, format!("{what} over an expression needs a name: `name = \"…\"`"));
    }
}

fn without_statistics<'a>(context: &Context, mut keys: impl Iterator<Item = &'a IndexKey>, span: Span) {
    if keys.any(|key| key.statistics.is_some()) {
        context.error(span, "`statistics` is for the keys of an index");
    }
}

fn statistics(context: &Context, item: &Statistics) {
    for part in &item.parts {
        let bare = part.collation.is_none()
            && part.operator_class.is_none()
            && !part.descending
            && part.nulls_first.is_none()
            && part.statistics.is_none();
        if !bare {
            context.error(item.span, "statistics are about fields and expressions, with nothing behind them");
        }
    }
    match item.parts.as_slice() {
        [only] if only.field().is_some() => {
            let message = "statistics are about several columns, or about expressions; PostgreSQL keeps those of one \
                           column by itself";
            context.error(item.span, message);
        }
        [_] if item.kinds.is_some() => {
            context.error(item.span, "`kinds` are of statistics about several columns or expressions");
        }
        _ => {}
    }
}

pub(super) fn is_among(field: &Ident, fields: &[Ident]) -> bool {
    fields.iter().any(|other| other.unraw() == field.unraw())
}
