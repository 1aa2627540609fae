//! H14: a dropped column takes its data along.

use super::{Context, Finding, destructive};
use crate::catalog::Object;
use crate::op::{Alter, Alteration, AttributeAction, ColumnOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    match operation {
        Operation::Column(ColumnOperation::Drop { table, column, generated: false })
            if context.existed(table) =>
        {
            destructive(
                "H14",
                format!("dropping column {table}.{column} deletes its data"),
                "make sure that no running code reads or writes it, and that nobody needs the values",
            )
        }
        Operation::Alter(alter) => dropped_attribute(alter, context),
        _ => Vec::new(),
    }
}

/// An attribute goes from every value of its type.
fn dropped_attribute(alter: &Alter, context: &Context<'_>) -> Vec<Finding> {
    let (Object::Type(name), Alteration::Attribute(AttributeAction::Drop(attribute))) =
        (&alter.object, &alter.alteration)
    else {
        return Vec::new();
    };
    if context.is_new(&alter.object) {
        return Vec::new();
    }
    destructive(
        "H14",
        format!("dropping attribute {name}.{attribute} deletes its data"),
        "make sure that no running code reads or writes it, and that nobody needs the values",
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;

    #[test]
    fn dropping_a_column_loses_data() {
        check(|op| op.drop_column("task", "title"), &["H14"]);
        check(|op| op.drop_generated_column("task", "title"), &[]);
    }
}
