//! H35: `SET NOT NULL` reads the whole table.

use super::{Context, Finding, finding};
use crate::op::{ColumnAction, ColumnOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Column(ColumnOperation::Alter(alter)) = operation else { return Vec::new() };
    if !alter.actions.contains(&ColumnAction::SetNotNull) || !context.existed(&alter.table) {
        return Vec::new();
    }
    finding(
        "H35",
        format!(
            "setting NOT NULL on {}.{} reads the whole table under a lock, and fails on nulls",
            alter.table, alter.column
        ),
        "fill the nulls first; on a large table, add CHECK (… IS NOT NULL) NOT VALID and validate it before",
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::alter;

    #[test]
    fn set_not_null_scans() {
        check(|op| op.alter_column("task", alter("a").set_not_null()), &["H35"]);
        check(|op| op.alter_column("task", alter("a").drop_not_null()), &[]);
    }
}
