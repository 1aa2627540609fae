//! What another session sees of the one that works: whether it waits, and for whom.

use std::time::Duration;

use postgres::types::Type;
use postgres::{Client, Row};

use super::server_progress::PROGRESS;
use super::{Blocker, ServerProgress};
use crate::catalog::masked;

/// What was seen of a session that runs a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Look {
    /// What the server shows of its progress.
    pub(super) progress: Option<ServerProgress>,
    /// For how long it has waited for a lock; `None` if it works.
    pub(super) waited: Option<Duration>,
    /// Those it waits for, in the end.
    pub(super) blockers: Vec<Blocker>,
}

/// What to look at beside whether a session waits, and for whom.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    /// The queries of those in its way.
    pub(super) queries: bool,
    /// Its progress.
    pub(super) progress: bool,
}

/// Looks at the session `pid`.
pub(super) fn look(client: &mut Client, pid: i32, wanted: Wanted) -> Result<Look, postgres::Error> {
    let mut look = Look::default();
    let progress = if wanted.progress { PROGRESS } else { NO_PROGRESS };
    let sql = format!(
        "SELECT coalesce(wait_event_type = 'Lock', false), progress.* \
         FROM pg_catalog.pg_stat_activity LEFT JOIN ({progress}) progress USING (pid) WHERE pid = $1"
    );
    let Some(row) = client.query_typed_opt(&sql, &[(&pid, Type::INT4)])? else { return Ok(look) };
    // After whether it waits, and its process id.
    look.progress = if wanted.progress { ServerProgress::of(&row, 2) } else { None };
    if row.get(0) {
        // Who blocks whom is asked of the lock manager itself, and so only where somebody does.
        let rows = client.query_typed(BLOCKERS, &[(&pid, Type::INT4), (&wanted.queries, Type::BOOL)])?;
        look.waited = Some(rows.first().and_then(|row| duration(row, 8)).unwrap_or_default());
        look.blockers = rows.iter().map(blocker).collect();
        let locker = look.progress.iter_mut().filter_map(|progress| progress.locker.as_mut());
        for locker in locker {
            if let Some(known) = look.blockers.iter().find(|blocker| blocker.is(locker)) {
                locker.clone_from(known);
            }
        }
    }
    Ok(look)
}

fn blocker(row: &Row) -> Blocker {
    // In an SQL_ASCII database a name may be no UTF-8.
    let text = |index: usize| row.try_get::<_, Option<String>>(index).unwrap_or_default();
    Blocker {
        pid: row.get(0),
        prepared: text(1),
        application: text(2).unwrap_or_default(),
        user: text(3),
        client: text(4),
        state: text(5).filter(|state| !state.is_empty()),
        backend: text(6),
        transaction_age: duration(row, 7),
        query: text(9).filter(|query| !query.is_empty() && query != NOT_FOR_YOU).map(|query| masked(&query)),
    }
}

fn duration(row: &Row, index: usize) -> Option<Duration> {
    let milliseconds: Option<i64> = row.get(index);
    milliseconds.and_then(|milliseconds| u64::try_from(milliseconds).ok()).map(Duration::from_millis)
}

/// What stands for the query of another role, for those who may not see it.
const NOT_FOR_YOU: &str = "<insufficient privilege>";

const NO_PROGRESS: &str = "SELECT NULL::int4 AS pid";

/// The ends of all chains of sessions that wait for each other, or, in a circle, the next ones. A prepared transaction has no process, and
/// is found by the lock that it holds.
///
/// It is known there by a virtual transaction, and by its own lock on its transaction id.
///
/// See [`pg_blocking_pids`](https://www.postgresql.org/docs/current/functions-info.html) and
/// [`pg_locks`](https://www.postgresql.org/docs/current/view-pg-locks.html).
const BLOCKERS: &str = "\
WITH RECURSIVE chain (waiter, blocker) AS (
    SELECT $1, pid FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) AS direct (pid)
    UNION
    SELECT chain.blocker, further.pid
    FROM chain, LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(chain.blocker)) AS further (pid)
    WHERE chain.blocker <> 0
), ends AS (
    SELECT waiter, blocker FROM chain
    WHERE NOT EXISTS (SELECT FROM chain AS further WHERE further.waiter = chain.blocker)
), root AS (
    SELECT waiter, blocker FROM ends
    UNION ALL
    SELECT waiter, blocker FROM chain WHERE waiter = $1 AND NOT EXISTS (SELECT FROM ends)
), waiting AS (
    SELECT (extract(epoch FROM pg_catalog.clock_timestamp() - min(waitstart)) * 1000)::int8 AS waited
    FROM pg_catalog.pg_locks WHERE pid = $1 AND NOT granted
)
SELECT pid, NULL, application_name, usename::text, pg_catalog.host(client_addr), state, backend_type,
    (extract(epoch FROM pg_catalog.clock_timestamp() - xact_start) * 1000)::int8, waited,
    CASE WHEN $2 THEN pg_catalog.left(query, 1000) END
FROM pg_catalog.pg_stat_activity, waiting
WHERE pid IN (SELECT blocker FROM root)
UNION ALL
SELECT NULL, gid, NULL, owner::text, NULL, NULL, NULL,
    (extract(epoch FROM pg_catalog.clock_timestamp() - prepared) * 1000)::int8, waited, NULL
FROM pg_catalog.pg_prepared_xacts AS held, waiting
WHERE EXISTS (
    SELECT FROM root
    JOIN pg_catalog.pg_locks AS wanted ON wanted.pid = root.waiter AND NOT wanted.granted
    JOIN pg_catalog.pg_locks AS own ON own.pid IS NULL AND own.transactionid = held.transaction AND own.granted
    JOIN pg_catalog.pg_locks AS theirs ON theirs.pid IS NULL AND theirs.granted
        AND theirs.virtualtransaction = own.virtualtransaction
        AND theirs.locktype = wanted.locktype
        AND theirs.database IS NOT DISTINCT FROM wanted.database
        AND theirs.relation IS NOT DISTINCT FROM wanted.relation
        AND theirs.page IS NOT DISTINCT FROM wanted.page
        AND theirs.tuple IS NOT DISTINCT FROM wanted.tuple
        AND theirs.virtualxid IS NOT DISTINCT FROM wanted.virtualxid
        AND theirs.transactionid IS NOT DISTINCT FROM wanted.transactionid
        AND theirs.classid IS NOT DISTINCT FROM wanted.classid
        AND theirs.objid IS NOT DISTINCT FROM wanted.objid
        AND theirs.objsubid IS NOT DISTINCT FROM wanted.objsubid
    WHERE root.blocker = 0
)
ORDER BY 8 DESC NULLS LAST, 1";
