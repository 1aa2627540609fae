//! The record of a finished step: version rows, history and ledger change together or not at all.

use std::time::Duration;

use postgres::error::SqlState;
use postgres::types::Type;

use super::own_tables::OwnTables;
use super::session::Session;
use super::{Action, Script};
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
        true => format!(", cleared AS (DELETE FROM {ledger} WHERE revision = $3)"),
        false => String::new(),
    };
    let sql = format!(
        "WITH gone AS (DELETE FROM {version} WHERE revision = ANY ($1) RETURNING 1), \
         come AS (INSERT INTO {version} (revision) SELECT pg_catalog.unnest($2) RETURNING 1), \
         noted AS (INSERT INTO {history} \
         (revision, direction, message, checksum, started_at, duration_ms, client, dbmig_version) \
         VALUES ($3, $4, $5, $6, pg_catalog.clock_timestamp() - $7 * interval '1 millisecond', $7, $8, $9)){clear} \
         SELECT (SELECT pg_catalog.count(*) FROM gone), (SELECT pg_catalog.count(*) FROM come)"
    );
    let duration = milliseconds(note.duration);
    let (message, person) = (session.storable(note.message), note.client.map(|text| session.storable(text)));
    let moved = session.client.query_typed(
        &sql,
        &[
            (&rows.delete, Type::TEXT_ARRAY),
            (&rows.insert, Type::TEXT_ARRAY),
            (&note.revision, Type::TEXT),
            (&note.action.as_str(), Type::TEXT),
            (&message, Type::TEXT),
            (&note.checksum, Type::TEXT),
            (&duration, Type::INT8),
            (&person, Type::TEXT),
            (&env!("CARGO_PKG_VERSION"), Type::TEXT),
        ],
    );
    match moved {
        Ok(found) => Ok(found.first().is_some_and(|row| {
            let counts: (i64, i64) = (row.get(0), row.get(1));
            counts == (count(&rows.delete), count(&rows.insert))
        })),
        // Somebody else inserted a row that we were going to insert.
        Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Writes a note and nothing else.
pub(super) fn note(
    session: &mut Session,
    tables: &OwnTables,
    note: &Note<'_>,
) -> Result<(), postgres::Error> {
    step(session, tables, &RowChange::default(), note, false).map(|_| ())
}

fn count(ids: &[String]) -> i64 {
    i64::try_from(ids.len()).unwrap_or(i64::MAX)
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
