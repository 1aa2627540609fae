//! The schema manifest: the traits behind the derives, what the derives emit, and its wire form.
//!
//! `#[derive(Table)]` leaves one framed JSON document a table in a link section of the compiled library, `#[derive(View)]`
//! one a view.
//! `cargo dbmig` reads the section; no code of the models crate is run, and no table is missed because nothing uses
//! it. The JSON is put together in constants: every [`SqlType`] has a descriptor, `Option<T>` and `Vec<T>` wrap the
//! descriptor of `T`, and the derive adds to its own text the descriptors of the columns' types, each once. Texts are copied
//! whole, which keeps `cargo check` fast.
//!
//! A release that should not carry the declarations (they are a few hundred bytes a table, and no code reads them) is built
//! with the environment variable `DBMIG_NO_MANIFEST=1`. `cargo dbmig` builds the models without it.
//!
//! This room knows no database. Its traits need no dependency; the reader in `wire` comes with feature `schema`.

pub(crate) mod document;
mod frame;
mod message;
mod nullability;
mod reference;
mod requirement;
pub(crate) mod sql;
mod sql_type;
mod table;
pub(crate) mod types;
mod view;
#[cfg(feature = "schema")]
pub mod wire;

#[doc(hidden)]
pub mod private;

pub use sql_type::{ArrayElement, SqlType};
pub use table::Table;
#[doc(hidden)]
pub use types::{Mapping, TYPE_TABLE, mappings};
pub use view::View;
