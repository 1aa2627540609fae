//! The trait of structs that declare a table.

use super::document::{Desc, Document, Part, Splice};
use super::sql::Sql;

/// A struct that declares a table of a database; `#[derive(Table)]` implements it.
///
/// See the [derive](derive@crate::Table) for its attributes and an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "no table",
    note = "a struct becomes one with `#[derive(Table)]` and `#[db(\"…\")]`",
    note = "a view is none: PostgreSQL has foreign keys to tables only, and tables inherit tables only"
)]
pub trait Table {
    /// The database, as `[package.metadata.dbmig.databases]` of the migrations package names it.
    const DATABASE: &'static str = Self::META.database;

    /// The PostgreSQL schema; `None` is the database's default schema.
    const SCHEMA: Option<&'static str> = Self::META.schema;

    /// The table's name in PostgreSQL, unquoted.
    const NAME: &'static str = Self::META.name;

    /// The columns' SQL names, in order.
    const COLUMNS: &'static [&'static str] = Self::META.columns;

    /// A struct with one field a column, each the column's SQL name.
    #[doc(hidden)]
    type Columns;

    /// Each column's SQL name under the name of its field: `User::COLUMN.email`.
    ///
    /// It is one value, not a constant a column, so that methods and constants of the struct may have any name.
    const COLUMN: Self::Columns;

    /// What the compiler checks foreign keys with.
    #[doc(hidden)]
    const META: &'static Meta;

    /// The declaration.
    #[doc(hidden)]
    const DOCUMENT: &'static Document;

    /// The framed declaration, as it stands in the link section.
    #[doc(hidden)]
    fn manifest() -> Vec<u8> {
        Self::DOCUMENT.framed()
    }
}

/// The names of a table, and its keys. It is apart from the declaration, since tables may reference each other in a circle.
#[derive(Debug)]
pub struct Meta {
    /// The database.
    pub database: &'static str,
    /// The PostgreSQL schema.
    pub schema: Option<&'static str>,
    /// The table's name.
    pub name: &'static str,
    /// Schema and name as JSON, for foreign keys that reference the table.
    pub json: &'static Splice,
    /// The columns' SQL names.
    pub columns: &'static [&'static str],
    /// The struct's name.
    pub rust: &'static str,
    /// The columns of all `keys` by their SQL names, with their types.
    pub key_columns: &'static [(&'static str, Sql)],
    /// The combinations of columns that foreign keys can reference.
    pub keys: &'static [&'static [&'static str]],
}

impl Meta {
    /// A table in an unknown database: what a struct with a mistake has.
    pub const BROKEN: Self = Self {
        database: "",
        schema: None,
        name: "",
        json: &Splice::of(&Desc::new(&[Part::Text("{\"name\":\"\"}")])),
        columns: &[],
        rust: "",
        key_columns: &[],
        keys: &[],
    };
}
