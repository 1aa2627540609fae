//! H40, H41: a new unique constraint or primary key builds its index under a lock.

use super::{Context, Finding, finding};
use crate::op::{Constraint, ConstraintOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Constraint(ConstraintOperation::Add { table, constraint }) = operation else {
        return Vec::new();
    };
    let (code, kind) = match constraint {
        Constraint::Unique(_) => ("H40", "unique constraint"),
        Constraint::PrimaryKey(_) => ("H41", "primary key"),
        _ => return Vec::new(),
    };
    if !context.existed(table) {
        return Vec::new();
    }
    finding(
        code,
        format!(
            "adding {kind} {} to {table} builds its index under a lock, and fails on duplicates",
            constraint.name()
        ),
        "look for duplicates before; on a large table, build a unique index concurrently and attach it",
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{primary_key, unique};

    #[test]
    fn keys_build_indexes() {
        check(|op| op.add_constraint("task", unique("u").columns(["a"])), &["H40"]);
        check(|op| op.add_constraint("task", primary_key("p").columns(["a"])), &["H41"]);
    }
}
