//! The runner: applies a database's revisions.

mod database;
mod script;

pub use database::Database;
pub use script::Script;
