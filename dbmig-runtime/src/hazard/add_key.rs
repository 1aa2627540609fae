//! H40, H41, H42: a new unique constraint, primary key or exclusion constraint builds its index under a lock.

use super::{Context, Finding, finding};
use crate::op::{Constraint, ConstraintOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Constraint(ConstraintOperation::Add { table, constraint, .. }) = operation else {
        return Vec::new();
    };
    let (code, kind) = match constraint {
        Constraint::Unique(_) => ("H40", "unique constraint"),
        Constraint::PrimaryKey(_) => ("H41", "primary key"),
        Constraint::Exclusion(_) => ("H42", "exclusion constraint"),
        _ => return Vec::new(),
    };
    if !context.existed(table) {
        return Vec::new();
    }
    let advice = if code == "H42" {
        "look for rows that conflict before; on a large table, do it in a maintenance window"
    } else {
        "look for duplicates before; on a large table, build a unique index concurrently and attach it"
    };
    finding(
        code,
        format!(
            "adding {kind} {} to {table} builds its index under a lock, and fails on duplicates",
            constraint.name()
        ),
        advice,
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{by_column, exclusion, primary_key, unique};

    #[test]
    fn keys_build_indexes() {
        check(|op| op.add_constraint("task", unique("u").columns(["a"])), &["H40"]);
        check(|op| op.add_constraint("task", primary_key("p").columns(["a"])), &["H41"]);
        check(|op| op.add_constraint("task", exclusion("x").element(by_column("a"), "&&")), &["H42"]);
    }
}
