//! `--rename`: what a person typed, and what it means between two catalogs.

use std::collections::BTreeMap;
use std::str::FromStr;

use dbmig_runtime::catalog::{Catalog, EnumType, ObjectName, Renames, Table, quote_identifier};
use dbmig_runtime::diff::PossibleRename;
use dbmig_runtime::revision::similar;

/// `old=new`, with a path before the old name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rename {
    text: String,
    kind: Option<Kind>,
    old: Vec<String>,
    new: Vec<String>,
}

/// What is renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Table,
    Column,
    Type,
    Value,
}

/// What a rename may mean: `a.b=c` renames a column of `a`, or the table `b` in the schema `a`.
#[derive(Clone, Debug)]
enum Reading {
    Table { old: ObjectName, new: ObjectName },
    Column { table: ObjectName, old: String, new: String },
    Type { old: ObjectName, new: ObjectName },
    Value { of: ObjectName, old: String, new: String },
}

/// What a reading comes to.
enum State {
    /// The old name is before, the new one after.
    Pending,
    /// The new name is on both sides: it has been made.
    Made,
    /// It names something that is not there.
    Nothing(String),
}

impl FromStr for Rename {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, rest) = match text.split_once(':') {
            Some(("table", rest)) => (Some(Kind::Table), rest),
            Some(("column", rest)) => (Some(Kind::Column), rest),
            Some(("type" | "enum", rest)) => (Some(Kind::Type), rest),
            Some(("value", rest)) => (Some(Kind::Value), rest),
            _ => (None, text),
        };
        let (old, rest) = path(rest)?;
        let rest = rest.strip_prefix('=').ok_or(FORM)?;
        let (new, rest) = path(rest)?;
        let rename = Self { text: text.to_owned(), kind, old, new };
        if !rest.is_empty() || rename.readings("").is_empty() {
            return Err(FORM.to_owned());
        }
        Ok(rename)
    }
}

const FORM: &str = "write table.old=new for a column, old_table=new_table, type:old=new for an enum type or value:type.old=new \
                    for one of its values; double quotes go around a name with a dot or an equals sign in it";

/// The names of a path, and what follows it.
fn path(text: &str) -> Result<(Vec<String>, &str), String> {
    let (mut names, mut rest) = (Vec::new(), text);
    loop {
        let name = match rest.strip_prefix('"') {
            Some(quoted) => {
                let end = closing_quote(quoted).ok_or("a double quote is not closed")?;
                let (inner, after) = quoted.split_at(end);
                rest = after.strip_prefix('"').unwrap_or(after);
                inner.replace("\"\"", "\"")
            }
            None => {
                let (name, after) = rest.split_at(rest.find(['.', '=', '"']).unwrap_or(rest.len()));
                rest = after;
                name.trim().to_owned()
            }
        };
        if name.is_empty() {
            return Err(FORM.to_owned());
        }
        names.push(name);
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None => return Ok((names, rest)),
        }
    }
}

fn closing_quote(text: &str) -> Option<usize> {
    let mut quotes = text.char_indices().filter(|(_, c)| *c == '"').map(|(at, _)| at).peekable();
    while let Some(at) = quotes.next() {
        if quotes.next_if_eq(&(at + 1)).is_none() {
            return Some(at);
        }
    }
    None
}

impl Rename {
    /// Everything it may mean by its form alone.
    fn readings(&self, default_schema: &str) -> Vec<Reading> {
        let name = |schema: Option<&String>, name: &String| ObjectName {
            schema: schema.filter(|schema| *schema != default_schema).cloned(),
            name: name.clone(),
        };
        let (old, new) = (self.old.as_slice(), self.new.as_slice());
        let whole = match (old, new) {
            ([old], [new]) => Some((name(None, old), name(None, new))),
            ([schema, old], [new]) => Some((name(Some(schema), old), name(Some(schema), new))),
            ([schema, old], [other, new]) => Some((name(Some(schema), old), name(Some(other), new))),
            ([old], [schema, new]) => Some((name(None, old), name(Some(schema), new))),
            _ => None,
        };
        let part = match (old, new) {
            ([of, old], [new]) => Some((name(None, of), old.clone(), new.clone())),
            ([schema, of, old], [new]) => Some((name(Some(schema), of), old.clone(), new.clone())),
            _ => None,
        };
        let is = |kind: Kind| self.kind == Some(kind);
        let column = part.clone().filter(|_| self.kind.is_none() || is(Kind::Column));
        let table = whole.clone().filter(|_| self.kind.is_none() || is(Kind::Table));
        let readings = [
            column.map(|(table, old, new)| Reading::Column { table, old, new }),
            table.map(|(old, new)| Reading::Table { old, new }),
            whole.filter(|_| is(Kind::Type)).map(|(old, new)| Reading::Type { old, new }),
            part.filter(|_| is(Kind::Value)).map(|(of, old, new)| Reading::Value { of, old, new }),
        ];
        readings.into_iter().flatten().collect()
    }
}

/// What `renames` mean between two catalogs; the error says which of them names what is not there.
///
/// One that has been made says nothing; the diff passes over it.
pub(super) fn resolve(
    renames: &[Rename],
    from: &Catalog,
    to: &Catalog,
    default_schema: &str,
) -> Result<Renames, String> {
    let mut resolved = Renames::default();
    // Columns and values are found by the names that tables and types have before and after.
    for is_part in [false, true] {
        for rename in renames {
            let readings = rename.readings(default_schema).into_iter();
            for reading in readings.filter(|reading| reading.is_part() == is_part) {
                match reading.state(from, to, &resolved) {
                    State::Pending => reading.add_to(&mut resolved),
                    // Its columns may be called by the old name still.
                    State::Made if !is_part => reading.add_to(&mut resolved),
                    State::Made | State::Nothing(_) => {}
                }
            }
        }
    }
    for rename in renames {
        rename.check(from, to, &resolved, default_schema)?;
    }
    Ok(resolved)
}

impl Rename {
    fn check(&self, from: &Catalog, to: &Catalog, resolved: &Renames, schema: &str) -> Result<(), String> {
        let (mut found, mut problems) = (0, Vec::new());
        let mut pending = 0;
        for reading in self.readings(schema) {
            match reading.state(from, to, resolved) {
                State::Pending => pending += 1,
                State::Made => found += 1,
                State::Nothing(problem) => problems.push(problem),
            }
        }
        match (pending, found) {
            (0, 0) => Err(format!("--rename {}: {}", self.text, problems.join(", and "))),
            (2.., _) => Err(format!(
                "--rename {} can mean a table or a column: begin it with table: or column:",
                self.text
            )),
            _ => Ok(()),
        }
    }
}

impl Reading {
    fn is_part(&self) -> bool {
        matches!(self, Self::Column { .. } | Self::Value { .. })
    }

    fn add_to(self, renames: &mut Renames) {
        match self {
            Self::Table { old, new } => drop(renames.tables.insert(new, old)),
            Self::Type { old, new } => drop(renames.enums.insert(new, old)),
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

    fn state(&self, from: &Catalog, to: &Catalog, renames: &Renames) -> State {
        match self {
            Self::Table { old, new } => {
                let names = |catalog: &Catalog| catalog.tables.keys().map(ToString::to_string).collect();
                state("table", [&old.to_string(), &new.to_string()], names(from), names(to))
            }
            Self::Type { old, new } => {
                let names = |catalog: &Catalog| catalog.enums.keys().map(ToString::to_string).collect();
                state("enum type", [&old.to_string(), &new.to_string()], names(from), names(to))
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

fn quoted(name: &str) -> String {
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

/// How to say that a drop and an addition are a rename.
pub(super) fn hint(possible: &PossibleRename) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use dbmig_runtime::catalog::{Column, DataType};

    /// A catalog of `schema.table(columns)` and of enum types without parentheses: `t(a,b) s.u(c) mood:x,y`.
    fn catalog(text: &str) -> Catalog {
        let mut catalog = Catalog::default();
        let name = |text: &str| match text.split_once('.') {
            Some((schema, name)) => ObjectName::in_schema(schema, name),
            None => ObjectName::new(text),
        };
        for item in text.split_whitespace() {
            if let Some((of, labels)) = item.split_once(':') {
                let labels = labels.split(',').map(str::to_owned).collect();
                catalog.enums.insert(name(of), EnumType { name: name(of), labels, comment: None });
            } else {
                let (of, columns) = item.trim_end_matches(')').split_once('(').unwrap();
                let mut table = Table::new(name(of));
                table.columns =
                    columns.split(',').map(|column| Column::new(column, DataType::new("text"))).collect();
                catalog.tables.insert(name(of), table);
            }
        }
        catalog
    }

    /// What the renames come to: `new<old`, or the message.
    #[track_caller]
    fn check(renames: &[&str], from: &str, to: &str, expected: &str) {
        let parsed: Vec<Rename> = renames.iter().map(|text| text.parse().unwrap()).collect();
        let found = match resolve(&parsed, &catalog(from), &catalog(to), "app") {
            Err(message) => message,
            Ok(Renames { tables, columns, enums, enum_labels, .. }) => {
                let objects = tables.iter().chain(&enums).map(|(new, old)| format!("{new}<{old}"));
                let parts = columns.iter().chain(&enum_labels);
                let parts = parts.map(|((of, new), old)| format!("{of}.{new}<{old}"));
                objects.chain(parts).collect::<Vec<_>>().join(" ")
            }
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn names_are_read() {
        let read = |text: &str| text.parse::<Rename>().map(|rename| (rename.kind, rename.old, rename.new));
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(read("t.a=b"), Ok((None, names(&["t", "a"]), names(&["b"]))));
        assert_eq!(read(r#""My.T"."a=""b"=c"#), Ok((None, names(&["My.T", "a=\"b"]), names(&["c"]))));
        assert_eq!(read("type:s.a=b"), Ok((Some(Kind::Type), names(&["s", "a"]), names(&["b"]))));
        assert_eq!(read("Öl=Fett"), Ok((None, names(&["Öl"]), names(&["Fett"]))));
        for text in ["", "a", "a=", "=b", "a=b=c", "a..b=c", "\"a=b", "a.b.c.d=e", "type:a.b.c=d", "\"a\"b=c"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_form_means_what_is_there() {
        check(&["t.a=b"], "t(a)", "t(b)", "t.b<a");
        check(&["app.t.a=b"], "t(a)", "t(b)", "t.b<a");
        check(&["s.t=u"], "s.t(a)", "s.u(a)", "s.u<s.t");
        check(&["s.t=r.t"], "s.t(a)", "r.t(a)", "r.t<s.t");
        check(&["app.t=s.t"], "t(a)", "s.t(a)", "s.t<t");
        check(&["t=u", "u.a=b"], "t(a)", "u(b)", "u<t u.b<a");
        check(&["t.a=b", "t=u"], "t(a)", "u(b)", "u<t u.b<a");
        check(&["type:mood=state", "value:mood.x=y"], "mood:x", "state:y", "state<mood state.y<x");
        let ambiguous = "--rename s.t=u can mean a table or a column: begin it with table: or column:";
        check(&["s.t=u"], "s(t) s.t(a)", "s(u) s.u(a)", ambiguous);
        check(&["table:s.t=u"], "s(t) s.t(a)", "s(u) s.u(a)", "s.u<s.t");
    }

    #[test]
    fn one_that_has_been_made_says_nothing() {
        check(&["t.a=b"], "t(b)", "t(b)", "");
        check(&["t=u", "t.a=b"], "u(b)", "u(b)", "u<t");
        check(&["t=u", "t.a=b"], "u(a)", "u(b)", "u<t u.b<a");
    }

    #[test]
    fn one_that_names_nothing_is_told() {
        let cases = [
            ("t=u", "--rename t=u: the first side has no table called t (near it: tt)"),
            ("tt=v", "--rename tt=v: the second side has no table called v (near it: u)"),
            ("type:a=b", "--rename type:a=b: the first side has no enum type called a"),
            (
                "column:tt.nam=x",
                "--rename column:tt.nam=x: the second side has no table called tt (there is: u)",
            ),
        ];
        for (text, message) in cases {
            check(&[text], "tt(name)", "u(name)", message);
        }
        check(
            &["column:t.nam=x"],
            "t(name)",
            "t(x)",
            "--rename column:t.nam=x: the first side has no column of t called nam (near it: name)",
        );
        check(&["t=u"], "t(a)", "t(a) u(a)", "--rename t=u: the table t is on the second side too");
    }
}
