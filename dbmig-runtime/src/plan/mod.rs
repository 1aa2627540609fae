//! From changes to an ordered list of operations. Pure.

use crate::diff::Changes;
use crate::op::Operation;

/// The operations that make `changes`, in an order that runs.
pub fn plan(changes: &Changes) -> Vec<Operation> {
    let _ = changes;
    Vec::new()
}
