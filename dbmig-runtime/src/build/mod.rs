//! The build-script codegen of a migrations package, and the one reader of its `[package.metadata.dbmig]`.
//!
//! `build.rs` is `fn main() { dbmig_runtime::build::revisions() }`. It reads the configuration ([`Config`]), every
//! revision file of each database ([`scan`]), checks each history as a graph, and writes the module tree and the
//! registry that `src/lib.rs` includes. It knows no database server.

mod checksum;
mod config;
mod config_error;
mod config_rules;
mod database;
mod declaration;
mod docs;
mod error;
mod module;
mod places;
mod position;
mod post_write;
mod registry;
mod revisions;
mod scan;
mod table;

pub use checksum::checksum;
pub use config::{
    CATALOG_FILE, Config, DEFAULT_FILE_TEMPLATE, DEFAULT_SLUG_LENGTH, DEFAULT_TIME_ZONE, Features,
};
pub use config_error::{ConfigError, ConfigProblem};
pub use database::{
    DEFAULT_SCHEMA, DEFAULT_TRANSACTION, DEFAULT_VERSION_TABLE, DatabaseConfig, EMBEDDED, PatternText,
};
pub use error::{Error, ErrorKind};
pub use module::Module;
pub use places::Places;
pub use position::Position;
pub use post_write::PostWrite;
pub use revisions::revisions;
pub use scan::scan;
