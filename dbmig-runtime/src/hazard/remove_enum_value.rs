//! H67: an enum type that is built again without some of its values, or in another order.

use super::{Context, Finding, finding};
use crate::op::{EnumOperation, Operation};

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
    if !replaced {
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

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;

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
}
