//! A small task-tracking service with two databases, migrated by dbmig.
//!
//! The structs in [`models`] say what the databases look like; `cargo dbmig revision` turns what changed in them into a
//! revision under `migrations/`.

pub mod models;
