//! H51: an index that is not built concurrently blocks writes.

use super::{Context, Finding, finding};
use crate::op::{IndexOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    match operation {
        Operation::Index(IndexOperation::Create(create))
            if !create.concurrently && context.existed(&create.table) =>
        {
            finding(
                "H51",
                format!("building index {} blocks writes to {}", create.index.name, create.table),
                "on a large table, add `.concurrently()`",
            )
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::index;

    #[test]
    fn an_index_blocks_unless_concurrent() {
        let index = || index("i").on("task").columns(["a"]);
        check(|op| op.create_index(index()), &["H51"]);
        check(|op| op.create_index(index().concurrently()), &[]);
    }
}
