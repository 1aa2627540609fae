//! The revisions of the example's databases: `users()`, `analytics()`, and `databases()` for both.

include!(concat!(env!("OUT_DIR"), "/dbmig.rs"));
