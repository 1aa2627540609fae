//! What the databases look like, one struct a table and one module a database.

pub mod analytics;
pub mod users;
