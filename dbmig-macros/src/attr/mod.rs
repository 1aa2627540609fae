//! Attributes: tokens to the model of `ast`, one attribute a file.

pub(crate) mod column;
pub(crate) mod constraint;
pub(crate) mod database;
mod entry;
pub(crate) mod index;
pub(crate) mod sql_type;
pub(crate) mod table;

pub(crate) use entry::{Entry, entries, set};
