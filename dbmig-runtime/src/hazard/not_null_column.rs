//! H07: a new `NOT NULL` column without a value for the rows that are there.

use super::{Context, Finding, finding};
use crate::op::{ColumnOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Column(ColumnOperation::Add(add)) = operation else { return Vec::new() };
    let column = &add.column;
    let has_value = column.default.is_some() || column.identity.is_some() || column.generated.is_some();
    if column.nullable || has_value || !context.existed(&add.table) {
        return Vec::new();
    }
    finding(
        "H07",
        format!(
            "adding column {}.{} as NOT NULL without default fails if the table has rows",
            add.table, column.name
        ),
        "give it a default, or add it nullable, fill it, and set NOT NULL after that",
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{column, text};

    #[test]
    fn a_value_for_old_rows_is_needed() {
        check(|op| op.add_column("task", column("a", text()).not_null()), &["H07"]);
        check(|op| op.add_column("task", column("a", text())), &[]);
        check(|op| op.add_column("task", column("a", text()).not_null().default("''")), &[]);
    }
}
