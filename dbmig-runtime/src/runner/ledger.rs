//! The ledger: which statements of a revision are done, where the revision can't be one transaction.

use std::collections::BTreeMap;

use postgres::types::Type;
use postgres::{GenericClient, Row};
use sha2::{Digest, Sha256};

use super::own_tables::OwnTables;
use super::{Action, Error};

/// What the ledger says of one revision that is half done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HalfDone {
    pub(super) revision: String,
    pub(super) action: Action,
    /// By statement number, from 0.
    pub(super) rows: BTreeMap<usize, LedgerRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LedgerRow {
    pub(super) hash: String,
    /// False: started, and nobody wrote down how it ended.
    pub(super) done: bool,
    /// How far its batches came, where it has some.
    pub(super) cursor: Option<String>,
}

impl HalfDone {
    /// How many statements are done.
    pub(super) fn done(&self) -> usize {
        self.rows.values().filter(|row| row.done).count()
    }

    /// How far the batches of the statement came that was begun.
    pub(super) fn cursor(&self) -> Option<&str> {
        self.rows.values().find(|row| !row.done).and_then(|row| row.cursor.as_deref())
    }
}

/// Everything in the ledger.
pub(super) fn read(client: &mut impl GenericClient, tables: &OwnTables) -> Result<Vec<HalfDone>, Error> {
    let sql = format!(
        // A ledger of an earlier version has no cursor yet.
        "SELECT revision, direction, step, statement_hash, state = 'done', pg_catalog.to_jsonb(entry) #>> '{{cursor}}' \
         FROM {} entry ORDER BY revision, direction, step",
        tables.ledger
    );
    let rows = client.query_typed(&sql, &[]).map_err(|error| Error::own("read the ledger", error))?;
    let mut found: Vec<HalfDone> = Vec::new();
    for row in &rows {
        let (revision, action, step, entry) =
            decode(row).map_err(|error| Error::own("read the ledger", error))?;
        match found.last_mut().filter(|half| half.revision == revision && half.action == action) {
            Some(half) => {
                half.rows.insert(step, entry);
            }
            None => found.push(HalfDone { revision, action, rows: BTreeMap::from([(step, entry)]) }),
        }
    }
    Ok(found)
}

fn decode(row: &Row) -> Result<(String, Action, usize, LedgerRow), postgres::Error> {
    let step = usize::try_from(row.try_get::<_, i32>(2)?).unwrap_or_default();
    let entry = LedgerRow { hash: row.try_get(3)?, done: row.try_get(4)?, cursor: row.try_get(5)? };
    Ok((row.try_get(0)?, Action::from_column(row.try_get(1)?), step, entry))
}

/// Writes rows for the statements of `hashes`, the first of which has the number `first`, while the condition `held` is true: the
/// lock is ours. False if it is not, or one of them is recorded as done already: then another run is at work or has done
/// it, and what this one did since must be rolled back.
pub(super) fn write(
    client: &mut impl GenericClient,
    tables: &OwnTables,
    (revision, action): (&str, Action),
    (first, hashes): (usize, &[String]),
    done: bool,
    held: &str,
) -> Result<bool, postgres::Error> {
    let sql = format!(
        "INSERT INTO {} AS present (revision, direction, step, statement_hash, state) \
         SELECT $1, $2, $3 + n - 1, hash, $5 \
         FROM pg_catalog.unnest($4) WITH ORDINALITY AS given (hash, n) WHERE {held} \
         ON CONFLICT (revision, direction, step) DO UPDATE \
         SET statement_hash = excluded.statement_hash, state = excluded.state, at = pg_catalog.clock_timestamp() \
         WHERE present.state = 'started'",
        tables.ledger
    );
    let (first, state) = (i64::try_from(first).unwrap_or(i64::MAX), if done { "done" } else { "started" });
    let hashes = hashes.to_vec();
    client
        .execute_typed(
            &sql,
            &[
                (&revision, Type::TEXT),
                (&action.as_str(), Type::TEXT),
                (&first, Type::INT8),
                (&hashes, Type::TEXT_ARRAY),
                (&state, Type::TEXT),
            ],
        )
        .map(|written| usize::try_from(written) == Ok(hashes.len()))
}

/// Writes down that a statement that was started is done. False if nothing is known of it any more: another run has ended
/// the revision.
pub(super) fn finish(
    client: &mut impl GenericClient,
    tables: &OwnTables,
    (revision, action): (&str, Action),
    step: usize,
) -> Result<bool, postgres::Error> {
    let sql = format!(
        "UPDATE {} SET state = 'done', at = pg_catalog.clock_timestamp() \
         WHERE revision = $1 AND direction = $2 AND step = $3 AND state = 'started'",
        tables.ledger
    );
    let step = i32::try_from(step).unwrap_or(i32::MAX);
    client
        .execute_typed(&sql, &[(&revision, Type::TEXT), (&action.as_str(), Type::TEXT), (&step, Type::INT4)])
        .map(|written| written == 1)
}

/// Forgets one statement: it was started and is known not to have taken effect.
pub(super) fn forget(
    client: &mut impl GenericClient,
    tables: &OwnTables,
    key: (&str, Action),
    step: usize,
) -> Result<(), postgres::Error> {
    forget_while(client, tables, key, step, "true").map(|_| ())
}

/// [`forget`] while the condition `held` is true: the lock is ours. False if it is not, or the statement is recorded as done: then
/// the row is another run's.
pub(super) fn forget_while(
    client: &mut impl GenericClient,
    tables: &OwnTables,
    (revision, action): (&str, Action),
    step: usize,
    held: &str,
) -> Result<bool, postgres::Error> {
    let sql = format!(
        "DELETE FROM {} WHERE revision = $1 AND direction = $2 AND step = $3 AND state = 'started' AND {held}",
        tables.ledger
    );
    let step = i32::try_from(step).unwrap_or(i32::MAX);
    client
        .execute_typed(&sql, &[(&revision, Type::TEXT), (&action.as_str(), Type::TEXT), (&step, Type::INT4)])
        .map(|deleted| deleted == 1)
}

/// Forgets all statements of a revision.
pub(super) fn forget_all(
    client: &mut impl GenericClient,
    tables: &OwnTables,
    (revision, action): (&str, Action),
) -> Result<(), postgres::Error> {
    let sql = format!("DELETE FROM {} WHERE revision = $1 AND direction = $2", tables.ledger);
    client.query_typed(&sql, &[(&revision, Type::TEXT), (&action.as_str(), Type::TEXT)]).map(|_| ())
}

/// The hash by which a statement is known again: SHA-256 in lower-case hex.
pub(super) fn hash(sql: &str) -> String {
    Sha256::digest(sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
