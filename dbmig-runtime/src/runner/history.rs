//! The history table: what ran, when, how long, by whom, with which checksum.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use postgres::types::Type;
use postgres::{Client, Row};
use serde::Serialize;

use super::own_shape::Found;
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
    /// How it ended.
    pub result: Outcome,
    /// Why it failed: PostgreSQL's SQLSTATE and message, or ours.
    pub error: Option<String>,
    /// What was to be run, without passwords; none for a stamp, or what a script or an earlier version recorded.
    pub sql: Option<String>,
}

/// How something that the history tells of ended: its `result` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// It was done and recorded.
    Done,
    /// It failed. What was committed before it failed is in the ledger.
    Failed,
    /// Something that this version of dbmig doesn't know.
    Other,
}

impl Outcome {
    /// The name, as in the history table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Other => "other",
        }
    }

    fn from_column(text: &str) -> Self {
        [Self::Done, Self::Failed].into_iter().find(|outcome| outcome.as_str() == text).unwrap_or(Self::Other)
    }
}

/// Which rows of the history table are wanted; by default all, without their SQL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Only so many, the newest.
    pub last: Option<u32>,
    /// Only those of revisions whose id begins so.
    pub revision: Option<String>,
    /// Only what failed.
    pub failed: bool,
    /// With the SQL, which may be long.
    pub with_sql: bool,
}

/// The rows that `filter` lets through, oldest first.
pub(super) fn entries(
    client: &mut Client,
    tables: &OwnTables,
    found: &Found,
    filter: &LogFilter,
) -> Result<Vec<HistoryEntry>, Error> {
    let later = match (found.has("sql"), filter.with_sql) {
        (true, true) => "result, error, sql",
        (true, false) => "result, error, NULL::text",
        (false, _) => BEFORE,
    };
    let failed = if filter.failed { "AND result = 'failed'" } else { "" };
    let sql = format!(
        "WITH entry ({COLUMNS}, result, error, sql) AS (SELECT {COLUMNS}, {later} FROM {}), \
         newest AS (SELECT * FROM entry WHERE pg_catalog.starts_with(revision, $1) {failed} ORDER BY id DESC LIMIT $2) \
         SELECT * FROM newest ORDER BY id",
        tables.history
    );
    let prefix = filter.revision.as_deref().unwrap_or_default();
    let limit = filter.last.map(i64::from);
    let rows = client
        .query_typed(&sql, &[(&prefix, Type::TEXT), (&limit, Type::INT8)])
        .map_err(|error| Error::own("read the history table", error))?;
    decoded(&rows)
}

/// The newest row of each revision that tells of something that was done, without its SQL, which may be long; and the
/// revisions that were ever recorded without being run.
pub(super) fn latest(
    client: &mut Client,
    tables: &OwnTables,
    found: &Found,
) -> Result<(BTreeMap<String, HistoryEntry>, BTreeSet<String>), Error> {
    let is_done = if found.has("result") { "WHERE result = 'done'" } else { "" };
    let sql = format!(
        "SELECT DISTINCT ON (revision) {COLUMNS}, {BEFORE}, \
         pg_catalog.bool_or(direction = 'stamp') OVER (PARTITION BY revision) \
         FROM {} {is_done} ORDER BY revision, id DESC",
        tables.history
    );
    let wrong = |error| Error::own("read the history table", error);
    let rows = client.query_typed(&sql, &[]).map_err(wrong)?;
    let (mut latest, mut stamped) = (BTreeMap::new(), BTreeSet::new());
    for row in &rows {
        let entry = decode(row).map_err(wrong)?;
        if row.try_get(13).map_err(wrong)? {
            stamped.insert(entry.revision.clone());
        }
        latest.insert(entry.revision.clone(), entry);
    }
    Ok((latest, stamped))
}

const COLUMNS: &str = "id, revision, direction, message, checksum, started_at, duration_ms, applied_by, client, \
                       dbmig_version";
/// What rows of an earlier version say.
const BEFORE: &str = "'done'::text, NULL::text, NULL::text";

fn decoded(rows: &[Row]) -> Result<Vec<HistoryEntry>, Error> {
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
        result: Outcome::from_column(row.try_get(10)?),
        error: row.try_get(11)?,
        sql: row.try_get(12)?,
    })
}
