//! A small task-tracking service: who can sign in and what they have to do in the database `users`, what happened in
//! the database `analytics`.

#![forbid(unsafe_code)]

pub mod models;
pub mod service;
