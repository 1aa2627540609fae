//! Operations as Rust source: the revision modules.
//!
//! One file a family of operations, named as in `dbmig_runtime::op`. What is rendered here and compiled there records the
//! operations it was rendered from. This room touches no file but the formatter's pipes.

mod backfill;
mod column;
mod comment;
mod constraint;
mod data_type;
mod enum_type;
mod error;
mod execute;
mod file_name;
mod format;
mod index;
mod literal;
pub mod model;
mod module;
mod operation;
mod preflight;
mod reparent;
mod review;
mod schema;
mod table;

pub use error::{Error, Result};
pub use file_name::{FileName, slug};
pub use format::Rustfmt;
pub use module::{Module, functions};
pub use reparent::reparent;
