//! Whether a statement outside a transaction took effect, by what the catalog shows.
//!
//! A run can end between such a statement and the ledger row that says so. `IF NOT EXISTS` would hide the index that a
//! failed concurrent build leaves behind, so the catalog is asked.

use postgres::Client;
use postgres::types::Type;

use super::{Error, recognized};
use crate::catalog::{ObjectName, quote_identifier};
use crate::op::{EnumOperation, Execute, IndexOperation, Operation};

/// What must be true once a statement has taken effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Postcondition {
    /// There is this valid index on the table.
    Index { schema: String, table: String, index: String },
    /// There is no such index.
    NoIndex { schema: String, index: String },
    /// The enum type has this label.
    Label { schema: String, name: String, label: String },
    /// The table is no partition of the other one.
    Detached { parent: TableName, partition: TableName },
    /// These indexes were built anew, and nothing is left of builds that were broken off.
    Reindexed(Reindex),
    /// Nothing: the statement may run again, and does only what is left.
    Repeatable,
    /// The catalog can't tell.
    Unknown,
}

/// A name and its schema, without quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableName {
    pub(super) schema: String,
    pub(super) name: String,
}

/// What `REINDEX` is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reindex {
    Index(TableName),
    Table(TableName),
    Schema(String),
    Database,
}

/// What the catalog shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// The statement has taken effect.
    Done,
    /// It has not.
    NotDone,
    /// It was broken off, and something of it is there: [`Postcondition::leftovers`].
    Unfinished,
    /// Nobody can tell.
    Unknown,
}

/// What a broken-off statement left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leftover {
    /// An index that is not valid, and that nobody builds any more.
    Index { name: String, sql: String },
    /// A partition that is half detached; the statement ends that, and then all is done.
    Partition { name: String, sql: String },
}

impl TableName {
    /// Quoted and qualified.
    pub(super) fn quoted(&self) -> String {
        format!("{}.{}", quote_identifier(&self.schema), quote_identifier(&self.name))
    }
}

impl Postcondition {
    /// The postcondition of an operation's statement outside a transaction.
    pub(super) fn of(operation: &Operation, default_schema: &str) -> Self {
        let schema = |name: &ObjectName| name.schema.as_deref().unwrap_or(default_schema).to_owned();
        match operation {
            Operation::Index(IndexOperation::Create(create)) => Self::Index {
                schema: schema(&create.table),
                table: create.table.name.clone(),
                index: create.index.name.clone(),
            },
            Operation::Index(IndexOperation::Drop(drop)) => {
                Self::NoIndex { schema: schema(&drop.name), index: drop.name.name.clone() }
            }
            Operation::Enum(EnumOperation::AddValue { name, value }) => {
                Self::Label { schema: schema(name), name: name.name.clone(), label: value.label.clone() }
            }
            Operation::Execute(Execute { sql, .. }) => recognized::postcondition(sql, default_schema),
            _ => Self::Unknown,
        }
    }

    /// Looks into the catalog.
    pub(super) fn look(&self, client: &mut Client) -> Result<Effect, Error> {
        match self {
            Self::Index { schema, table, index } => {
                let sql = format!("{INDEX} AND t.relname = $3");
                let row = client
                    .query_typed_opt(&sql, &[(schema, Type::TEXT), (index, Type::TEXT), (table, Type::TEXT)])
                    .map_err(|error| Error::own("look for an index", error))?;
                Ok(match row.map(|row| row.get(0)) {
                    None => Effect::NotDone,
                    Some(true) => Effect::Done,
                    Some(false) => Effect::Unfinished,
                })
            }
            Self::NoIndex { schema, index } => {
                let rows = client
                    .query_typed(INDEX, &[(schema, Type::TEXT), (index, Type::TEXT)])
                    .map_err(|error| Error::own("look for an index", error))?;
                Ok(if rows.is_empty() { Effect::Done } else { Effect::NotDone })
            }
            Self::Label { schema, name, label } => {
                let sql = "SELECT FROM pg_catalog.pg_enum e \
                           JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid \
                           JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
                           WHERE n.nspname = $1 AND t.typname = $2 AND e.enumlabel = $3";
                let rows = client
                    .query_typed(sql, &[(schema, Type::TEXT), (name, Type::TEXT), (label, Type::TEXT)])
                    .map_err(|error| Error::own("look for an enum label", error))?;
                Ok(if rows.is_empty() { Effect::NotDone } else { Effect::Done })
            }
            Self::Detached { parent, partition } => {
                let sql = "SELECT inhdetachpending FROM pg_catalog.pg_inherits \
                           WHERE inhparent = pg_catalog.to_regclass($1) AND inhrelid = pg_catalog.to_regclass($2)";
                let row = client
                    .query_typed_opt(
                        sql,
                        &[(&parent.quoted(), Type::TEXT), (&partition.quoted(), Type::TEXT)],
                    )
                    .map_err(|error| Error::own("look for a partition", error))?;
                Ok(match row.map(|row| row.get(0)) {
                    None => Effect::Done,
                    Some(true) => Effect::Unfinished,
                    Some(false) => Effect::NotDone,
                })
            }
            Self::Reindexed(what) => {
                let left = what.leftovers(client)?;
                Ok(if left.is_empty() { Effect::NotDone } else { Effect::Unfinished })
            }
            Self::Repeatable => Ok(Effect::NotDone),
            Self::Unknown => Ok(Effect::Unknown),
        }
    }

    /// What a broken-off statement left, where [`Postcondition::look`] said that it is unfinished.
    pub(super) fn leftovers(&self, client: &mut Client) -> Result<Vec<Leftover>, Error> {
        match self {
            Self::Index { schema, index, .. } => {
                let index = TableName { schema: schema.clone(), name: index.clone() };
                Ok(vec![Leftover::index(&index)])
            }
            Self::Detached { parent, partition } => {
                let (parent, name) = (parent.quoted(), partition.quoted());
                let sql = format!("ALTER TABLE {parent} DETACH PARTITION {name} FINALIZE");
                Ok(vec![Leftover::Partition { name, sql }])
            }
            Self::Reindexed(what) => what.leftovers(client),
            _ => Ok(Vec::new()),
        }
    }

    /// The tables whose indexes somebody else may be building right now.
    pub(super) fn builder(&self, client: &mut Client) -> Result<Option<i32>, Error> {
        let (kind, name) = match self {
            Self::Index { schema, table, .. } => {
                let table = TableName { schema: schema.clone(), name: table.clone() };
                ("table", table.quoted())
            }
            Self::Reindexed(what) => what.scope(),
            _ => return Ok(None),
        };
        let sql = format!(
            "{TABLES} SELECT pid FROM pg_catalog.pg_stat_progress_create_index \
             WHERE pid <> pg_catalog.pg_backend_pid() AND datname = pg_catalog.current_database() \
             AND relid IN (SELECT oid FROM tables) LIMIT 1"
        );
        let row = client
            .query_typed_opt(&sql, &[(&kind, Type::TEXT), (&name, Type::TEXT)])
            .map_err(|error| Error::own("look for index builds", error))?;
        Ok(row.map(|row| row.get(0)))
    }
}

impl Reindex {
    /// What it is about, for [`TABLES`].
    fn scope(&self) -> (&'static str, String) {
        match self {
            Self::Index(name) => ("index", name.quoted()),
            Self::Table(name) => ("table", name.quoted()),
            Self::Schema(name) => ("schema", name.clone()),
            Self::Database => ("database", String::new()),
        }
    }

    /// The indexes that a broken-off `REINDEX CONCURRENTLY` leaves: the new one that is not finished, or the old one that is not
    /// dropped yet.
    ///
    /// See [rebuilding indexes concurrently](https://www.postgresql.org/docs/current/sql-reindex.html).
    fn leftovers(&self, client: &mut Client) -> Result<Vec<Leftover>, Error> {
        let (kind, name) = self.scope();
        let sql = format!(
            "{TABLES} SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_index i \
             JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relname ~ '_cc(new|old)[0-9]*$' \
             AND i.indrelid IN (SELECT oid FROM tables) ORDER BY 1, 2"
        );
        let rows = client
            .query_typed(&sql, &[(&kind, Type::TEXT), (&name, Type::TEXT)])
            .map_err(|error| Error::own("look for indexes", error))?;
        let name = |row: &postgres::Row| TableName { schema: row.get(0), name: row.get(1) };
        Ok(rows.iter().map(|row| Leftover::index(&name(row))).collect())
    }
}

impl Leftover {
    fn index(index: &TableName) -> Self {
        let name = index.quoted();
        Self::Index { sql: format!("DROP INDEX CONCURRENTLY {name}"), name }
    }
}

const INDEX: &str = "SELECT i.indisvalid AND i.indisready FROM pg_catalog.pg_index i \
                     JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
                     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                     JOIN pg_catalog.pg_class t ON t.oid = i.indrelid \
                     WHERE n.nspname = $1 AND c.relname = $2";

/// The tables of an `index`, a `table`, a `schema` or the `database` (`$1`) of the name `$2`, with their partitions and what
/// is stored out of line.
const TABLES: &str = "\
WITH RECURSIVE family (oid) AS (
    SELECT indrelid FROM pg_catalog.pg_index
    WHERE indexrelid = CASE $1 WHEN 'index' THEN pg_catalog.to_regclass($2) END
    UNION SELECT CASE $1 WHEN 'table' THEN pg_catalog.to_regclass($2) END::oid
    UNION SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND ($1 = 'database' OR $1 = 'schema' AND n.nspname = $2)
    UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN family ON inhparent = family.oid
), tables (oid) AS (
    SELECT oid FROM family
    UNION ALL SELECT reltoastrelid FROM pg_catalog.pg_class JOIN family USING (oid) WHERE reltoastrelid <> 0
)";

/// The backend in which a killed run's statement goes on, if there is one.
pub(super) fn orphan(client: &mut Client, sql: &str) -> Result<Option<i32>, Error> {
    // The server keeps only the first kilobyte of a query's text.
    let start: String = sql.chars().take(200).collect();
    let query = "SELECT pid FROM pg_catalog.pg_stat_activity \
                 WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid() \
                 AND state <> 'idle' AND pg_catalog.starts_with(query, $1) LIMIT 1";
    let row = client
        .query_typed_opt(query, &[(&start, Type::TEXT)])
        .map_err(|error| Error::own("look for statements of an earlier run", error))?;
    Ok(row.map(|row| row.get(0)))
}
