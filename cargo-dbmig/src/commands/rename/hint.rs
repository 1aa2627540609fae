//! How to say that a drop and an addition are a rename.

use dbmig_runtime::catalog::Object;
use dbmig_runtime::diff::PossibleRename;

use super::reading::quoted;

/// Two objects that may be one under another name, in words.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Pair {
    /// `column`, `table`, …
    pub(super) kind: &'static str,
    /// What goes, as a person names it.
    pub(super) from: String,
    /// What comes.
    pub(super) to: String,
    /// The value of `--rename`.
    pub(super) argument: String,
    /// What to write in the models, where an attribute can say it.
    pub(super) attribute: Option<String>,
    /// How much the new name is like the old one, from 0 to 1.
    pub(super) likeness: f64,
}

impl Pair {
    /// `None` for what has no flag.
    pub(in super::super) fn of(possible: &PossibleRename) -> Option<Self> {
        let pair = match possible {
            PossibleRename::Table { from, to } => Self {
                kind: "table",
                argument: format!("table:{from}={to}"),
                // `renamed_from` is a name in the same schema.
                attribute: (from.schema == to.schema)
                    .then(|| format!("#[table(renamed_from = {:?})]", from.name)),
                likeness: strsim::sorensen_dice(&from.name, &to.name),
                from: from.to_string(),
                to: to.to_string(),
            },
            PossibleRename::Column { table, from, to } => Self {
                kind: "column",
                argument: format!("column:{table}.{}={}", quoted(from), quoted(to)),
                attribute: Some(format!("#[column(renamed_from = {from:?})]")),
                likeness: strsim::sorensen_dice(from, to),
                from: format!("{table}.{}", quoted(from)),
                to: format!("{table}.{}", quoted(to)),
            },
            PossibleRename::View { from, to } | PossibleRename::Type { from, to } => {
                let (word, attribute) = match to {
                    Object::Domain(_) => ("domain", "sql_type"),
                    Object::Type(_) => ("composite", "sql_type"),
                    _ => ("view", "view"),
                };
                let (from, to) = (from.schema_name()?, to.schema_name()?);
                Self {
                    kind: word,
                    argument: format!("{word}:{from}={to}"),
                    attribute: Some(format!("#[{attribute}(renamed_from = {:?})]", from.name)),
                    likeness: strsim::sorensen_dice(&from.name, &to.name),
                    from: from.to_string(),
                    to: to.to_string(),
                }
            }
            _ => return None,
        };
        Some(pair)
    }

    /// `--rename` as it is typed.
    pub(in super::super) fn flag(&self) -> String {
        format!("--rename {}", shell(&self.argument))
    }
}

/// How to say that a drop and an addition are a rename.
pub(in super::super) fn hint(pair: &Pair) -> String {
    format!("if {} {} is {} renamed, say so: {}", pair.kind, pair.to, pair.from, pair.flag())
}

/// An argument as a shell takes it.
fn shell(argument: &str) -> String {
    format!("'{}'", argument.replace('\'', "'\\''"))
}
