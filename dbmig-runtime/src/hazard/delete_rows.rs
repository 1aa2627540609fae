//! H18: rows that are deleted in batches.

use super::{Context, Finding, destructive};
use crate::op::{BatchChange, BatchRows, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Backfill(backfill) = operation else { return Vec::new() };
    let BatchRows::Matching(condition) = &backfill.rows else { return Vec::new() };
    if backfill.change != BatchChange::Delete || !context.existed(&backfill.table) {
        return Vec::new();
    }
    destructive(
        "H18",
        format!("the rows of {} for which {condition} are deleted", backfill.table),
        "copy them to another table first, if anyone may miss them",
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{delete_where, set, table};

    #[test]
    fn deleting_loses_data() {
        check(|op| op.backfill("task", delete_where("done")), &["H18"]);
        check(|op| op.backfill("task", set("a", "1")), &[]);
        check(
            |op| {
                op.create_table(table("task"))?;
                op.backfill("task", delete_where("done"))
            },
            &[],
        );
    }
}
