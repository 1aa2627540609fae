//! Keys and indexes over fields that aren't there, or stand twice.

use std::collections::BTreeSet;

use syn::Ident;
use syn::ext::IdentExt;

use crate::ast::{Index, KeyPart, Table};
use crate::context::Context;
use crate::spelling::nearest;

pub(super) fn table(context: &Context, table: &Table) {
    // After a mistake that hides all fields, each key would be a mistake too.
    if table.columns.is_empty() {
        return;
    }
    for key in table.primary_keys.iter().chain(&table.uniques) {
        fields(context, table, &key.columns);
    }
    for index in &table.indexes {
        let keys = index.keys.iter().filter_map(|key| match &key.part {
            KeyPart::Field(field) => Some(field),
            KeyPart::Expression(_) => None,
        });
        keys.chain(&index.include).for_each(|field| exists(context, table, field));
        self::index(context, index);
    }
}

fn fields(context: &Context, table: &Table, fields: &[Ident]) {
    let mut seen = BTreeSet::new();
    for field in fields {
        exists(context, table, field);
        if !seen.insert(field.unraw().to_string()) {
            context.error_at(field, format!("`{field}` stands twice in one key"));
        }
    }
}

fn exists(context: &Context, table: &Table, field: &Ident) {
    if table.column(field).is_some() {
        return;
    }
    let name = field.unraw().to_string();
    let fields: Vec<String> = table.columns.iter().map(|column| column.field.unraw().to_string()).collect();
    let renamed = table.columns.iter().find(|column| column.name.value == name);
    let near = nearest(&name, fields.iter().map(String::as_str));
    let message = match (renamed, near) {
        (Some(column), _) => format!("name the field, not its column: `{}`", column.field),
        (None, Some(near)) => format!("`{}` has no field `{name}`; did you mean `{near}`?", table.ident),
        (None, None) => format!("`{}` has no field `{name}`", table.ident),
    };
    context.error_at(field, message);
}

fn index(context: &Context, index: &Index) {
    let has_expression = index.keys.iter().any(|key| matches!(key.part, KeyPart::Expression(_)));
    if has_expression && index.name.is_none() {
        let message = "an index over an expression needs a name: `name = \"…\"`";
        context.error(index.span, message);
    }
    if let Some(span) = index.nulls_not_distinct.filter(|_| !index.unique) {
        context.error(span, "`nulls_not_distinct` says something about a unique index only");
    }
}
