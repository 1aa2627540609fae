//! The database `analytics`: what happened, and how often.
//!
//! Keys of the database `users` are plain numbers here. A foreign key can't cross databases, and dbmig's derive says so.

mod daily_total;
mod event;
mod export;

pub use daily_total::DailyTotal;
pub use event::{Event, EventKind};
pub use export::{Export, ExportFormat};
