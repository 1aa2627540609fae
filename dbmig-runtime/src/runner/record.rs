//! The record of a finished step: version rows, history and ledger change together or not at all.

use std::time::Duration;

use postgres::error::SqlState;
use postgres::types::{ToSql, Type};

use super::own_tables::OwnTables;
use super::session::Session;
use super::{Action, Outcome, Script};
use crate::revision::RowChange;

/// What is written into the history table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note<'a> {
    pub(super) revision: &'a str,
    pub(super) action: Action,
    pub(super) message: &'a str,
    pub(super) checksum: &'a str,
    pub(super) duration: Duration,
    pub(super) client: Option<&'a str>,
    /// What ran, or was to run.
    pub(super) sql: Option<&'a str>,
    /// Why it failed, where it did.
    pub(super) error: Option<&'a str>,
}

impl<'a> Note<'a> {
    /// The note of something that took no time.
    pub(super) fn of(script: &'a Script, action: Action, client: Option<&'a str>) -> Self {
        Self {
            revision: script.revision.id,
            action,
            message: script.message,
            checksum: script.checksum,
            duration: Duration::ZERO,
            client,
            sql: None,
            error: None,
        }
    }
}

/// Moves the version rows by compare-and-set, writes `note`, and clears the revision's ledger rows where it has any.
/// False if the rows were not what they were when the step was planned; the transaction must then be rolled back.
pub(super) fn step(
    session: &mut Session,
    tables: &OwnTables,
    rows: &RowChange,
    note: &Note<'_>,
    clear_ledger: bool,
) -> Result<bool, postgres::Error> {
    let OwnTables { version, history, ledger, .. } = tables;
    let clear = match clear_ledger {
        true => format!(", cleared AS (DELETE FROM {ledger} WHERE revision = $1)"),
        false => String::new(),
    };
    let sql = format!(
        "WITH noted AS ({}), \
         gone AS (DELETE FROM {version} WHERE revision = ANY ($11) RETURNING 1), \
         come AS (INSERT INTO {version} (revision) SELECT pg_catalog.unnest($12) RETURNING 1){clear} \
         SELECT (SELECT pg_catalog.count(*) FROM gone), (SELECT pg_catalog.count(*) FROM come)",
        insert(history)
    );
    let row = Row::new(session, note);
    let mut parameters = row.parameters();
    parameters
        .extend([(&rows.delete as &(dyn ToSql + Sync), Type::TEXT_ARRAY), (&rows.insert, Type::TEXT_ARRAY)]);
    let moved = session.client.query_typed(&sql, &parameters);
    match moved {
        Ok(found) => Ok(found.first().is_some_and(|row| {
            let counts: (i64, i64) = (row.get(0), row.get(1));
            counts == (count(&rows.delete), count(&rows.insert))
        })),
        // Somebody else inserted a row that we were going to insert.
        Err(error) if is_of_version_row(&error, tables) => Ok(false),
        Err(error) => Err(error),
    }
}

/// True if a version row is there already; the history has a key, too.
fn is_of_version_row(error: &postgres::Error, tables: &OwnTables) -> bool {
    let unique = error.as_db_error().filter(|error| *error.code() == SqlState::UNIQUE_VIOLATION);
    unique.is_some_and(|error| {
        error.table() == Some(tables.version_name()) && error.schema() == Some(tables.schema())
    })
}

/// Writes a note and nothing else: whoever has locked the version rows is not waited for.
pub(super) fn note(
    session: &mut Session,
    tables: &OwnTables,
    note: &Note<'_>,
) -> Result<(), postgres::Error> {
    let row = Row::new(session, note);
    session.client.execute_typed(&insert(&tables.history), &row.parameters()).map(|_| ())
}

fn insert(history: &str) -> String {
    format!(
        "INSERT INTO {history} \
         (revision, direction, message, checksum, started_at, duration_ms, client, dbmig_version, sql, result, error) \
         VALUES ($1, $2, $3, $4, pg_catalog.clock_timestamp() - $5 * interval '1 millisecond', $5, $6, $7, $8, $9, $10)"
    )
}

/// A note as the database can keep it.
struct Row<'a> {
    revision: &'a str,
    direction: &'static str,
    message: String,
    checksum: &'a str,
    duration: i64,
    client: Option<String>,
    sql: Option<String>,
    result: &'static str,
    error: Option<String>,
}

impl<'a> Row<'a> {
    fn new(session: &Session, note: &Note<'a>) -> Self {
        let storable = |text: Option<&str>| text.map(|text| session.storable(text));
        let result = if note.error.is_some() { Outcome::Failed } else { Outcome::Done };
        Self {
            revision: note.revision,
            direction: note.action.as_str(),
            message: session.storable(note.message),
            checksum: note.checksum,
            duration: i64::try_from(note.duration.as_millis()).unwrap_or(i64::MAX),
            client: storable(note.client),
            sql: storable(note.sql),
            result: result.as_str(),
            error: storable(note.error),
        }
    }

    /// `$1` to `$10` of [`insert`].
    fn parameters(&self) -> Vec<(&(dyn ToSql + Sync), Type)> {
        vec![
            (&self.revision, Type::TEXT),
            (&self.direction, Type::TEXT),
            (&self.message, Type::TEXT),
            (&self.checksum, Type::TEXT),
            (&self.duration, Type::INT8),
            (&self.client, Type::TEXT),
            (&env!("CARGO_PKG_VERSION"), Type::TEXT),
            (&self.sql, Type::TEXT),
            (&self.result, Type::TEXT),
            (&self.error, Type::TEXT),
        ]
    }
}

fn count(ids: &[String]) -> i64 {
    i64::try_from(ids.len()).unwrap_or(i64::MAX)
}
