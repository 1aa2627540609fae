//! The user's project: its workspace, its migrations package, and how a migrations package is made.
//!
//! This room asks `cargo metadata` and reads settings; it builds nothing and knows no server.

mod create;
mod dependency;
mod error;
mod members;
mod migrations;
mod module;
mod scope;
mod sources;
mod time_zone;
mod workspace;

pub use create::{Created, NewPackage};
pub use error::{Error, Result};
pub use migrations::Migrations;
pub use module::{CrateRoot, ModulePlace};
pub use scope::scope;
pub use time_zone::in_zone;
pub use workspace::{Location, Workspace};
