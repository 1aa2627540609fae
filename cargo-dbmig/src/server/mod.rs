//! Real PostgreSQL servers in child processes.
//!
//! [`LocalServer`] is a throw-away one, for tests. [`Embedded`] is a project's own, whose data is kept and which several
//! commands share: a [`KeptServer`] from PostgreSQL's programs as they are found on the machine, or a [`BundledServer`] where
//! there are none. All listen on 127.0.0.1 only, and end with the process that uses them, even when that is killed.
//!
//! This room knows nothing of projects, revisions or manifests. Anyone who can connect to 127.0.0.1 can connect to these
//! servers: they are for development.

mod account;
mod binaries;
mod bundled;
mod bundled_build;
mod cluster;
mod data_folder;
mod database;
mod embedded;
mod error;
mod kept;
mod local;
mod postmaster;
mod turn;
mod watchdog;

pub use account::Account;
pub use binaries::{Binaries, OLDEST_MAJOR, Search};
pub use bundled::{BundledServer, KEEPER_ARGUMENT, keep};
pub use bundled_build::bundled_program;
pub use cluster::SUPERUSER;
pub use embedded::{Embedded, EmbeddedOptions, Kind};
pub use error::{Error, Result};
pub use kept::{KeptServer, WATCHDOG_ARGUMENT, watch};
pub use local::{LocalServer, Options};
