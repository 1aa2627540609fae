//! How to say that a drop and an addition are a rename.

use dbmig_runtime::catalog::Object;
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
        PossibleRename::View { from, to } | PossibleRename::Type { from, to } => {
            let word = match to {
                Object::Domain(_) => "domain",
                Object::Type(_) => "composite",
                _ => "view",
            };
            let [from, to] =
                [from, to].map(|object| object.schema_name().map(ToString::to_string).unwrap_or_default());
            let argument = shell(&format!("{word}:{from}={to}"));
            format!("if {word} {to} is {from} renamed, say so: --rename {argument}")
        }
        other => format!("this may be a rename: {other:?}"),
    }
}

/// An argument as a shell takes it.
fn shell(argument: &str) -> String {
    format!("'{}'", argument.replace('\'', "'\\''"))
}
