//! The build-script codegen of a migrations package, and the one reader of its `[package.metadata.dbmig]`.
//!
//! `build.rs` is `fn main() { dbmig_runtime::build::revisions() }`. It reads the configuration ([`Config`]), every
//! revision file of each database ([`scan`]), checks each history as a graph, and writes the module tree and the
//! registry that `src/lib.rs` includes. It knows no database server.
//!
//! # Settings
//!
//! `[package.metadata.dbmig]` of the migrations package:
//!
//! | key | means | without it |
//! |---|---|---|
//! | `models` | the packages whose compiled libraries declare tables | must be given |
//! | `features`, `all-features`, `no-default-features` | what these are built with, as cargo has it | default features |
//! | `file-template` | the name of a new revision's file | [`DEFAULT_FILE_TEMPLATE`] |
//! | `slug-length` | how many characters of the message the name may hold, at most 100 | 40 |
//! | `time-zone` | that of the times in the name: `UTC`, `local`, `+02:00`, `Europe/Berlin` | `UTC` |
//! | `post-write` | commands that run after a revision file is written | none |
//! | `scratch-url` | a server on which throw-away databases may be made; `--scratch-url` and `DBMIG_SCRATCH_URL` win | see `cargo dbmig check -v` |
//!
//! `[package.metadata.dbmig.databases.NAME]`, a table for each database:
//!
//! | key | means | without it |
//! |---|---|---|
//! | `url-env` | the environment variable with the URL; a `.env` file is read, too | none |
//! | `url` | the URL where neither `--url` nor the variable gives one; `embedded` is a server that `cargo dbmig` starts, `postgres://` one that `PGHOST`, `PGDATABASE`, … name | none |
//! | `schema` | where names without schema live | `public` |
//! | `version-table` | the version table's name; with another one than the default, the history and the ledger are named after it | [`DEFAULT_VERSION_TABLE`] |
//! | `version-schema` | where these three tables live; a schema that holds nothing else is no part of what revisions make | `schema` |
//! | `transaction` | `each` revision is a transaction, `all` are one, or `none` is | `each` |
//! | `lock-timeout` | how long a statement in a transaction waits for a lock in each attempt: `5s`; what runs outside transactions waits | 100 ms first, then longer, up to 3 s |
//! | `retry-for` | how long a transaction that does not get its locks, or is in a deadlock, is tried again; `0` is one attempt | `5min` |
//! | `blocker-queries` | `true` tells what those in the way run, and queries hold data | `false` |
//! | `statement-timeout` | how long a statement in a transaction may run | no limit |
//! | `transaction-timeout` | how long a transaction may take, on PostgreSQL 17 and later | no limit |
//! | `batch-pause` | how long batches rest after each: `100ms`, or `50%` of the time that the batch took | not at all |
//! | `max-replica-lag` | batches wait while a standby is behind by more: `10s`, or `64MB` of WAL | no limit |
//! | `max-retained-wal` | batches wait while more WAL is kept for a replication slot: `10GB` | no limit |
//! | `folder` | where the revision files are | NAME |
//! | `include`, `exclude` | patterns of the objects that revisions are about | all |
//!
//! `cargo dbmig config` shows what is in force, and where each value comes from.

mod batch_rules;
mod checksum;
mod config;
mod config_error;
mod config_rules;
mod database;
mod declaration;
mod docs;
mod error;
mod groups;
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
