//! What the end-to-end tests share: real cargo projects, real servers, real binaries.

pub mod project;
pub mod tools;
