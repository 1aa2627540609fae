//! How to say that a drop and an addition are a rename.

use dbmig_runtime::diff::PossibleRename;

use super::reading::quoted;

/// How to say that a drop and an addition are a rename.
pub(in super::super) fn hint(possible: &PossibleRename) -> String {
    match possible {
        PossibleRename::Table { from, to } => {
            format!(
                "if table {to} is {from} renamed, say so: --rename {}",
                shell(&format!("table:{from}={to}"))
            )
        }
        PossibleRename::Column { table, from, to } => {
            let (from, to) = (quoted(from), quoted(to));
            let argument = shell(&format!("column:{table}.{from}={to}"));
            format!("if column {table}.{to} is {from} renamed, say so: --rename {argument}")
        }
        other => format!("this may be a rename: {other:?}"),
    }
}

/// An argument as a shell takes it.
fn shell(argument: &str) -> String {
    format!("'{}'", argument.replace('\'', "'\\''"))
}
