//! H61, H62, H64: a rename breaks code that runs with the old name.

use super::{Context, Finding, finding};
use crate::catalog::Object;
use crate::op::{Alteration, ColumnOperation, EnumOperation, Operation, TableOperation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let (code, what) = match operation {
        Operation::Column(ColumnOperation::Rename { table, from, .. }) if context.existed(table) => {
            ("H61", format!("column {table}.{from}"))
        }
        Operation::Table(TableOperation::Rename { from, .. }) => ("H62", format!("table {from}")),
        Operation::Table(TableOperation::SetSchema { name, .. }) => ("H62", format!("table {name}")),
        Operation::Alter(alter)
            if matches!(alter.object, Object::View(_) | Object::MaterializedView(_))
                && matches!(alter.alteration, Alteration::Rename(_) | Alteration::Schema(_)) =>
        {
            let name = alter.object.schema_name().map(ToString::to_string).unwrap_or_default();
            ("H62", format!("{} {name}", alter.object.kind()))
        }
        Operation::Enum(EnumOperation::RenameValue { name, from, .. }) => {
            ("H64", format!("value {from:?} of enum {name}"))
        }
        _ => return Vec::new(),
    };
    finding(
        code,
        format!("renaming {what} breaks running code that uses the old name"),
        "deploy code and revision together, or add the new name beside the old one first",
    )
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;

    #[test]
    fn renames_break_running_code() {
        check(|op| op.rename_column("task", "a", "b"), &["H61"]);
        check(|op| op.rename_table("task", "job"), &["H62"]);
        check(|op| op.rename_enum_value("mood", "sad", "unhappy"), &["H64"]);
    }
}
