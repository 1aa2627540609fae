//! PostgreSQL schema migrations for Rust services.
//!
//! | who | takes | features |
//! |---|---|---|
//! | a models crate | [`Table`], [`View`], [`SqlType`] and their derives | none, and `with-…` for types of other crates |
//! | a migrations package | `migration` in its revisions, `cli` in its `main.rs` | `cli` |
//! | its `build.rs` | `build` | `build` |
//! | a service that migrates itself | `runner` | `migrate` |
//! | a test of the revisions | `testing` | `migrate` |
//!
//! ```
//! use dbmig_runtime::Table;
//!
//! #[derive(Table)]
//! #[db("users")]
//! #[index(columns(title), where = "NOT done")]
//! pub struct Task {
//!     #[column(primary_key, identity)]
//!     pub id: i64,
//!     pub title: String,
//!     #[column(default = "false")]
//!     pub done: bool,
//! }
//!
//! assert_eq!(<Task as Table>::NAME, "task");
//! ```
//!
//! The rest is `cargo dbmig`: it reads the structs out of the compiled library, writes revision modules, and applies
//! them. The modules below are listed in the order in which a schema passes through them: from [`manifest`] through
//! `catalog`, `inspect`, `diff`, `plan` and `op` to `sql` and `runner`.

#[cfg(feature = "build")]
pub mod build;
#[cfg(feature = "schema")]
pub mod catalog;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "migrate")]
pub mod connect;
#[cfg(feature = "schema")]
pub mod diff;
#[cfg(feature = "schema")]
pub mod hazard;
#[cfg(feature = "migrate")]
pub mod inspect;
pub mod manifest;
#[cfg(feature = "migrate")]
pub mod migration;
#[cfg(feature = "schema")]
pub mod op;
#[cfg(feature = "schema")]
pub mod plan;
#[cfg(any(feature = "schema", feature = "build"))]
pub mod revision;
#[cfg(feature = "migrate")]
pub mod rows;
/// The driver: rows and values for [`Op::for_each_batch`](op::Op::for_each_batch).
#[cfg(feature = "migrate")]
pub use postgres;
#[cfg(feature = "migrate")]
pub mod runner;
#[cfg(feature = "schema")]
pub mod sql;
#[cfg(feature = "migrate")]
pub mod testing;
pub mod types;

// The traits and, under the same names, the derives.
pub use dbmig_macros::{SqlType, Table, View, sql, sql_file};
pub use manifest::{SqlType, Table, View};

#[doc(hidden)]
pub use manifest::private as __private;
