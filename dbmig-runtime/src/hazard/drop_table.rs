//! H16: a dropped table takes its data along.

use super::{Context, Finding, destructive};
use crate::op::{Operation, TableOperation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    match operation {
        Operation::Table(TableOperation::Drop { name }) if context.makes_way(name) => destructive(
            "H16",
            format!("dropping table {name} deletes its data"),
            "make sure that no running code uses it; where in doubt, rename it now and drop it later",
        ),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::table;

    #[test]
    fn dropping_a_table_loses_data() {
        check(|op| op.drop_table("task"), &["H16"]);
    }

    #[test]
    fn a_table_that_is_built_again_loses_its_data() {
        check(
            |op| {
                op.drop_table("task")?;
                op.create_table(table("task"))
            },
            &["H16"],
        );
    }

    #[test]
    fn a_table_of_this_list_holds_nothing() {
        check(
            |op| {
                op.create_table(table("task"))?;
                op.drop_table("task")
            },
            &[],
        );
    }
}
