//! H49: a constraint that nobody enforces.

use super::{Context, Finding, finding};
use crate::op::{Constraint, ConstraintAction, ConstraintOperation, Operation};

pub(super) fn rule(operation: &Operation, _: &Context<'_>) -> Vec<Finding> {
    let Operation::Constraint(operation) = operation else { return Vec::new() };
    let (table, name) = match operation {
        ConstraintOperation::Add { table, constraint: Constraint::Check(check), .. }
            if check.not_enforced =>
        {
            (table, &check.name)
        }
        ConstraintOperation::Add { table, constraint: Constraint::ForeignKey(key), .. }
            if key.not_enforced =>
        {
            (table, &key.name)
        }
        ConstraintOperation::Alter { table, name, action: ConstraintAction::SetEnforced(false) } => {
            (table, name)
        }
        _ => return Vec::new(),
    };
    finding(
        "H49",
        format!("constraint {name} of {table} is NOT ENFORCED: rows that break it are let in"),
        "make sure that something else keeps the promise, since queries are planned as if it held",
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{self, ConstraintAction};

    #[test]
    fn nobody_enforces() {
        check(|op| op.add_constraint("task", op::check("c", "true").not_enforced()), &["H49"]);
        check(|op| op.alter_constraint("task", "f", ConstraintAction::SetEnforced(false)), &["H49"]);
        check(|op| op.alter_constraint("task", "f", ConstraintAction::SetEnforced(true)), &[]);
    }
}
