//! What the compiler checks of `references(Table::column)`.
//!
//! The derive writes a hidden struct with one field a column; a foreign key reads the field, so a column that isn't there
//! is the compiler's "no field `x`", with the fields there are. The rest is checked in const evaluation, where a
//! message can name everything.

use std::marker::PhantomData;

use super::Table;
use super::message::Message;
use super::sql::{Sql, same_text};

/// A field of the hidden struct.
pub trait Column {
    /// The table.
    type Table: Table;
    /// The column's type.
    const SQL: Sql;
    /// True if the column is a primary key or unique by itself, as PostgreSQL asks of a referenced column.
    const UNIQUE: bool;
}

/// A unique column of the table `T`, whose type stands at `INDEX` in the table's `KEYS`.
///
/// The type isn't a parameter itself: it may be private where the foreign key stands.
#[derive(Debug)]
pub struct Key<T, const INDEX: usize>(PhantomData<T>);

impl<T: Table, const INDEX: usize> Column for Key<T, INDEX> {
    type Table = T;
    const SQL: Sql = match T::KEYS.split_at_checked(INDEX) {
        Some((_, [sql, ..])) => *sql,
        _ => Sql::BROKEN,
    };
    const UNIQUE: bool = true;
}

/// A column of the table `T` that no primary key or unique constraint covers alone.
#[derive(Debug)]
pub struct Plain<T>(PhantomData<T>);

impl<T: Table> Column for Plain<T> {
    type Table = T;
    const SQL: Sql = Sql::BROKEN;
    const UNIQUE: bool = false;
}

/// A table whose declaration has an error already, and each of its columns: fits every foreign key.
#[derive(Debug)]
pub struct Unknown;

impl Column for Unknown {
    type Table = Self;
    const SQL: Sql = Sql::BROKEN;
    const UNIQUE: bool = true;
}

impl Table for Unknown {
    const DATABASE: &'static str = "";
    const SCHEMA: Option<&'static str> = None;
    const NAME: &'static str = "";
    const COLUMNS: &'static [&'static str] = &[];
    const RUST_NAME: &'static str = "";
    const KEYS: &'static [Sql] = &[];
    type Columns = ();
    type NameDesc = [u8; 0];
    const NAME_DESC: [u8; 0] = [];
    fn manifest() -> Vec<u8> {
        Vec::new()
    }
}

/// Stops the build where the field `from`, of the type `sql`, can't reference the field `to`, which `column` reads.
///
/// # Panics
/// At compile time, with a message that names both sides.
#[track_caller]
pub const fn foreign_key<From: Table, Columns, C: Column>(
    from: &str,
    sql: Sql,
    to: &str,
    column: fn(&Columns) -> &C,
) {
    let _ = column;
    let (from_table, to_table) = (From::RUST_NAME, C::Table::RUST_NAME);
    let (from_database, to_database) = (From::DATABASE, C::Table::DATABASE);
    if !to_database.is_empty() && !same_text(from_database, to_database) {
        let start = "a foreign key can't cross databases: `";
        let parts =
            [start, from_table, "` is in \"", from_database, "\", `", to_table, "` in \"", to_database, "\""];
        Message::new(&parts).refuse();
    }
    if !C::UNIQUE {
        let end = "`, which is neither the primary key nor unique by itself: add `#[column(unique)]` to it, or \
                   reference another column";
        Message::new(&["`", from_table, ".", from, "` references `", to_table, ".", to, end]).refuse();
    }
    if !sql.agrees(C::SQL) {
        let start = "a foreign key needs the type of the column it references: `";
        let (from_type, to_type) = (sql.name, C::SQL.name);
        let (one, other) = (brackets(sql), brackets(C::SQL));
        let parts = [
            start, from_table, ".", from, "` is ", from_type, one, ", `", to_table, ".", to, "` is ",
            to_type, other,
        ];
        Message::new(&parts).refuse();
    }
}

const fn brackets(sql: Sql) -> &'static str {
    match sql.arrays {
        0 => "",
        1 => "[]",
        _ => "[][]",
    }
}
