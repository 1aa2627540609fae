//! One run at a time: an advisory lock, polled on a connection of its own.
//!
//! A session that waits in `pg_advisory_lock` holds a snapshot, `CREATE INDEX CONCURRENTLY` waits for every older
//! snapshot, and the two wait for each other. So the lock is tried again and again, and its connection is idle and
//! outside a transaction in between.

use std::fmt;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use postgres::Client;
use postgres::types::Type;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::own_tables::OwnTables;
use super::session::Session;
use super::watch::SharedSession;
use super::{Address, Canceller, Error, Event, random};
use crate::catalog::quote_literal;

/// The session that holds the lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// The backend's process id.
    pub pid: i32,
    /// Its `application_name`.
    pub application: String,
    /// Its role.
    pub user: String,
    /// When it connected, in UTC.
    pub since: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} (process {}, role {}, since {})", self.application, self.pid, self.user, self.since)
    }
}

impl Holder {
    /// The SQL that ends the run: all of its sessions, since without the lock the others would go on for a while.
    pub(super) fn ending(&self) -> String {
        // A pooler may give many sessions one name.
        match self.application.starts_with(APPLICATION) {
            true => format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = {}",
                quote_literal(&self.application)
            ),
            false => format!("SELECT pg_terminate_backend({})", self.pid),
        }
    }
}

/// What the `application_name` of every run begins with; what follows is its own.
pub(super) const APPLICATION: &str = "dbmig ";

/// The lock, held until it is dropped with its connection.
pub(super) struct Lock {
    key: i64,
    /// The connection of the lock, which also watches. None: the lock is on the connection that also does the work.
    own: Option<SharedSession>,
    address: Address,
}

impl Lock {
    /// Takes the lock, trying for as long as `wait`.
    pub(super) fn acquire(
        work: &mut Session,
        own: Option<SharedSession>,
        (tables, address): (&OwnTables, &Address),
        wait: Duration,
        canceller: &Canceller,
        emit: &mut dyn FnMut(Event),
    ) -> Result<Self, Error> {
        let mut lock = Self { key: key(tables), own, address: address.clone() };
        let began = Instant::now();
        let mut told: Option<Instant> = None;
        while !lock.try_once(work)? {
            canceller.check()?;
            let waited = began.elapsed();
            if waited >= wait {
                let holder = lock.holder(work)?;
                return Err(Error::Locked { waited, holder });
            }
            if told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
                told = Some(Instant::now());
                emit(Event::LockWaiting { holder: lock.holder(work)?, waited });
            }
            std::thread::sleep(pause().min(wait.saturating_sub(waited)));
        }
        if lock.is_held(work)? { Ok(lock) } else { Err(Error::Pooler { address: address.clone() }) }
    }

    /// Fails unless the session that took the lock still has it, or can take it again where it is the working one.
    pub(super) fn check(&mut self, work: &mut Session) -> Result<(), Error> {
        match self.is_held(work) {
            Ok(true) => Ok(()),
            // SQL of a revision let it go with everything else of its session: DISCARD ALL.
            Ok(false) if self.own.is_none() => match self.try_once(work) {
                Ok(true) => Ok(()),
                _ => Err(Error::LockLost),
            },
            Ok(false) => Err(Error::Pooler { address: self.address.clone() }),
            Err(_) => Err(Error::LockLost),
        }
    }

    /// The SQL condition that the session that took the lock still has it. Where that session does the work too, the two end
    /// together, and there is nothing to ask.
    pub(super) fn held(&self) -> String {
        match &self.own {
            None => "true".to_owned(),
            Some(own) => {
                let locks = LOCKS.replace("$1", &format!("'{}'", self.key));
                let pid = own.lock().unwrap_or_else(PoisonError::into_inner).pid;
                format!("EXISTS ({locks} AND pid = {pid})")
            }
        }
    }

    /// Gives the lock back. The end of the connection does so too, but a pooler may keep that open.
    pub(super) fn release(&mut self, work: &mut Session) {
        let key = self.key;
        let sql = "SELECT pg_catalog.pg_advisory_unlock($1), pg_catalog.pg_advisory_unlock($1)";
        // Where this fails the connection is gone, and the lock with it.
        let _ = self.with_client(work, |client| client.query_typed(sql, &[(&key, Type::INT8)]));
    }

    fn try_once(&mut self, work: &mut Session) -> Result<bool, Error> {
        let key = self.key;
        self.with_client(work, |client| client.query_typed_one(TAKE, &[(&key, Type::INT8)]))
            .map(|row| row.get(0))
            .map_err(|error| Error::own("take the lock", error))
    }

    fn is_held(&mut self, work: &mut Session) -> Result<bool, Error> {
        let key = self.key;
        self.with_client(work, |client| client.query_typed_one(CHECK, &[(&key, Type::INT8)]))
            .map(|row| row.get(0))
            .map_err(|error| Error::own("check the lock", error))
    }

    fn holder(&mut self, work: &mut Session) -> Result<Option<Holder>, Error> {
        let sql = format!(
            "SELECT pid, coalesce(application_name, ''), coalesce(usename::text, ''), \
             coalesce(to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '') \
             FROM ({LOCKS}) held JOIN pg_catalog.pg_stat_activity activity USING (pid) LIMIT 1"
        );
        let key = self.key;
        let row = self
            .with_client(work, |client| client.query_typed_opt(&sql, &[(&key, Type::INT8)]))
            .map_err(|error| Error::own("look who holds the lock", error))?;
        // In an SQL_ASCII database a name may be no UTF-8.
        let text = |row: &postgres::Row, index: usize| row.try_get(index).unwrap_or_default();
        Ok(row.map(|row| Holder {
            pid: row.get(0),
            application: text(&row, 1),
            user: text(&row, 2),
            since: text(&row, 3),
        }))
    }

    fn with_client<T>(&self, work: &mut Session, ask: impl FnOnce(&mut Client) -> T) -> T {
        match &self.own {
            Some(session) => ask(&mut session.lock().unwrap_or_else(PoisonError::into_inner).client),
            None => ask(&mut work.client),
        }
    }
}

/// A session may take a lock that it has, and gives it back as often. This one is taken twice.
const TAKE: &str = "SELECT CASE WHEN pg_catalog.pg_try_advisory_lock($1) THEN pg_catalog.pg_try_advisory_lock($1) ELSE false END";

/// Only a session that has the lock can give one of the two back, and keeps the other meanwhile. `pg_locks` tells it too, in
/// five times the time, and it is asked before every revision.
const CHECK: &str = "SELECT CASE WHEN pg_catalog.pg_advisory_unlock($1) THEN pg_catalog.pg_try_advisory_lock($1) ELSE false END";

/// The granted locks with the key `$1` in this database.
const LOCKS: &str = "SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted \
                     AND database = (SELECT oid FROM pg_catalog.pg_database \
                     WHERE datname = pg_catalog.current_database()) \
                     AND classid::bigint = ($1::bigint >> 32) & 4294967295 AND objid::bigint = $1::bigint & 4294967295";

const TELL_EVERY: Duration = Duration::from_secs(5);

/// About 200 ms, so that runs that wait don't knock in step.
fn pause() -> Duration {
    Duration::from_millis(150 + random::number() % 100)
}

/// Advisory locks are per database already; the key tells histories inside of one apart.
pub(super) fn key(tables: &OwnTables) -> i64 {
    let mut hash = Sha256::new();
    for part in ["dbmig", tables.schema(), tables.version_name()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(digest.iter()) {
        *to = *from;
    }
    i64::from_be_bytes(bytes)
}
