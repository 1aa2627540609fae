//! H03, H04: a new column whose values PostgreSQL must compute for every row.

use super::{Context, Finding, finding};
use crate::catalog::GeneratedKind;
use crate::op::{AlterColumn, ColumnAction, ColumnOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let add = match operation {
        Operation::Column(ColumnOperation::Add(add)) => add,
        Operation::Column(ColumnOperation::Alter(alter)) => return expression(alter, context),
        _ => return Vec::new(),
    };
    if !context.existed(&add.table) {
        return Vec::new();
    }
    let (table, column) = (&add.table, &add.column);
    let stored = column.generated.as_ref().is_some_and(|generated| generated.kind == GeneratedKind::Stored);
    if column.identity.is_some() {
        finding(
            "H03",
            format!(
                "adding identity column {table}.{} writes the whole table again under a lock",
                column.name
            ),
            "on a large table, add a plain column, fill it in batches, and make it an identity after that",
        )
    } else if stored {
        finding(
            "H04",
            format!(
                "adding generated column {table}.{} writes the whole table again under a lock",
                column.name
            ),
            "on a large table, use a plain column that a trigger fills, or a VIRTUAL one (PostgreSQL 18)",
        )
    } else {
        Vec::new()
    }
}

fn expression(alter: &AlterColumn, context: &Context<'_>) -> Vec<Finding> {
    let sets = alter.actions.iter().any(|action| matches!(action, ColumnAction::SetExpression(_)));
    if !sets || !context.existed(&alter.table) {
        return Vec::new();
    }
    finding(
        "H04",
        format!(
            "another expression of generated column {}.{} writes the whole table again under a lock, if it is stored",
            alter.table, alter.column
        ),
        "on a large table, use a plain column that a trigger fills, or a VIRTUAL one (PostgreSQL 18)",
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{alter, bigint, column};

    #[test]
    fn computed_columns_rewrite() {
        check(|op| op.add_column("task", column("a", bigint()).identity_always()), &["H03"]);
        check(|op| op.add_column("task", column("a", bigint()).generated_stored("1")), &["H04"]);
        check(|op| op.add_column("task", column("a", bigint()).generated_virtual("1")), &[]);
        check(|op| op.alter_column("task", alter("a").set_expression("2")), &["H04"]);
    }
}
