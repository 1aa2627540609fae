//! H14: a dropped column takes its data along.

use super::{Context, Finding, finding};
use crate::op::{ColumnOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    match operation {
        Operation::Column(ColumnOperation::Drop { table, column, generated: false })
            if context.existed(table) =>
        {
            finding(
                "H14",
                format!("dropping column {table}.{column} deletes its data"),
                "make sure that no running code reads or writes it, and that nobody needs the values",
            )
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;

    #[test]
    fn dropping_a_column_loses_data() {
        check(|op| op.drop_column("task", "title"), &["H14"]);
        check(|op| op.drop_generated_column("task", "title"), &[]);
    }
}
