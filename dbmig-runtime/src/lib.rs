//! PostgreSQL schema migrations for Rust services.
//!
//! A models crate takes this library with its default features, which hold no more than the [`manifest`] traits and
//! the derives. Feature `migrate` adds the engine and the runner, `cli` the runner's command line, `build` the
//! build-script codegen of a migrations package.

#[cfg(feature = "build")]
pub mod build;
#[cfg(feature = "schema")]
pub mod catalog;
#[cfg(feature = "cli")]
pub mod cli;
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
pub mod runner;
#[cfg(feature = "schema")]
pub mod sql;

// The traits and, under the same names, the derives.
pub use dbmig_macros::{SqlType, Table};
pub use manifest::{SqlType, Table};

#[doc(hidden)]
pub use manifest::private as __private;
