//! H35: `SET NOT NULL` reads the whole table.

use super::{Context, Finding, finding};
use crate::op::{BatchRows, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Some((table, column)) = operation.sets_not_null() else { return Vec::new() };
    if !context.existed(table) {
        return Vec::new();
    }
    let is_filled = context.operations.iter().any(|operation| {
        matches!(operation, Operation::Backfill(fill)
            if fill.then_lock && fill.rows == BatchRows::Nulls && fill.sets(table, column))
    });
    if is_filled {
        return finding(
            "H35",
            format!("setting NOT NULL on {table}.{column} reads the whole table under a lock"),
            "on a large table, add CHECK (… IS NOT NULL) NOT VALID and validate it before",
        );
    }
    finding(
        "H35",
        format!(
            "setting NOT NULL on {table}.{column} reads the whole table under a lock, and fails on nulls"
        ),
        "fill the nulls first; on a large table, add CHECK (… IS NOT NULL) NOT VALID and validate it before",
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{alter, not_null};

    #[test]
    fn set_not_null_scans() {
        check(|op| op.alter_column("task", alter("a").set_not_null()), &["H35"]);
        check(|op| op.alter_column("task", alter("a").drop_not_null()), &[]);
        check(|op| op.add_constraint("task", not_null("n", "a")), &["H35"]);
        check(|op| op.add_constraint("task", not_null("n", "a").not_valid()), &[]);
    }
}
