//! Which objects a person means.

use std::fmt;
use std::str::FromStr;

use super::{Glob, GlobError};

/// Objects by name and kind: `pattern` or `kind:pattern`.
///
/// The pattern is tried on `name` and on `schema.name`. A schema stands for everything in it. Columns, constraints, indexes,
/// rules, triggers and policies are left out only where their kind is named; all of them but indexes are called
/// `table.name` and `schema.table.name` too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    kind: Option<&'static str>,
    name: Glob,
    /// What stands before the last dot.
    schema: Option<Glob>,
}

/// Why a pattern can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternError {
    /// No kind of object is called so.
    UnknownKind(String),
    /// The pattern can't be used.
    Glob(GlobError),
}

/// What a pattern is tried on.
pub(super) struct Subject<'a> {
    pub(super) kind: &'static str,
    /// True for what belongs to a table or another object.
    pub(super) is_part: bool,
    /// The schema that it is in; of a schema itself, that one.
    pub(super) schema: Option<&'a str>,
    /// Its name, and longer ones with what it is in.
    pub(super) names: Vec<String>,
}

impl Pattern {
    /// Every kind that can be named.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        KINDS.iter().chain(PARTS).copied()
    }

    /// Every schema of such a name, with what is in it.
    #[must_use]
    pub fn schema(name: Glob) -> Self {
        Self { kind: Some(SCHEMA), name, schema: None }
    }

    /// True if it means parts of tables and other objects.
    pub fn is_about_parts(&self) -> bool {
        self.kind.is_some_and(|kind| PARTS.contains(&kind))
    }

    pub(super) fn excludes(&self, subject: &Subject<'_>) -> bool {
        self.is_its_schema(subject) || self.fits(subject)
    }

    /// The schema that a pattern's objects are in comes with them.
    pub(super) fn includes(&self, subject: &Subject<'_>) -> bool {
        let is_schema = subject.kind == SCHEMA;
        let is_around = || {
            let schema = self.schema.as_ref().zip(subject.schema);
            is_schema && schema.is_some_and(|(glob, schema)| glob.matches(schema))
        };
        self.is_its_schema(subject) || self.fits(subject) || is_around()
    }

    fn fits(&self, subject: &Subject<'_>) -> bool {
        let is_kind = self.kind.map_or(!subject.is_part, |kind| kind == subject.kind);
        is_kind && subject.names.iter().any(|name| self.name.matches(name))
    }

    fn is_its_schema(&self, subject: &Subject<'_>) -> bool {
        self.kind == Some(SCHEMA) && subject.schema.is_some_and(|schema| self.name.matches(schema))
    }
}

const SCHEMA: &str = "schema";

/// The kinds of [`Object`] that can be named.
const KINDS: &[&str] = &[
    SCHEMA,
    "extension",
    "type",
    "domain",
    "collation",
    "sequence",
    "table",
    "foreign table",
    "view",
    "materialized view",
    "function",
    "procedure",
    "aggregate",
    "operator",
    "cast",
    "statistics",
    "text search configuration",
    "text search dictionary",
    "foreign-data wrapper",
    "server",
    "publication",
    "event trigger",
];

/// The kinds of parts that can be named.
const PARTS: &[&str] = &["column", "constraint", "index", "rule", "trigger", "policy"];

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let (kind, pattern) = match text.split_once(':') {
            Some((kind, pattern)) => {
                let known = Self::kinds().find(|known| known.replace(' ', "-") == kind.replace(' ', "-"));
                (Some(known.ok_or_else(|| PatternError::UnknownKind(kind.to_owned()))?), pattern)
            }
            None => (None, text),
        };
        let name = pattern.parse().map_err(PatternError::Glob)?;
        let schema = pattern.rsplit_once('.').and_then(|(schema, _)| schema.parse().ok());
        Ok(Self { kind, name, schema })
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKind(kind) => {
                let kinds: Vec<String> = Pattern::kinds().map(|kind| kind.replace(' ', "-")).collect();
                write!(f, "no kind of object is called {kind:?}; name one of {}", kinds.join(", "))
            }
            Self::Glob(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PatternError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known() {
        let error = "tabel:x".parse::<Pattern>().unwrap_err();
        assert!(error.to_string().contains("no kind of object is called \"tabel\""), "{error}");
        assert_eq!("table:".parse::<Pattern>(), Err(PatternError::Glob(GlobError::Empty)));
        assert!("index:x".parse::<Pattern>().unwrap().is_about_parts());
    }
}
