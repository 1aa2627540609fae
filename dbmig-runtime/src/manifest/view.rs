//! The trait of structs that declare a view.

use super::document::Document;
use super::table::Meta;

/// A struct that declares a view of a database; `#[derive(View)]` implements it.
///
/// See the [derive](derive@crate::View) for its attributes and an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view",
    label = "no view",
    note = "a struct becomes one with `#[derive(View)]`, `#[db(\"…\")]` and `#[view(query = \"SELECT …\")]`"
)]
pub trait View {
    /// The database, as `[package.metadata.dbmig.databases]` of the migrations package names it.
    const DATABASE: &'static str = Self::META.database;

    /// The PostgreSQL schema; `None` is the database's default schema.
    const SCHEMA: Option<&'static str> = Self::META.schema;

    /// The view's name in PostgreSQL, unquoted.
    const NAME: &'static str = Self::META.name;

    /// The columns' SQL names, in the order of the fields, which need not be that of the query.
    const COLUMNS: &'static [&'static str] = Self::META.columns;

    /// A struct with one field a column, each the column's SQL name.
    #[doc(hidden)]
    type Columns;

    /// Each column's SQL name under the name of its field: `ActiveUser::COLUMN.email`.
    const COLUMN: Self::Columns;

    /// The names.
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
