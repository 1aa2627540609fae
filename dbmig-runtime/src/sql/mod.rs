//! Operations as SQL statements. Pure; every identifier and literal passes through the quoting of `catalog`.

mod statement;

pub use statement::Statement;

use crate::op::Operation;

/// The statements that carry out `operation`, in order, with names qualified by `default_schema`.
pub fn statements(operation: &Operation, default_schema: &str) -> Vec<Statement> {
    let _ = (operation, default_schema);
    Vec::new()
}
