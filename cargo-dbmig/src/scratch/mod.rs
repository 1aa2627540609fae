//! Throw-away databases on a real server, where PostgreSQL itself says what a schema is.
//!
//! [`Server::choose`] finds a server to make them on, [`Database`] is one of them, [`Catalogs`] creates the models there or
//! replays revisions there and inspects what came out. No object that dbmig did not create is touched.

mod catalogs;
mod cause;
mod creation;
mod database;
mod error;
mod fields;
mod recorded;
mod replay;
mod role;
mod server;
mod types;

pub use catalogs::Catalogs;
pub(crate) use catalogs::own_tables_of;
pub use database::Database;
pub use error::{Error, Refusal, Refusals, Result};
pub use recorded::{Recorded, Replayed};
pub use replay::Replay;
pub use server::{Candidates, Server};
