//! What the end-to-end tests share: real cargo projects, real servers, real binaries.

pub mod corpus;
pub mod dump;
pub mod history;
pub mod project;
pub mod schemas;
pub mod server;
pub mod tools;
