//! Whether a statement outside a transaction took effect, by what the catalog shows.
//!
//! A run can end between such a statement and the ledger row that says so. `IF NOT EXISTS` would hide the index that a
//! failed concurrent build leaves behind, so the catalog is asked.

use postgres::Client;
use postgres::types::Type;

use super::Error;
use crate::catalog::{ObjectName, quote_identifier};
use crate::op::{EnumOperation, IndexOperation, Operation};

/// What must be true once a statement has taken effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Postcondition {
    /// There is this valid index on the table.
    Index { schema: String, table: String, index: String },
    /// There is no such index.
    NoIndex { schema: String, index: String },
    /// The enum type has this label.
    Label { schema: String, name: String, label: String },
    /// Nothing: the statement may run again, and does only what is left.
    Repeatable,
    /// The catalog can't tell.
    Unknown,
}

/// What the catalog shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// The statement has taken effect.
    Done,
    /// It has not.
    NotDone,
    /// A concurrent build was broken off: its index is there and not valid.
    Unfinished,
    /// Nobody can tell.
    Unknown,
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
            Operation::Backfill(_) => Self::Repeatable,
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
            Self::Repeatable => Ok(Effect::NotDone),
            Self::Unknown => Ok(Effect::Unknown),
        }
    }

    /// The statement that takes an unfinished index away, and the index's name for people.
    pub(super) fn clean_up(&self) -> Option<(String, String)> {
        match self {
            Self::Index { schema, index, .. } => {
                let name = format!("{}.{}", quote_identifier(schema), quote_identifier(index));
                Some((format!("DROP INDEX CONCURRENTLY {name}"), name))
            }
            _ => None,
        }
    }
}

const INDEX: &str = "SELECT i.indisvalid AND i.indisready FROM pg_catalog.pg_index i \
                     JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
                     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                     JOIN pg_catalog.pg_class t ON t.oid = i.indrelid \
                     WHERE n.nspname = $1 AND c.relname = $2";

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
