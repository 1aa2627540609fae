//! The tables of both databases. dbmig reads them out of the compiled library.

pub mod analytics;
pub mod users;
