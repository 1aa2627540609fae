//! A part of a catalog: what a person wants to compare.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::{Catalog, Glob, GlobError, ObjectName, Table};

/// Which objects of a catalog are kept. It looks at names and kinds alone, so that an object is kept in one catalog
/// exactly if it is in another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only objects in schemas of these names, if there is one; what lies in no schema is left out then.
    pub schemas: Vec<Glob>,
    /// What is left out.
    pub exclude: Vec<Exclusion>,
}

/// Objects to leave out: `pattern` or `kind:pattern`.
///
/// The pattern is tried on `name` and on `schema.name`. With a schema goes everything in it. Parts of a table are left out
/// only where their kind is named; they are also called `table.name` and `schema.table.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    kind: Option<&'static str>,
    name: Glob,
}

/// Why an exclusion can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExclusionError {
    /// No kind of object is called so.
    UnknownKind(String),
    /// The pattern can't be used.
    Glob(GlobError),
}

impl Filter {
    /// The objects of `catalog`, whose default schema is called `default_schema`, that are kept.
    #[must_use]
    pub fn apply(&self, catalog: Catalog, default_schema: &str) -> Catalog {
        if *self == Self::default() {
            return catalog;
        }
        let sieve = Sieve { filter: self, default_schema };
        let Catalog { namespaces, enums, tables } = catalog;
        Catalog {
            namespaces: namespaces.into_iter().filter(|(name, _)| sieve.keeps_schema(name)).collect(),
            enums: sieve.objects("type", enums),
            tables: sieve
                .objects("table", tables)
                .into_iter()
                .map(|(name, table)| (name, sieve.table(table)))
                .collect(),
        }
    }
}

/// A filter on catalogs of one default schema.
#[derive(Clone, Copy)]
struct Sieve<'a> {
    filter: &'a Filter,
    default_schema: &'a str,
}

impl Sieve<'_> {
    fn keeps_schema(self, name: &str) -> bool {
        let schemas = &self.filter.schemas;
        (schemas.is_empty() || schemas.iter().any(|glob| glob.matches(name)))
            && !self.excluded("schema", false, &[name])
    }

    fn objects<T>(self, kind: &str, objects: BTreeMap<ObjectName, T>) -> BTreeMap<ObjectName, T> {
        objects.into_iter().filter(|(name, _)| self.keeps(kind, name)).collect()
    }

    fn keeps(self, kind: &str, name: &ObjectName) -> bool {
        let schema = name.schema.as_deref().unwrap_or(self.default_schema);
        let full = format!("{schema}.{}", name.name);
        self.keeps_schema(schema) && !self.excluded(kind, false, &[&name.name, &full])
    }

    fn table(self, mut table: Table) -> Table {
        let names_parts = |exclusion: &Exclusion| exclusion.kind.is_some_and(|kind| PARTS.contains(&kind));
        if !self.filter.exclude.iter().any(names_parts) {
            return table;
        }
        let owner = table.name.clone();
        let keeps = |kind: &str, name: &str| self.keeps_part(kind, &owner, name);
        table.columns.retain(|column| keeps("column", &column.name));
        table.primary_key = table.primary_key.filter(|key| keeps("constraint", &key.name));
        table.uniques.retain(|unique| keeps("constraint", &unique.name));
        table.foreign_keys.retain(|key| keeps("constraint", &key.name));
        table.checks.retain(|check| keeps("constraint", &check.name));
        table.indexes.retain(|index| keeps("index", &index.name));
        table
    }

    fn keeps_part(self, kind: &str, owner: &ObjectName, name: &str) -> bool {
        let schema = owner.schema.as_deref().unwrap_or(self.default_schema);
        let (path, full) = (format!("{}.{name}", owner.name), format!("{schema}.{}.{name}", owner.name));
        !self.excluded(kind, true, &[name, &path, &full])
    }

    fn excluded(self, kind: &str, is_part: bool, names: &[&str]) -> bool {
        self.filter.exclude.iter().any(|exclusion| {
            let fits = exclusion.kind.map_or(!is_part, |named| named == kind);
            fits && names.iter().any(|name| exclusion.name.matches(name))
        })
    }
}

/// The kinds of what belongs to a table.
const PARTS: &[&str] = &["column", "constraint", "index", "trigger", "policy", "rule"];

/// The kinds of what stands by itself.
const OBJECTS: &[&str] = &["schema", "table", "type"];

impl Exclusion {
    /// Every kind that can be named.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        OBJECTS.iter().chain(PARTS).copied()
    }
}

impl FromStr for Exclusion {
    type Err = ExclusionError;

    fn from_str(text: &str) -> Result<Self, ExclusionError> {
        let (kind, pattern) = match text.split_once(':') {
            Some((kind, pattern)) => {
                let known = Self::kinds().find(|known| known.replace(' ', "-") == kind.replace(' ', "-"));
                (Some(known.ok_or_else(|| ExclusionError::UnknownKind(kind.to_owned()))?), pattern)
            }
            None => (None, text),
        };
        Ok(Self { kind, name: pattern.parse().map_err(ExclusionError::Glob)? })
    }
}

impl fmt::Display for ExclusionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKind(kind) => {
                let kinds: Vec<String> = Exclusion::kinds().map(|kind| kind.replace(' ', "-")).collect();
                write!(f, "no kind of object is called {kind:?}; name one of {}", kinds.join(", "))
            }
            Self::Glob(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ExclusionError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Column, DataType, EnumType, Index, Namespace};

    fn catalog() -> Catalog {
        let mut catalog = Catalog::default();
        for name in [ObjectName::new("task"), ("audit", "log").into(), ("audit", "task").into()] {
            let mut table = Table::new(name.clone());
            table.columns = ["id", "title"].map(|name| Column::new(name, DataType::new("text"))).into();
            table.indexes = vec![Index::new("task_title")];
            catalog.tables.insert(name, table);
        }
        let mood = EnumType { name: "task_mood".into(), labels: Vec::new(), comment: None };
        catalog.enums.insert(mood.name.clone(), mood);
        catalog.namespaces.insert("audit".to_owned(), Namespace { name: "audit".to_owned(), comment: None });
        catalog
    }

    /// What is left, by name.
    #[track_caller]
    fn check(schemas: &[&str], exclude: &[&str], expected: &str) {
        let filter = Filter {
            schemas: schemas.iter().map(|glob| glob.parse().unwrap()).collect(),
            exclude: exclude.iter().map(|exclusion| exclusion.parse().unwrap()).collect(),
        };
        let kept = filter.apply(catalog(), "app");
        let schemas = kept.namespaces.into_keys();
        let names: Vec<String> =
            schemas.chain(kept.enums.keys().chain(kept.tables.keys()).map(ToString::to_string)).collect();
        assert_eq!(names.join(" "), expected, "{schemas:?} {exclude:?}", schemas = filter.schemas);
    }

    #[test]
    fn schemas_are_chosen() {
        check(&[], &[], "audit task_mood task audit.log audit.task");
        check(&["app"], &[], "task_mood task");
        check(&["au*"], &[], "audit audit.log audit.task");
        check(&["x", "a*"], &[], "audit task_mood task audit.log audit.task");
    }

    #[test]
    fn objects_are_left_out() {
        check(&[], &["task"], "audit task_mood audit.log");
        check(&[], &["app.task*"], "audit audit.log audit.task");
        check(&[], &["type:task*"], "audit task audit.log audit.task");
        check(&[], &["audit.*"], "audit task_mood task");
        check(&[], &["schema:audit"], "task_mood task");
        check(&["app"], &["table:*"], "task_mood");
    }

    #[test]
    fn parts_are_left_out_only_by_their_kind() {
        let parts = |exclusion: &str| {
            let filter = Filter { exclude: vec![exclusion.parse().unwrap()], ..Filter::default() };
            let kept = filter.apply(catalog(), "app");
            kept.tables.values().map(|table| table.columns.len() + table.indexes.len()).collect::<Vec<_>>()
        };
        assert_eq!(parts("title"), [3, 3, 3]);
        assert_eq!(parts("column:title"), [2, 2, 2]);
        assert_eq!(parts("column:task.title"), [2, 3, 2]);
        assert_eq!(parts("column:audit.*.title"), [3, 2, 2]);
        assert_eq!(parts("index:*"), [2, 2, 2]);
    }

    #[test]
    fn kinds_are_known() {
        let error = "tabel:x".parse::<Exclusion>().unwrap_err();
        assert!(error.to_string().contains("no kind of object is called \"tabel\""), "{error}");
        assert_eq!("table:".parse::<Exclusion>(), Err(ExclusionError::Glob(GlobError::Empty)));
    }
}
