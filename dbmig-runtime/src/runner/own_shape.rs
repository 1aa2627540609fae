//! The columns of dbmig's own tables: as they are made, and as they are found.

use std::fmt;

use postgres::types::Type;
use postgres::{Client, Row};

use super::Error;

/// A column of one of dbmig's own tables.
pub(super) struct OwnColumn {
    name: &'static str,
    data_type: &'static str,
    rest: &'static str,
    /// Tables that an earlier version made don't have it.
    is_later: bool,
}

const fn column(name: &'static str, data_type: &'static str, rest: &'static str) -> OwnColumn {
    OwnColumn { name, data_type, rest, is_later: false }
}

const fn later(name: &'static str, data_type: &'static str, rest: &'static str) -> OwnColumn {
    OwnColumn { name, data_type, rest, is_later: true }
}

const VERSION: &[OwnColumn] = &[column("revision", "text", "NOT NULL PRIMARY KEY")];

const HISTORY: &[OwnColumn] = &[
    column("id", "bigint", "GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    column("revision", "text", "NOT NULL"),
    column("direction", "text", "NOT NULL"),
    column("message", "text", "NOT NULL"),
    column("checksum", "text", "NOT NULL"),
    column("started_at", "timestamp with time zone", "NOT NULL"),
    column("duration_ms", "bigint", "NOT NULL"),
    column("applied_by", "text", "NOT NULL DEFAULT SESSION_USER"),
    column("client", "text", ""),
    column("dbmig_version", "text", "NOT NULL"),
    later("result", "text", "NOT NULL DEFAULT 'done'"),
    later("error", "text", ""),
    later("sql", "text", ""),
];

const LEDGER: &[OwnColumn] = &[
    column("revision", "text", "NOT NULL"),
    column("direction", "text", "NOT NULL"),
    column("step", "integer", "NOT NULL"),
    column("statement_hash", "text", "NOT NULL"),
    column("state", "text", "NOT NULL"),
    column("at", "timestamp with time zone", "NOT NULL DEFAULT pg_catalog.clock_timestamp()"),
    later("cursor", "jsonb", ""),
];

/// One of dbmig's own tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnTable {
    Version,
    History,
    Ledger,
}

/// A relation that was found under the name of one of dbmig's own tables, and is that table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    columns: Vec<String>,
}

impl Found {
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }
}

impl OwnTable {
    fn columns(self) -> &'static [OwnColumn] {
        match self {
            Self::Version => VERSION,
            Self::History => HISTORY,
            Self::Ledger => LEDGER,
        }
    }

    /// Makes the table `name`.
    pub(super) fn create(self, name: &str) -> String {
        let definition = |column: &OwnColumn| {
            let OwnColumn { name, data_type, rest, .. } = column;
            if rest.is_empty() { format!("{name} {data_type}") } else { format!("{name} {data_type} {rest}") }
        };
        let mut parts: Vec<String> = self.columns().iter().map(definition).collect();
        if self == Self::Ledger {
            parts.push("PRIMARY KEY (revision, direction, step)".to_owned());
        }
        format!("CREATE TABLE IF NOT EXISTS {name} ({})", parts.join(", "))
    }

    /// Adds what an earlier version's table `name` lacks.
    pub(super) fn add_later(self, name: &str, found: &Found) -> Option<String> {
        let lacking = self.columns().iter().filter(|column| column.is_later && !found.has(column.name));
        let added: Vec<String> = lacking
            .map(|OwnColumn { name, data_type, rest, .. }| {
                format!("ADD COLUMN IF NOT EXISTS {name} {data_type} {rest}").trim_end().to_owned()
            })
            .collect();
        (!added.is_empty()).then(|| format!("ALTER TABLE {name} {}", added.join(", ")))
    }

    /// Fails if the relation `name` is something else.
    fn check(self, name: &str, relation: &Relation) -> Result<Found, Error> {
        let foreign = |reason| Error::ForeignTable { table: name.to_owned(), reason };
        if !matches!(relation.kind.as_str(), "r" | "p") {
            return Err(foreign(Foreign::NoTable));
        }
        for own in self.columns().iter().filter(|column| !column.is_later) {
            match relation.columns.iter().find(|column| column.name == own.name) {
                None => {
                    let columns = relation.columns.iter().map(|column| column.name.clone()).collect();
                    return Err(foreign(Foreign::Lacks { column: own.name.to_owned(), columns }));
                }
                Some(column) if !own.accepts(&column.data_type) => {
                    let (column, data_type) = (column.name.clone(), column.data_type.clone());
                    return Err(foreign(Foreign::Type { column, data_type }));
                }
                Some(_) => {}
            }
        }
        let is_own = |name: &str| self.columns().iter().any(|own| own.name == name);
        if let Some(column) = relation.columns.iter().find(|column| column.insists && !is_own(&column.name)) {
            return Err(foreign(Foreign::Insists { column: column.name.clone() }));
        }
        Ok(Found { columns: relation.columns.iter().map(|column| column.name.clone()).collect() })
    }
}

impl OwnColumn {
    fn accepts(&self, data_type: &str) -> bool {
        data_type == self.data_type || (self.data_type == "text" && data_type == "character varying")
    }
}

/// Why a relation is none of dbmig's own tables.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Foreign {
    /// It is a view, a sequence, a foreign table, …
    NoTable,
    /// A column is missing.
    Lacks {
        /// The column.
        column: String,
        /// What it has.
        columns: Vec<String>,
    },
    /// A column has another type.
    Type {
        /// The column.
        column: String,
        /// Its type.
        data_type: String,
    },
    /// A column that dbmig doesn't know has to be given a value.
    Insists {
        /// The column.
        column: String,
    },
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTable => f.write_str("it is no table"),
            Self::Lacks { column, columns } => {
                write!(f, "it has no column {column} (its columns: {})", columns.join(", "))
            }
            Self::Type { column, data_type } => write!(f, "its column {column} is {data_type}"),
            Self::Insists { column } => {
                write!(f, "its column {column}, which dbmig doesn't know, takes no nulls and has no default")
            }
        }
    }
}

/// What has one of the names.
struct Relation {
    kind: String,
    columns: Vec<RelationColumn>,
}

struct RelationColumn {
    name: String,
    data_type: String,
    /// It takes no nulls and has no default.
    insists: bool,
}

/// Looks for the tables `names`, called `labels` in messages, in `schema`.
pub(super) fn look(
    client: &mut Client,
    schema: &str,
    names: &[String; 3],
    labels: [&str; 3],
) -> Result<[Option<Found>; 3], Error> {
    let rows = client
        .query_typed(LOOK, &[(&schema, Type::TEXT), (&names.to_vec(), Type::TEXT_ARRAY)])
        .map_err(|error| Error::own("look for dbmig's tables", error))?;
    let mut found = [None, None, None];
    let tables = [OwnTable::Version, OwnTable::History, OwnTable::Ledger];
    for (((slot, table), name), label) in found.iter_mut().zip(tables).zip(names).zip(labels) {
        let own = rows.iter().filter(|row| row.get::<_, &str>(0) == name);
        if let Some(relation) = relation(own) {
            *slot = Some(table.check(label, &relation)?);
        }
    }
    Ok(found)
}

fn relation<'a>(rows: impl Iterator<Item = &'a Row>) -> Option<Relation> {
    let mut relation = None;
    for row in rows {
        let relation = relation.get_or_insert_with(|| Relation { kind: row.get(1), columns: Vec::new() });
        let name: Option<String> = row.get(2);
        let column = |name| RelationColumn { name, data_type: row.get(3), insists: row.get(4) };
        relation.columns.extend(name.map(column));
    }
    relation
}

/// One row for each column of each relation with one of the names.
///
/// See [`pg_attribute`](https://www.postgresql.org/docs/current/catalog-pg-attribute.html).
const LOOK: &str = "\
    SELECT c.relname::text, c.relkind::text, a.attname::text, \
        CASE a.atttypid WHEN 'pg_catalog.varchar'::pg_catalog.regtype THEN 'character varying' \
            ELSE pg_catalog.format_type(a.atttypid, NULL) END, \
        coalesce(a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', false) \
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
    WHERE n.nspname = $1 AND c.relname = ANY ($2) ORDER BY c.relname, a.attnum";
