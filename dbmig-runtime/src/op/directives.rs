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
    /// The functions of operations that have one, by the operation's number.
    #[cfg(feature = "migrate")]
    code: BTreeMap<usize, Code>,
}

/// A function that is kept beside its operation; only the runner knows of what type it is.
#[cfg(feature = "migrate")]
pub(crate) type Code = std::sync::Arc<dyn std::any::Any + Send + Sync>;

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

    /// Records an operation with its function.
    #[cfg(feature = "migrate")]
    pub(crate) fn push_with_code(&mut self, operation: Operation, code: Code) {
        self.code.insert(self.operations.len(), code);
        self.operations.push(operation);
    }

    /// What was recorded, in order, and the functions by the number of their operation.
    #[cfg(feature = "migrate")]
    pub(crate) fn into_parts(self) -> (Vec<Operation>, BTreeMap<usize, Code>) {
        (self.operations, self.code)
    }

    /// What was recorded, in order.
    pub fn into_operations(self) -> Vec<Operation> {
        self.operations
    }
}
