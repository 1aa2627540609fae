//! What the end-to-end tests share: real cargo projects, real servers, real binaries.

pub mod corpus;
pub mod deployed;
pub mod dump;
pub mod fault_histories;
pub mod history;
pub mod hostile_names;
pub mod long_history;
pub mod own_server;
pub mod project;
pub mod proxy;
pub mod schemas;
pub mod server;
pub mod tools;
