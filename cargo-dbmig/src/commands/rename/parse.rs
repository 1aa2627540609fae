//! What a person typed, by its form alone.

use std::str::FromStr;

use dbmig_runtime::catalog::ObjectName;

use super::reading::{Reading, Whole};

/// `old=new`, with a path before the old name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Rename {
    pub(super) text: String,
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
    Enum,
    Domain,
    Composite,
    Attribute,
    View,
    Value,
    Sequence,
}

impl FromStr for Rename {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, rest) = match text.split_once(':') {
            Some(("table", rest)) => (Some(Kind::Table), rest),
            Some(("column", rest)) => (Some(Kind::Column), rest),
            Some(("type", rest)) => (Some(Kind::Type), rest),
            Some(("enum", rest)) => (Some(Kind::Enum), rest),
            Some(("domain", rest)) => (Some(Kind::Domain), rest),
            Some(("composite", rest)) => (Some(Kind::Composite), rest),
            Some(("attribute", rest)) => (Some(Kind::Attribute), rest),
            Some(("view", rest)) => (Some(Kind::View), rest),
            Some(("value", rest)) => (Some(Kind::Value), rest),
            Some(("sequence", rest)) => (Some(Kind::Sequence), rest),
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

const FORM: &str = "write table.old=new for a column, old_table=new_table, view:old=new, type:old=new for an enum type, a \
                    domain or a composite type, value:type.old=new for a value of an enum type, attribute:type.old=new for \
                    an attribute of a composite type, or sequence:old=new; double quotes go around a name with a dot or an equals sign in it";

/// The names of a path, and what follows it.
pub(in super::super) fn path(text: &str) -> Result<(Vec<String>, &str), String> {
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
    pub(super) fn readings(&self, default_schema: &str) -> Vec<Reading> {
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
        let kind = match self.kind {
            None | Some(Kind::Table) => Some(Whole::Table),
            Some(Kind::View) => Some(Whole::View),
            Some(Kind::Type) => Some(Whole::Type),
            Some(Kind::Enum) => Some(Whole::Enum),
            Some(Kind::Domain) => Some(Whole::Domain),
            Some(Kind::Composite) => Some(Whole::Composite),
            Some(Kind::Sequence) => Some(Whole::Sequence),
            Some(Kind::Column | Kind::Value | Kind::Attribute) => None,
        };
        let whole = kind.zip(whole).map(|(kind, (old, new))| Reading::Whole { kind, old, new });
        let value = part.clone().filter(|_| is(Kind::Value));
        let attribute = part.filter(|_| is(Kind::Attribute));
        let readings = [
            column.map(|(table, old, new)| Reading::Column { table, old, new }),
            whole,
            value.map(|(of, old, new)| Reading::Value { of, old, new }),
            attribute.map(|(of, old, new)| Reading::Attribute { of, old, new }),
        ];
        readings.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
