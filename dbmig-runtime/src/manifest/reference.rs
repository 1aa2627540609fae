//! What the compiler checks of `references(Table::column)` and `#[foreign_key(…)]`.
//!
//! A foreign key reads the fields of [`Table::COLUMN`], so a column that isn't there is the compiler's "no field `x`",
//! with the fields there are. The rest is checked in const evaluation, where a message can name everything.

use super::Table;
use super::message::Message;
use super::sql::{Sql, same_text};

/// Stops the build where no foreign key of `From` can reference the columns `columns` of `To`, whose fields are `fields`.
///
/// # Panics
/// At compile time, with a message that names both sides.
#[track_caller]
pub const fn foreign_key<From: Table, To: Table>(fields: &str, columns: &[&str], to: fn(&To)) {
    let _ = to;
    same_database::<From, To>("a foreign key can't cross databases: `");
    if To::DATABASE.is_empty() || is_key::<To>(columns) {
        return;
    }
    let (from, to) = (From::RUST_NAME, To::RUST_NAME);
    if columns.len() == 1 {
        let end = "`, which is neither the primary key nor unique by itself: add `#[column(unique)]` to it, or \
                   reference another column";
        Message::new(&["`", from, "` references `", to, ".", fields, end]).refuse();
    }
    let end = ")`, which are no key together, deferrable ones aside: add `#[unique(columns(";
    Message::new(&[
        "`",
        from,
        "` references `",
        to,
        "(",
        fields,
        end,
        fields,
        "))]` there, or reference a key",
    ])
    .refuse();
}

/// Stops the build where the field `from`, of the type `sql`, can't reference the field `to`, which is the column `column`.
///
/// # Panics
/// At compile time, with a message that names both sides.
#[track_caller]
pub const fn foreign_key_column<From: Table, To: Table>(
    from: &str,
    sql: Sql,
    to: &str,
    column: &str,
    table: fn(&To),
) {
    let _ = table;
    let mut columns = To::KEY_COLUMNS;
    while let [(name, other), rest @ ..] = columns {
        columns = rest;
        if same_text(name, column) && !sql.agrees(*other) {
            let start = "a foreign key needs the type of the column it references: `";
            let (from_table, to_table) = (From::RUST_NAME, To::RUST_NAME);
            let (one, two) = (brackets(sql), brackets(*other));
            let parts = [
                start, from_table, ".", from, "` is ", sql.name, one, ", `", to_table, ".", to, "` is ",
                other.name, two,
            ];
            Message::new(&parts).refuse();
        }
    }
}

/// Stops the build where `Child` can't inherit `Parent`.
///
/// # Panics
/// At compile time, with a message that names both sides.
#[track_caller]
pub const fn inherits<Child: Table, Parent: Table>(parent: fn(&Parent)) {
    let _ = parent;
    same_database::<Child, Parent>("a table can't inherit across databases: `");
}

#[track_caller]
const fn same_database<From: Table, To: Table>(start: &str) {
    let (from, to) = (From::DATABASE, To::DATABASE);
    if !to.is_empty() && !same_text(from, to) {
        let (from_table, to_table) = (From::RUST_NAME, To::RUST_NAME);
        let parts = [start, from_table, "` is in \"", from, "\", `", to_table, "` in \"", to, "\""];
        Message::new(&parts).refuse();
    }
}

/// True if the columns, in any order, are one of the table's keys. No column stands twice on either side.
const fn is_key<T: Table>(columns: &[&str]) -> bool {
    let mut keys = T::KEYS;
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
