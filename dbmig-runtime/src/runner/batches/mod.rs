//! Statements that change rows in batches: ranges of a key, each in a transaction that also moves the cursor in the ledger.
//!
//! A run that is broken off, however that happens, has either committed a batch together with the cursor behind it or neither. So the
//! next one goes on exactly there, and no row is changed twice or left out.

mod code;
mod cursor;
mod family;
mod hand_over;
mod job;
mod meter;
mod range;
mod rest;
mod size;
mod throttle;
mod transaction;
mod walk;

pub use code::{BatchResult, BatchTransaction};
pub(super) use cursor::Cursor;

use crate::op::Operation;
use crate::sql::backfill;

/// The statement that is run in batches, as people read it, if the operation has one.
pub(super) fn statement(operation: &Operation, default_schema: &str) -> Option<String> {
    match operation {
        Operation::Backfill(fill) => Some(backfill::whole(fill, default_schema)),
        Operation::ForEachBatch(each) => Some(backfill::handed_over(each, default_schema)),
        _ => None,
    }
}
