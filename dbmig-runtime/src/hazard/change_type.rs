//! H27, H33: a column's new type may need every row written again, and may not hold every value.

use super::{Context, Finding};
use crate::op::{ColumnAction, ColumnOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Column(ColumnOperation::Alter(alter)) = operation else { return Vec::new() };
    if !context.existed(&alter.table) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for action in &alter.actions {
        let ColumnAction::SetType { data_type, using, .. } = action else { continue };
        let (column, data_type) = (format!("{}.{}", alter.table, alter.column), data_type.as_sql());
        if using.is_some() || !UNLIMITED.contains(&data_type) {
            findings.push(Finding {
                code: "H27",
                message: format!("changing the type of {column} to {data_type} may write the whole table again under a lock"),
                advice: "on a large table, add a new column, fill it in batches, and swap the two",
            });
        }
        if using.is_some() || data_type.contains('(') || NARROW.contains(&data_type) {
            findings.push(Finding {
                code: "H33",
                message: format!("changing the type of {column} to {data_type} fails or loses precision where a value doesn't fit"),
                advice: "count the values that don't fit before, and decide what becomes of them",
            });
        }
    }
    findings
}

/// Types that hold whatever their relatives hold; the change from those is in the catalog alone.
const UNLIMITED: &[&str] = &["text", "character varying", "numeric"];

/// Types that relatives of theirs don't fit into.
const NARROW: &[&str] = &["smallint", "integer", "real", "boolean", "date", "time without time zone"];

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{alter, bigint, integer, text, varchar};

    #[test]
    fn new_types() {
        check(|op| op.alter_column("task", alter("a").set_type(text())), &[]);
        check(|op| op.alter_column("task", alter("a").set_type(bigint())), &["H27"]);
        check(|op| op.alter_column("task", alter("a").set_type(varchar(5))), &["H27", "H33"]);
        check(
            |op| op.alter_column("task", alter("a").set_type(integer()).using("a::integer")),
            &["H27", "H33"],
        );
    }
}
