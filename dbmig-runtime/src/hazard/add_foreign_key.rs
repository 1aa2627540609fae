//! H37: a new foreign key reads the whole table.

use super::{Context, Finding, finding};
use crate::op::{Constraint, ConstraintOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    match operation {
        Operation::Constraint(ConstraintOperation::Add {
            table,
            constraint: Constraint::ForeignKey(key),
            ..
        }) if !key.not_valid && !key.not_enforced && context.existed(table) => finding(
            "H37",
            if key.references == *table {
                format!(
                    "adding foreign key {} blocks writes to {table} while it reads the whole table",
                    key.name
                )
            } else {
                format!(
                    "adding foreign key {} blocks writes to {table} and {} while it reads the whole table",
                    key.name, key.references
                )
            },
            "on a large table, add it NOT VALID and validate it in a later revision",
        ),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::foreign_key;

    #[test]
    fn a_valid_foreign_key_scans() {
        let key = || foreign_key("f").columns(["a"]).references("org", ["id"]);
        check(|op| op.add_constraint("task", key()), &["H37"]);
        check(|op| op.add_constraint("task", key().not_valid()), &[]);
    }
}
