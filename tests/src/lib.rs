//! What the end-to-end tests share: real cargo projects, real servers, real binaries.

pub mod history;
pub mod project;
pub mod tools;
