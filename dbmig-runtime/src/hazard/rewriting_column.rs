//! H03, H04: a new column whose values PostgreSQL must compute for every row.

use super::{Context, Finding, finding};
use crate::catalog::GeneratedKind;
use crate::op::{ColumnOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Column(ColumnOperation::Add(add)) = operation else { return Vec::new() };
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

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{bigint, column};

    #[test]
    fn computed_columns_rewrite() {
        check(|op| op.add_column("task", column("a", bigint()).identity_always()), &["H03"]);
        check(|op| op.add_column("task", column("a", bigint()).generated_stored("1")), &["H04"]);
        check(|op| op.add_column("task", column("a", bigint()).generated_virtual("1")), &[]);
    }
}
