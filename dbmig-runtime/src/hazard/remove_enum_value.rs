//! H67: an enum type that is built again without some of its values.

use super::{Context, Finding, finding};
use crate::catalog::ObjectName;
use crate::op::{ColumnAction, ColumnOperation, EnumOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Enum(EnumOperation::Create(value)) = operation else { return Vec::new() };
    let operations = || {
        context.operations.iter().filter_map(|operation| match operation {
            Operation::Enum(operation) => Some(operation),
            _ => None,
        })
    };
    let dropped = |name: &str| {
        let name = value.name.sibling(name);
        operations()
            .any(|operation| matches!(operation, EnumOperation::Drop { name: other } if *other == name))
    };
    let replaced = operations().any(|operation| {
        matches!(operation, EnumOperation::Rename { from, to } if *from == value.name && dropped(to))
    });
    if !replaced || keeps_every_value(&value.name, context) {
        return Vec::new();
    }
    finding(
        "H67",
        format!(
            "building enum {} again writes every table that uses it, and fails on rows with a removed value",
            value.name
        ),
        "change the rows that hold a removed value before",
    )
}

/// True if columns move to the type as it is after, and none of them can hold a value that is gone.
fn keeps_every_value(name: &ObjectName, context: &Context<'_>) -> bool {
    let actions = context.operations.iter().flat_map(|operation| match operation {
        Operation::Column(ColumnOperation::Alter(alter)) => alter.actions.as_slice(),
        _ => &[],
    });
    let mut moves = actions.filter_map(|action| match action {
        ColumnAction::SetType { data_type, from, .. } if data_type.is_of(name) => {
            Some(from.as_ref() == Some(data_type))
        }
        _ => None,
    });
    let first = moves.next();
    first == Some(true) && moves.all(|keeps| keeps)
}

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{Op, alter};

    #[test]
    fn a_type_built_again_is_found() {
        check(
            |op| {
                op.rename_enum("mood", "mood_old")?;
                op.create_enum("mood", ["ok"])?;
                op.drop_enum("mood_old")
            },
            &["H67"],
        );
        check(|op| op.create_enum("mood", ["ok"]), &[]);
    }

    #[test]
    fn another_order_loses_no_value() {
        let again = |from: &'static [&'static str]| {
            move |op: &mut Op| {
                op.rename_enum("mood", "mood_old")?;
                op.create_enum("mood", ["b", "a"])?;
                let mut alter = alter("x").set_type("mood").using("x::text::mood");
                for from in from {
                    alter = alter.from(*from);
                }
                op.alter_column("t", alter)?;
                op.drop_enum("mood_old")
            }
        };
        check(again(&["mood"]), &["H27"]);
        check(again(&[]), &["H67", "H27", "H33"]);
    }
}
