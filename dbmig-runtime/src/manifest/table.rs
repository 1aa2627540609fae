//! The trait of structs that declare a table.

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
    const DATABASE: &'static str;

    /// The PostgreSQL schema; `None` is the database's default schema.
    const SCHEMA: Option<&'static str>;

    /// The table's name in PostgreSQL, unquoted.
    const NAME: &'static str;

    /// The columns' SQL names, in order.
    const COLUMNS: &'static [&'static str];

    /// A struct with one field a column, each the column's SQL name.
    #[doc(hidden)]
    type Columns;

    /// Each column's SQL name under the name of its field: `User::COLUMN.email`.
    ///
    /// It is one value, not a constant a column, so that methods and constants of the struct may have any name.
    const COLUMN: Self::Columns;

    /// The struct itself: another name for it, so that what is no table is one mistake.
    #[doc(hidden)]
    type Itself: Table;

    /// The struct's name.
    #[doc(hidden)]
    const RUST_NAME: &'static str;

    /// The columns of all `KEYS` by their SQL names, with their types.
    #[doc(hidden)]
    const KEY_COLUMNS: &'static [(&'static str, super::sql::Sql)];

    /// The combinations of columns that foreign keys can reference.
    #[doc(hidden)]
    const KEYS: &'static [&'static [&'static str]];

    /// The type of `NAME_DESC`.
    #[doc(hidden)]
    type NameDesc: super::bytes::Bytes;

    /// The table's name as JSON, for foreign keys that reference it.
    #[doc(hidden)]
    const NAME_DESC: Self::NameDesc;

    /// The framed declaration, as it stands in the link section.
    #[doc(hidden)]
    fn manifest() -> Vec<u8>;
}
