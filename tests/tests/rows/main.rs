//! Rows for tables of all shapes on a real server, what they meet on the way to another schema, and the proof that takes them there.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failing test panics")]

mod fill;
mod passage;
mod proof;
