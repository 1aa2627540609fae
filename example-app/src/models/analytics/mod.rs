//! The database `analytics`: what happened, and what it adds up to.

mod daily_total;
mod event;
mod report;

pub use daily_total::DailyTotal;
pub use event::{Event, EventKind};
pub use report::{Report, ReportRun};
