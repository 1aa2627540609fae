//! What a rename may mean, and what that comes to between two catalogs.

use std::collections::BTreeMap;

use dbmig_runtime::catalog::{
    Catalog, CompositeType, EnumType, ObjectName, Renames, Table, quote_identifier,
};
use dbmig_runtime::revision::similar;

/// What a rename may mean: `a.b=c` renames a column of `a`, or the table `b` in the schema `a`.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    Whole { kind: Whole, old: ObjectName, new: ObjectName },
    Column { table: ObjectName, old: String, new: String },
    Value { of: ObjectName, old: String, new: String },
    Attribute { of: ObjectName, old: String, new: String },
}

/// What has a name of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whole {
    Table,
    /// Materialized or not.
    View,
    /// An enum type, a domain or a composite type.
    Type,
    Enum,
    Domain,
    Composite,
    Sequence,
}

impl Whole {
    fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
            Self::Type => "type",
            Self::Enum => "enum type",
            Self::Domain => "domain",
            Self::Composite => "composite type",
            Self::Sequence => "sequence",
        }
    }

    fn names(self, catalog: &Catalog) -> Vec<String> {
        let names: Vec<&ObjectName> = match self {
            Self::Table => catalog.tables.keys().collect(),
            Self::View => catalog.views.keys().chain(catalog.materialized_views.keys()).collect(),
            Self::Type => {
                let types = catalog.enums.keys().chain(catalog.domains.keys());
                types.chain(catalog.composites.keys()).collect()
            }
            Self::Enum => catalog.enums.keys().collect(),
            Self::Domain => catalog.domains.keys().collect(),
            Self::Composite => catalog.composites.keys().collect(),
            Self::Sequence => catalog.sequences.keys().collect(),
        };
        names.into_iter().map(ToString::to_string).collect()
    }

    /// Where the rename belongs. What is of another kind is passed over by the diff.
    fn renames(self, renames: &mut Renames) -> Vec<&mut BTreeMap<ObjectName, ObjectName>> {
        match self {
            Self::Table => vec![&mut renames.tables],
            Self::View => vec![&mut renames.views, &mut renames.materialized_views],
            Self::Type => vec![&mut renames.enums, &mut renames.domains, &mut renames.composites],
            Self::Enum => vec![&mut renames.enums],
            Self::Domain => vec![&mut renames.domains],
            Self::Composite => vec![&mut renames.composites],
            Self::Sequence => vec![&mut renames.sequences],
        }
    }

    /// True if PostgreSQL could take it to another schema, and the diff does.
    fn moves(self) -> bool {
        matches!(self, Self::Table | Self::Sequence)
    }
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
        !matches!(self, Self::Whole { .. })
    }

    pub(super) fn add_to(self, renames: &mut Renames) {
        match self {
            Self::Whole { kind, old, new } => {
                for map in kind.renames(renames) {
                    map.insert(new.clone(), old.clone());
                }
            }
            Self::Column { table, old, new } => {
                let table = after(&renames.tables, &table);
                renames.columns.insert((table, new), old);
            }
            Self::Value { of, old, new } => {
                let of = after(&renames.enums, &of);
                renames.enum_labels.insert((of, new), old);
            }
            Self::Attribute { of, old, new } => {
                let of = after(&renames.composites, &of);
                renames.attributes.insert((of, new), old);
            }
        }
    }

    pub(super) fn state(&self, from: &Catalog, to: &Catalog, renames: &Renames) -> State {
        match self {
            Self::Whole { kind, old, new } if !kind.moves() && old.schema != new.schema => {
                State::Nothing(format!("a {} is renamed within its schema", kind.word()))
            }
            Self::Whole { kind, old, new } => {
                state(kind.word(), [&old.to_string(), &new.to_string()], kind.names(from), kind.names(to))
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
            Self::Attribute { of, old, new } => {
                let owners = Owners { kind: "composite type", renames: &renames.composites, name: of };
                let attributes =
                    |of: &CompositeType| of.attributes.iter().map(|it| quoted(&it.name)).collect();
                match owners.parts([&from.composites, &to.composites], attributes) {
                    Ok([before, after]) => {
                        state(&format!("attribute of {of}"), [&quoted(old), &quoted(new)], before, after)
                    }
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
