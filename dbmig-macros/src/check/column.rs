//! Things one column can't be at once, and entries that say nothing without another.

use proc_macro2::Span;

use super::renamed;
use crate::ast::{Column, Kind, Text};
use crate::context::Context;

pub(super) fn column(context: &Context, column: &Column, kind: Kind) {
    let attr = &column.attr;
    match (&attr.sql_type, kind) {
        (Some(sql_type), Kind::Table) => serial(context, sql_type),
        (Some(sql_type), Kind::View) => serial_in_view(context, sql_type),
        (None, _) => {}
    }
    let default = attr.default.as_ref().map(|text| ("default", text.span));
    let identity = attr.identity.as_ref().map(|identity| ("identity", identity.span));
    let generated = attr.generated.as_ref().map(|text| ("generated", text.span));
    let mut values = [default, identity, generated].into_iter().flatten();
    if let Some((first, _)) = values.next() {
        for (other, span) in values {
            context.error(
                span,
                format!("a column's value comes from one source: `{first}` or `{other}`, not both"),
            );
        }
    }
    // A foreign key would have been taken out together with its options.
    for (key, span) in attr.foreign_key_options.given() {
        without_reference(context, key, span);
    }
    if let Some(name) = &attr.foreign_key {
        without_reference(context, "foreign_key", name.span);
    }
    if let Some(span) = attr.is_virtual.filter(|_| attr.generated.is_none()) {
        context.error(span, "`virtual` says how a generated column is kept: `generated = \"…\", virtual`");
    }
    if let Some(not_null) = attr
        .not_null
        .as_ref()
        .filter(|it| it.name.is_none() && !it.no_inherit && !it.not_valid && it.comment.is_none())
    {
        context.error(not_null.span, "`not_null` says nothing here: `not_null = \"name\"`");
    }
    renamed(context, &column.name, attr.renamed_from.as_ref());
}

fn without_reference(context: &Context, key: &str, span: Span) {
    context.error(span, format!("`{key}` needs a foreign key: `references(Table::column)`"));
}

/// Refuses `serial` types: they are shorthand that PostgreSQL forgets, so nothing could compare them.
pub(super) fn serial(context: &Context, sql_type: &Text) {
    let Some(plain) = counted(sql_type) else { return };
    let message = format!(
        "PostgreSQL has no type `{}`, only a shorthand: make the field `{plain}` with `#[column(identity)]`",
        sql_type.value
    );
    context.error(sql_type.span, message);
}

fn serial_in_view(context: &Context, sql_type: &Text) {
    let Some(plain) = counted(sql_type) else { return };
    let message =
        format!("PostgreSQL has no type `{}`, only a shorthand: make the field `{plain}`", sql_type.value);
    context.error(sql_type.span, message);
}

/// The Rust type of a `serial` type.
fn counted(sql_type: &Text) -> Option<&'static str> {
    match sql_type.value.trim().to_ascii_lowercase().as_str() {
        "smallserial" | "serial2" => Some("i16"),
        "serial" | "serial4" => Some("i32"),
        "bigserial" | "serial8" => Some("i64"),
        _ => None,
    }
}
