//! Things one column can't be at once.

use crate::ast::{Column, Text};
use crate::context::Context;

pub(super) fn column(context: &Context, column: &Column) {
    if let Some(sql_type) = &column.sql_type {
        serial(context, sql_type);
    }
    let default = column.default.as_ref().map(|text| ("default", text.span));
    let identity = column.identity.as_ref().map(|identity| ("identity", identity.span));
    let generated = column.generated.as_ref().map(|text| ("generated", text.span));
    let mut values = [default, identity, generated].into_iter().flatten();
    if let Some((first, _)) = values.next() {
        for (other, span) in values {
            context.error(
                span,
                format!("a column's value comes from one source: `{first}` or `{other}`, not both"),
            );
        }
    }
    if column.references.is_none() {
        for (key, action) in [("on_delete", column.on_delete), ("on_update", column.on_update)] {
            if let Some(action) = action {
                context
                    .error(action.span, format!("`{key}` needs a foreign key: `references(Table::column)`"));
            }
        }
    }
    if let (Some(old), true) =
        (&column.renamed_from, column.renamed_from.as_ref().is_some_and(|old| old.value == column.name.value))
    {
        context.error(old.span, "the column has this name already");
    }
}

/// Refuses `serial` types: they are shorthand that PostgreSQL forgets, so nothing could compare them.
pub(super) fn serial(context: &Context, sql_type: &Text) {
    let plain = match sql_type.value.trim().to_ascii_lowercase().as_str() {
        "smallserial" | "serial2" => "i16",
        "serial" | "serial4" => "i32",
        "bigserial" | "serial8" => "i64",
        _ => return,
    };
    let message = format!(
        "PostgreSQL has no type `{}`, only a shorthand: make the field `{plain}` with `#[column(identity)]`",
        sql_type.value
    );
    context.error(sql_type.span, message);
}
