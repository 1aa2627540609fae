//! End-to-end tests of dbmig, and what they share.

pub mod server;
