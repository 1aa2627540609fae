//! A drop and an addition that may be meant as a rename: what to write if they are.

use dbmig_runtime::diff::PossibleRename;

pub(super) fn rename_hint(possible: &PossibleRename) -> String {
    match possible {
        PossibleRename::Table { from, to } => format!(
            "if table {to} is {from} renamed, say so: #[table(renamed_from = {:?})], delete the new file, and run again",
            from.name
        ),
        PossibleRename::Column { table, from, to } => format!(
            "if {table}.{to} is {from} renamed, say so: #[column(renamed_from = {from:?})], delete the new file, and run \
             again"
        ),
        other => format!("this may be a rename: {other:?}"),
    }
}
