//! The trait that gives a Rust type its SQL type.

use super::document::{Desc, Part, Splice};
use super::sql::Sql;

/// A Rust type that a column can have.
///
/// Implemented for the types of the table below, and by [`#[derive(SqlType)]`](derive@crate::SqlType) for newtypes and
/// enums. Where a type can't have it, `#[column(type = "…")]` names the SQL type on the column itself.
///
#[doc = include_str!("types/table.md")]
///
/// Around each of them:
///
/// | Rust | SQL |
/// |---|---|
/// | `Option<T>` | `T`'s type, nullable |
/// | `Vec<T>`, `[T]`, `[T; N]` | an array of `T`'s type |
/// | `&T`, `Box<T>`, `Rc<T>`, `Arc<T>`, `Cow<T>` | `T`'s type |
///
/// PostgreSQL has no unsigned integers and no type for a single Unicode character, so `u32`, `u64` and `char` have no
/// SQL type.
///
/// See <https://www.postgresql.org/docs/current/datatype.html>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no SQL type",
    label = "can't be a column's type",
    note = "a newtype or an enum of your own gets one with `#[derive(SqlType)]`; any other column with \
            `#[column(type = \"…\")]`",
    note = "PostgreSQL has no unsigned integers: take `i16`, `i32` or `i64`, and `Vec<u8>` for bytes",
    note = "types of other crates need a feature of dbmig-runtime: `with-chrono-0_4`, `with-time-0_3`, `with-jiff-0_2`, \
            `with-uuid-1`, `with-serde_json-1`, `with-rust_decimal-1` and others"
)]
pub trait SqlType {
    /// The type where the compiler compares two: the same for `i64`, `Option<i64>` and a newtype over it.
    #[doc(hidden)]
    const SQL: Sql;

    /// True if the column may hold null.
    #[doc(hidden)]
    const NULLABLE: bool;

    /// The type as JSON, as `wire` reads it.
    #[doc(hidden)]
    const DESC: &'static Desc;

    /// The same, as tables take it.
    #[doc(hidden)]
    const SPLICE: &'static Splice = &Splice::of(Self::DESC);
}

/// A Rust type that the elements of `Vec<T>`, `[T]` and `[T; N]` can have: every [`SqlType`], and `u8`, which makes
/// `bytea`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no SQL type",
    label = "can't be the element type of a column",
    note = "a newtype or an enum of your own gets one with `#[derive(SqlType)]`; any other column with \
            `#[column(type = \"…\")]`"
)]
pub trait ArrayElement {
    /// The array's type where the compiler compares two.
    #[doc(hidden)]
    const ARRAY_SQL: Sql;

    /// The array's type as JSON.
    #[doc(hidden)]
    const ARRAY_DESC: &'static Desc;
}

impl<T: SqlType> ArrayElement for T {
    const ARRAY_SQL: Sql = T::SQL.array();
    const ARRAY_DESC: &'static Desc =
        &Desc::new(&[Part::Text("{\"array\":"), Part::Of(T::DESC), Part::Text("}")]);
}
