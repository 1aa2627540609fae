//! `#[column(…)]` on a field of a view.

use syn::Attribute;

use super::column::ColumnAttr;
use super::{Entry, entries, set};
use crate::context::Context;

const KEYS: &[&str] = &["name", "type", "default", "statistics", "comment"];

/// Reads what a column of a view can have; says of what only a table's can have why it can't.
pub(crate) fn view_column(context: &Context, attributes: &[Attribute]) -> ColumnAttr {
    let mut attr = ColumnAttr::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("column")) {
        for entry in entries(context, attribute) {
            column_entry(context, &mut attr, &entry);
        }
    }
    attr
}

fn column_entry(context: &Context, attr: &mut ColumnAttr, entry: &Entry) {
    let key = &entry.key;
    match key.to_string().as_str() {
        "name" => set(context, &mut attr.name, key, entry.text(context)),
        "type" => set(context, &mut attr.sql_type, key, entry.text(context)),
        "default" => set(context, &mut attr.default, key, entry.sql(context)),
        "statistics" => set(context, &mut attr.statistics, key, entry.small_number(context)),
        "comment" => set(context, &mut attr.comment, key, entry.text(context)),
        word => match of_tables(word) {
            Some(reason) => {
                context.error_at(key, format!("`{word}` is for a column of a table: {reason}"));
            }
            None => entry.unknown(context, "column", KEYS),
        },
    }
}

/// Why a column of a view can't have what a table's has.
fn of_tables(key: &str) -> Option<&'static str> {
    Some(match key {
        "primary_key" | "unique" => {
            "a view has no keys; a materialized one can have `#[index(columns(…), unique)]`"
        }
        "references" | "foreign_key" | "on_delete" | "on_update" | "match" | "deferrable"
        | "initially_deferred" | "not_valid" | "not_enforced" => {
            "a view references nothing; the tables of its query do"
        }
        "check" => "a view checks nothing by itself; put the condition into its query",
        "not_null" => {
            "PostgreSQL knows no `NOT NULL` of a view; whether the field is an `Option` is up to you"
        }
        "identity" | "generated" | "virtual" => "a view's values come from its query",
        "collation" => "the query says it: `name COLLATE \"…\" AS name`",
        "storage" | "compression" | "with" => "a view's columns are kept as PostgreSQL sees fit",
        "renamed_from" => "a view's columns are renamed with its query, and no rows are lost by it",
        _ => return None,
    })
}
