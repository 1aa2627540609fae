//! The trait of structs that declare a table.

/// A struct that declares a table of a database; `#[derive(Table)]` implements it.
///
/// See the [derive](derive@crate::Table) for its attributes and an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "no table",
    note = "a struct becomes one with `#[derive(Table)]` and `#[db(\"…\")]`"
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

    /// The struct's name.
    #[doc(hidden)]
    const RUST_NAME: &'static str;

    /// The types of the columns that are unique by themselves, in order.
    #[doc(hidden)]
    const KEYS: &'static [super::sql::Sql];

    /// A struct with one field a column: see `reference`.
    #[doc(hidden)]
    type Columns;

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
