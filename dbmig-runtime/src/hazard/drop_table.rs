//! H16: a dropped table takes its data along.

use super::{Context, Finding, finding};
use crate::op::{Operation, TableOperation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    match operation {
        Operation::Table(TableOperation::Drop { name }) if context.existed(name) => finding(
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

    #[test]
    fn dropping_a_table_loses_data() {
        check(|op| op.drop_table("task"), &["H16"]);
    }
}
