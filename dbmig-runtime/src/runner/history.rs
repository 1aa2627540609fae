//! The history table: what ran, when, how long, by whom, with which checksum.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use postgres::{Client, Row};
use serde::Serialize;

use super::own_tables::OwnTables;
use super::{Action, Error, time};

/// One row of the history table.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryEntry {
    /// The order of the rows.
    pub id: i64,
    /// The revision.
    pub revision: String,
    /// What was done.
    pub action: Action,
    /// The revision's message at that time.
    pub message: String,
    /// The checksum of its module at that time.
    pub checksum: String,
    /// When it started, by the server's clock.
    #[serde(rename = "started_at", serialize_with = "time::as_utc")]
    pub started_at: SystemTime,
    /// How long it took.
    #[serde(rename = "duration_ms", serialize_with = "time::as_milliseconds")]
    pub duration: Duration,
    /// The role that did it.
    pub applied_by: String,
    /// The person and machine, where the caller told.
    pub client: Option<String>,
    /// The version of dbmig.
    pub dbmig_version: String,
}

/// Every row, oldest first.
pub(super) fn entries(client: &mut Client, tables: &OwnTables) -> Result<Vec<HistoryEntry>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM {} ORDER BY id", tables.history);
    read(client, &sql)
}

/// The newest row of each revision.
pub(super) fn latest(
    client: &mut Client,
    tables: &OwnTables,
) -> Result<BTreeMap<String, HistoryEntry>, Error> {
    let sql =
        format!("SELECT DISTINCT ON (revision) {COLUMNS} FROM {} ORDER BY revision, id DESC", tables.history);
    Ok(read(client, &sql)?.into_iter().map(|entry| (entry.revision.clone(), entry)).collect())
}

const COLUMNS: &str = "id, revision, direction, message, checksum, started_at, duration_ms, applied_by, client, \
                       dbmig_version";

fn read(client: &mut Client, sql: &str) -> Result<Vec<HistoryEntry>, Error> {
    let rows = client.query_typed(sql, &[]).map_err(|error| Error::own("read the history table", error))?;
    rows.iter().map(|row| decode(row).map_err(|error| Error::own("read the history table", error))).collect()
}

fn decode(row: &Row) -> Result<HistoryEntry, postgres::Error> {
    let milliseconds: i64 = row.try_get(6)?;
    Ok(HistoryEntry {
        id: row.try_get(0)?,
        revision: row.try_get(1)?,
        action: Action::from_column(row.try_get(2)?),
        message: row.try_get(3)?,
        checksum: row.try_get(4)?,
        started_at: row.try_get(5)?,
        duration: Duration::from_millis(milliseconds.try_into().unwrap_or_default()),
        applied_by: row.try_get(7)?,
        client: row.try_get(8)?,
        dbmig_version: row.try_get(9)?,
    })
}
