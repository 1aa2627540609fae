//! What the compiler checks of `references(Table::column)` and `#[foreign_key(…)]`.
//!
//! A foreign key reads the fields of `Table::COLUMN`, so a column that isn't there is the compiler's "no field `x`",
//! with the fields there are. The rest is checked in const evaluation, where a message can name everything.

use super::message::Message;
use super::sql::{Sql, same_text};
use super::table::Meta;

/// Stops the build where the field `own`, of the type `sql`, can't be a foreign key to the field `other`, the column `column`.
///
/// # Panics
/// At compile time, with a message that names both sides.
#[track_caller]
pub const fn reference(from: &Meta, to: &Meta, own: &str, sql: Sql, other: &str, column: &str) {
    foreign_key(from, to, other, &[column]);
    foreign_key_column(from, to, own, sql, other, column);
}

/// Stops the build where no foreign key of `from` can reference the columns `columns` of `to`, whose fields are `fields`.
///
/// # Panics
/// At compile time, with a message that names both sides.
#[track_caller]
pub const fn foreign_key(from: &Meta, to: &Meta, fields: &str, columns: &[&str]) {
    same_database(from, to, "a foreign key can't cross databases: `");
    if to.database.is_empty() || is_key(to, columns) {
        return;
    }
    if columns.len() == 1 {
        let end = "`, which is neither the primary key nor unique by itself: add `#[column(unique)]` to it, or \
                   reference another column";
        Message::new(&["`", from.rust, "` references `", to.rust, ".", fields, end]).refuse();
    }
    let end = ")`, which are no key together, deferrable ones aside: add `#[unique(columns(";
    Message::new(&[
        "`",
        from.rust,
        "` references `",
        to.rust,
        "(",
        fields,
        end,
        fields,
        "))]` there, or reference a key",
    ])
    .refuse();
}

/// Stops the build where the field `own`, of the type `sql`, can't reference the field `other`, which is the column `column`.
///
/// # Panics
/// At compile time, with a message that names both sides.
#[track_caller]
pub const fn foreign_key_column(from: &Meta, to: &Meta, own: &str, sql: Sql, other: &str, column: &str) {
    let mut columns = to.key_columns;
    while let [(name, found), rest @ ..] = columns {
        columns = rest;
        if same_text(name, column) && !sql.agrees(*found) {
            let start = "a foreign key needs the type of the column it references: `";
            let (one, two) = (brackets(sql), brackets(*found));
            let parts = [
                start, from.rust, ".", own, "` is ", sql.name, one, ", `", to.rust, ".", other, "` is ",
                found.name, two,
            ];
            Message::new(&parts).refuse();
        }
    }
}

/// Stops the build where `child` can't inherit `parent`.
///
/// # Panics
/// At compile time, with a message that names both sides.
#[track_caller]
pub const fn inherits(child: &Meta, parent: &Meta) {
    same_database(child, parent, "a table can't inherit across databases: `");
}

#[track_caller]
const fn same_database(from: &Meta, to: &Meta, start: &str) {
    if !to.database.is_empty() && !same_text(from.database, to.database) {
        let parts =
            [start, from.rust, "` is in \"", from.database, "\", `", to.rust, "` in \"", to.database, "\""];
        Message::new(&parts).refuse();
    }
}

/// True if the columns, in any order, are one of the table's keys. No column stands twice on either side.
const fn is_key(table: &Meta, columns: &[&str]) -> bool {
    let mut keys = table.keys;
    while let [key, rest @ ..] = keys {
        keys = rest;
        if key.len() == columns.len() && holds_all(key, columns) {
            return true;
        }
    }
    false
}

const fn holds_all(key: &[&str], mut columns: &[&str]) -> bool {
    while let [column, rest @ ..] = columns {
        if !holds(key, column) {
            return false;
        }
        columns = rest;
    }
    true
}

const fn holds(mut key: &[&str], column: &str) -> bool {
    while let [name, rest @ ..] = key {
        if same_text(name, column) {
            return true;
        }
        key = rest;
    }
    false
}

const fn brackets(sql: Sql) -> &'static str {
    match sql.arrays {
        0 => "",
        1 => "[]",
        _ => "[][]",
    }
}
