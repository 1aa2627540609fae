//! H36: a new check reads the whole table.

use super::{Context, Finding, finding};
use crate::op::{Constraint, ConstraintOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    match operation {
        Operation::Constraint(ConstraintOperation::Add {
            table,
            constraint: Constraint::Check(check),
            ..
        }) if !check.not_valid && !check.not_enforced && context.existed(table) => finding(
            "H36",
            format!("adding check {} to {table} reads the whole table under a lock", check.name),
            "on a large table, add it NOT VALID and validate it in a later revision",
        ),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op;

    #[test]
    fn a_valid_check_scans() {
        check(|op| op.add_constraint("task", op::check("c", "true")), &["H36"]);
        check(|op| op.add_constraint("task", op::check("c", "true").not_valid()), &[]);
    }
}
