//! What a rename may mean, and what that comes to between two catalogs.

use std::collections::BTreeMap;

use dbmig_runtime::catalog::{Catalog, EnumType, ObjectName, Renames, Table, quote_identifier};
use dbmig_runtime::revision::similar;

/// What a rename may mean: `a.b=c` renames a column of `a`, or the table `b` in the schema `a`.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    Table { old: ObjectName, new: ObjectName },
    Column { table: ObjectName, old: String, new: String },
    Type { old: ObjectName, new: ObjectName },
    Value { of: ObjectName, old: String, new: String },
    Sequence { old: ObjectName, new: ObjectName },
}

/// What a reading comes to.
pub(super) enum State {
    /// The old name is before, the new one after.
    Pending,
    /// The new name is on both sides: it has been made.
    Made,
    /// It names something that is not there.
    Nothing(String),
}
impl Reading {
    pub(super) fn is_part(&self) -> bool {
        matches!(self, Self::Column { .. } | Self::Value { .. })
    }

    pub(super) fn add_to(self, renames: &mut Renames) {
        match self {
            Self::Table { old, new } => drop(renames.tables.insert(new, old)),
            Self::Type { old, new } => drop(renames.enums.insert(new, old)),
            Self::Sequence { old, new } => drop(renames.sequences.insert(new, old)),
            Self::Column { table, old, new } => {
                let table = after(&renames.tables, &table);
                renames.columns.insert((table, new), old);
            }
            Self::Value { of, old, new } => {
                let of = after(&renames.enums, &of);
                renames.enum_labels.insert((of, new), old);
            }
        }
    }

    pub(super) fn state(&self, from: &Catalog, to: &Catalog, renames: &Renames) -> State {
        match self {
            Self::Table { old, new } => {
                let names = |catalog: &Catalog| catalog.tables.keys().map(ToString::to_string).collect();
                state("table", [&old.to_string(), &new.to_string()], names(from), names(to))
            }
            Self::Type { old, new } => {
                let names = |catalog: &Catalog| catalog.enums.keys().map(ToString::to_string).collect();
                state("enum type", [&old.to_string(), &new.to_string()], names(from), names(to))
            }
            Self::Sequence { old, new } => {
                let names = |catalog: &Catalog| catalog.sequences.keys().map(ToString::to_string).collect();
                state("sequence", [&old.to_string(), &new.to_string()], names(from), names(to))
            }
            Self::Column { table, old, new } => {
                let columns =
                    |table: &Table| table.columns.iter().map(|column| quoted(&column.name)).collect();
                let owners = Owners { kind: "table", renames: &renames.tables, name: table };
                match owners.parts([&from.tables, &to.tables], columns) {
                    Ok([before, after]) => {
                        state(&format!("column of {table}"), [&quoted(old), &quoted(new)], before, after)
                    }
                    Err(problem) => State::Nothing(problem),
                }
            }
            Self::Value { of, old, new } => {
                let owners = Owners { kind: "enum type", renames: &renames.enums, name: of };
                match owners.parts([&from.enums, &to.enums], |of: &EnumType| of.labels.clone()) {
                    Ok([before, after]) => state(&format!("value of {of}"), [old, new], before, after),
                    Err(problem) => State::Nothing(problem),
                }
            }
        }
    }
}

/// What something renamed belongs to, by one of the names that it has.
struct Owners<'a> {
    kind: &'a str,
    renames: &'a BTreeMap<ObjectName, ObjectName>,
    name: &'a ObjectName,
}

impl Owners<'_> {
    /// The names of its parts on both sides.
    fn parts<T>(
        &self,
        [from, to]: [&BTreeMap<ObjectName, T>; 2],
        names: impl Fn(&T) -> Vec<String>,
    ) -> Result<[Vec<String>; 2], String> {
        let (old, new) = (self.renames.get(self.name).unwrap_or(self.name), after(self.renames, self.name));
        let find = |side: &str, all: &BTreeMap<ObjectName, T>, names_of_it: [&ObjectName; 2]| {
            let known = || all.keys().map(ToString::to_string).collect::<Vec<_>>();
            let found = names_of_it.into_iter().find_map(|name| all.get(name));
            let found = found.ok_or_else(|| missing(self.kind, &self.name.to_string(), side, &known()));
            found.map(&names)
        };
        Ok([find(FIRST, from, [old, &new])?, find(SECOND, to, [&new, old])?])
    }
}

const FIRST: &str = "the first side";
const SECOND: &str = "the second side";

pub(super) fn quoted(name: &str) -> String {
    quote_identifier(name).into_owned()
}

/// The name after the renames of something called `name` before or after them.
fn after(renames: &BTreeMap<ObjectName, ObjectName>, name: &ObjectName) -> ObjectName {
    let renamed = renames.iter().find(|(_, old)| *old == name);
    renamed.map_or(name, |(new, _)| new).clone()
}

fn state(kind: &str, [old, new]: [&str; 2], before: Vec<String>, after: Vec<String>) -> State {
    let is_in = |names: &[String], name: &str| names.iter().any(|known| known == name);
    if is_in(&before, new) && is_in(&after, new) && !is_in(&before, old) {
        return State::Made;
    }
    State::Nothing(if !is_in(&before, old) {
        missing(kind, old, FIRST, &before)
    } else if !is_in(&after, new) {
        missing(kind, new, SECOND, &after)
    } else if is_in(&after, old) {
        format!("the {kind} {old} is on {SECOND} too")
    } else if is_in(&before, new) {
        format!("the {kind} {new} is on {FIRST} already")
    } else {
        return State::Pending;
    })
}

fn missing(kind: &str, name: &str, side: &str, names: &[String]) -> String {
    let near = similar(name, names.iter().map(String::as_str));
    let hint = match (near.as_slice(), names) {
        ([], [] | [_, _, _, _, _, _, _, _, _, ..]) => String::new(),
        ([], few) => format!(" (there is: {})", few.join(", ")),
        (near, _) => format!(" (near it: {})", near.join(", ")),
    };
    format!("{side} has no {kind} called {name}{hint}")
}
