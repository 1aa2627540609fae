//! A drop and an addition that may be meant as a rename: what to write if they are.

use dbmig_runtime::catalog::Object;
use dbmig_runtime::diff::PossibleRename;

pub(super) fn rename_hint(possible: &PossibleRename) -> String {
    match possible {
        // `renamed_from` is a name in the same schema.
        PossibleRename::Table { from, to } if from.schema != to.schema => format!(
            "if table {to} is {from} moved to another schema, write so: in the new file, {} instead of its drop and its \
             creation",
            if from.name == to.name {
                "op.set_table_schema"
            } else {
                "op.set_table_schema and op.rename_table"
            }
        ),
        PossibleRename::Table { from, to } => format!(
            "if table {to} is {from} renamed, say so: #[table(renamed_from = {:?})], delete the new file, and run again",
            from.name
        ),
        PossibleRename::Column { table, from, to } => format!(
            "if {table}.{to} is {from} renamed, say so: #[column(renamed_from = {from:?})], delete the new file, and run \
             again"
        ),
        PossibleRename::View { from, to } => {
            let (kind, old) = (to.kind(), name(from));
            format!(
                "if {kind} {} is {from} renamed, say so: #[view(renamed_from = {:?})] on its struct, delete the new file, \
                 and run again",
                whole(to),
                old,
                from = whole(from)
            )
        }
        PossibleRename::Type { from, to } => format!(
            "if {} {} is {} renamed, say so: #[sql_type(renamed_from = {:?})], delete the new file, and run again",
            to.kind(),
            whole(to),
            whole(from),
            name(from)
        ),
        other => format!("this may be a rename: {other:?}"),
    }
}

fn whole(object: &Object) -> String {
    object.schema_name().map(ToString::to_string).unwrap_or_default()
}

fn name(object: &Object) -> &str {
    object.schema_name().map(|name| name.name.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_one_that_can_be_followed() {
        let hint = |from: (&str, &str), to: (&str, &str)| {
            rename_hint(&PossibleRename::Table { from: from.into(), to: to.into() })
        };
        assert!(hint(("s", "a"), ("s", "b")).contains("#[table(renamed_from = \"a\")]"));
        assert!(hint(("s", "a"), ("r", "a")).contains("op.set_table_schema instead"));
        assert!(hint(("s", "a"), ("r", "b")).contains("op.rename_table"));
    }
}
