//! `Op`: what a revision module calls.

use std::collections::BTreeMap;

use super::{Operation, Result};

/// The directives of a revision: each call checks its arguments and records one [`Operation`].
///
/// Nothing runs while a revision is recorded; the runner executes the whole list afterwards. The directives are
/// defined beside the operations that they record.
#[derive(Debug, Default)]
pub struct Op {
    operations: Vec<Operation>,
    /// What whoever runs the revision tells it, by key.
    pub(super) arguments: BTreeMap<String, String>,
}

impl Op {
    /// A recorder without operations.
    pub fn new() -> Self {
        Self::default()
    }

    /// Records an operation that is already a value.
    ///
    /// # Errors
    /// None today; directives share the signature.
    pub fn push(&mut self, operation: Operation) -> Result {
        self.operations.push(operation);
        Ok(())
    }

    /// What was recorded, in order.
    pub fn into_operations(self) -> Vec<Operation> {
        self.operations
    }
}
