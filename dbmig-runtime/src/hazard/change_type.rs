//! H27, H28, H33: a column's new type may need every row written again, its indexes built again, and may not hold
//! every value.

use super::type_change::{holds_all, keeps_rows, rounds};
use super::{Context, Finding};
use crate::catalog::DataType;
use crate::op::{ColumnAction, ColumnOperation, Operation};

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    let Operation::Column(ColumnOperation::Alter(alter)) = operation else { return Vec::new() };
    if !context.existed(&alter.table) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for action in &alter.actions {
        let ColumnAction::SetType { data_type, using, from, .. } = action else { continue };
        let column = format!("{}.{}", alter.table, alter.column);
        let effect = Effect::of(from.as_ref(), data_type, using.is_some());
        if effect.collation {
            findings.push(Finding {
                code: "H28",
                message: format!(
                    "another collation of {column} builds the indexes over it again under a lock"
                ),
                advice: "on a large table, do it in a maintenance window",
                destructive: false,
            });
        }
        if effect.writes {
            findings.push(Finding {
                code: "H27",
                message: format!("changing the type of {column} to {data_type} may write the whole table again under a lock"),
                advice: "on a large table, add a new column, fill it in batches, and swap the two",
                destructive: false,
            });
        }
        if effect.loses {
            findings.push(Finding {
                code: "H33",
                message: format!("changing the type of {column} to {data_type} fails or loses precision where a value doesn't fit"),
                advice: "count the values that don't fit before, and decide what becomes of them",
                destructive: from.as_ref().is_some_and(|from| rounds(from.as_sql(), data_type.as_sql())),
            });
        }
    }
    findings
}

struct Effect {
    collation: bool,
    writes: bool,
    loses: bool,
}

impl Effect {
    fn of(from: Option<&DataType>, to: &DataType, using: bool) -> Self {
        let Some(from) = from else {
            let to = to.as_sql();
            return Self {
                collation: false,
                writes: using || !UNLIMITED.contains(&to),
                loses: using || to.contains('(') || NARROW.contains(&to),
            };
        };
        let collation = from == to && !using;
        // A type that is built again with every value that it had.
        let again = from == to && using;
        let (keeps, holds) = (keeps_rows(from.as_sql(), to.as_sql()), holds_all(from.as_sql(), to.as_sql()));
        Self { collation, writes: using || !keeps, loses: !again && (using || !holds) }
    }
}

/// Types that hold whatever their relatives hold, where the old type isn't known.
const UNLIMITED: &[&str] = &["text", "character varying", "numeric"];

/// Types that relatives of theirs don't fit into.
const NARROW: &[&str] = &["smallint", "integer", "real", "boolean", "date", "time without time zone"];

#[cfg(test)]
mod tests {
    use crate::hazard::tests::check;
    use crate::op::{alter, bigint, integer, numeric, text, varchar};

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

    #[test]
    fn new_types_of_known_old_ones() {
        let types =
            |to, from| move |op: &mut crate::op::Op| op.alter_column("t", alter("a").set_type(to).from(from));
        check(types(numeric(12, 2), numeric(10, 2)), &[]);
        check(types(numeric(12, 4), numeric(10, 2)), &["H27"]);
        check(types(numeric(10, 4), numeric(10, 2)), &["H27", "H33"]);
        check(types(varchar(9), varchar(5)), &[]);
        check(types(varchar(5), varchar(9)), &["H27", "H33"]);
        check(types(bigint(), integer()), &["H27"]);
        check(types(integer(), bigint()), &["H27", "H33"]);
        check(types(text(), text()), &["H28"]);
    }
}
