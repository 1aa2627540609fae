//! A connection with the settings that revisions run under.

use std::time::Duration;

use postgres::{Client, SimpleQueryMessage};

use super::{Database, Error, limits};
use crate::catalog::quote_identifier;
use crate::connect::{Cancel, Connection};

/// A connection and what is known of its server.
pub(super) struct Session {
    pub(super) client: Client,
    /// Cancels its statements.
    pub(super) cancel: Cancel,
    /// The number of its host in the URL.
    pub(super) place: usize,
    /// The backend's process id.
    pub(super) pid: i32,
    /// When the backend began, which no other one with its process id shares; empty where that isn't shown.
    pub(super) since: String,
    pub(super) standby: bool,
    pub(super) read_only: bool,
    /// `server_version_num`.
    pub(super) version: i32,
    /// How long the server lets a statement wait before it looks for deadlocks, and cancels an autovacuum.
    pub(super) deadlock_timeout: Duration,
    /// When the server was started: no two of them share that.
    pub(super) server: String,
    /// The database keeps every character: it is in UTF-8, or doesn't ask.
    keeps_all_text: bool,
    settings: String,
    /// How long the statements that follow may wait and run.
    limits: String,
}

impl Session {
    /// Asks a new connection what it is; changes no setting yet.
    pub(super) fn new(connection: Connection, database: &Database) -> Result<Self, Error> {
        let Connection { mut client, cancel, place } = connection;
        let row = client
            .query_typed_one(
                "SELECT pg_catalog.pg_backend_pid(), pg_catalog.pg_is_in_recovery(), \
                 pg_catalog.current_setting('transaction_read_only') = 'on', \
                 pg_catalog.current_setting('server_version_num')::pg_catalog.int4, \
                 pg_catalog.current_setting('server_encoding'), \
                 (extract(epoch FROM pg_catalog.current_setting('deadlock_timeout')::pg_catalog.interval) * 1000)::pg_catalog.int8, \
                 extract(epoch FROM pg_catalog.pg_postmaster_start_time())::text, \
                 (SELECT extract(epoch FROM backend_start)::text FROM pg_catalog.pg_stat_activity \
                 WHERE pid = pg_catalog.pg_backend_pid())",
                &[],
            )
            .map_err(|error| Error::own("ask the server for its state", error))?;
        let version = row.get(3);
        let (settings, limits) = (settings(database, version).join("; "), limits::own(version).join("; "));
        let keeps_all_text = matches!(row.get(4), "UTF8" | "SQL_ASCII");
        let (pid, standby, read_only, server) = (row.get(0), row.get(1), row.get(2), row.get(6));
        let since = row.get::<_, Option<String>>(7).unwrap_or_default();
        let deadlock_timeout = Duration::from_millis(u64::try_from(row.get::<_, i64>(5)).unwrap_or_default());
        Ok(Self {
            client,
            cancel,
            place,
            pid,
            since,
            standby,
            read_only,
            version,
            server,
            deadlock_timeout,
            keeps_all_text,
            settings,
            limits,
        })
    }

    /// `text` as any database can keep it: what PostgreSQL, or this database's encoding, may lack is `\u{…}`.
    pub(super) fn storable(&self, text: &str) -> String {
        let mut storable = String::with_capacity(text.len());
        for c in text.chars() {
            match c == '\0' || !(c.is_ascii() || self.keeps_all_text) {
                true => storable.extend(c.escape_unicode()),
                false => storable.push(c),
            }
        }
        storable
    }

    /// Sets the session up, once.
    pub(super) fn set_up(&mut self) -> Result<(), Error> {
        self.settings = format!("{}; {NOTICE_US_GONE}", self.settings);
        self.reset().map_err(|error| Error::own("set up the session", error))?;
        // The server then notices within a second that we were killed. Some platforms can't, and refuse.
        let watch = "SET client_connection_check_interval = '1s'";
        if self.version >= 140_000 && self.client.batch_execute(watch).is_ok() {
            self.settings = format!("{}; {watch}", self.settings);
        }
        Ok(())
    }

    /// Puts every setting back that SQL of a revision may have changed, the role included.
    pub(super) fn reset(&mut self) -> Result<(), postgres::Error> {
        self.client.batch_execute(&format!("{}; {}", self.settings, self.limits))
    }

    /// The limits from the next reset on.
    pub(super) fn limit(&mut self, limits: &[String]) {
        self.limits = limits.join("; ");
    }

    /// Resets the session and begins a transaction; returns the mark by which it is known again.
    ///
    /// The settings have a transaction of their own: the one that follows takes its defaults (read only or not, the
    /// isolation) from before its first statement.
    pub(super) fn begin(&mut self) -> Result<String, postgres::Error> {
        let sql = format!("BEGIN; {}; {}; COMMIT; BEGIN; {MARK}", self.settings, self.limits);
        Ok(mark(&self.client.simple_query(&sql)?))
    }

    /// The mark of the transaction that is open now; outside of one it is new each time. Puts the client's encoding
    /// back on the way: the driver knows one, and everything after would be stored garbled.
    pub(super) fn current_mark(&mut self) -> Result<String, postgres::Error> {
        Ok(mark(&self.client.simple_query(&format!("RESET client_encoding; {MARK}"))?))
    }

    /// Rolls back what is open. Where that fails the connection is gone, and the transaction with it.
    pub(super) fn roll_back(&mut self) {
        let _ = self.client.batch_execute("ROLLBACK");
    }
}

/// Sets up a session for work that is not a run: the search path, and no timeout.
pub(super) fn set_search_path(client: &mut Client, default_schema: &str) -> Result<(), postgres::Error> {
    client.batch_execute(&format!("SET search_path = {}, pg_temp", quote_identifier(default_schema)))
}

/// A transaction's start time is its own, to the microsecond, and no setting changes how it prints.
const MARK: &str = "SELECT extract(epoch FROM pg_catalog.transaction_timestamp())";

fn mark(messages: &[SimpleQueryMessage]) -> String {
    let value = messages.iter().rev().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    value.unwrap_or_default().to_owned()
}

/// What SQL of a person may have changed, and dbmig's own in the same transaction can't do with: the role, which may have no right on its
/// tables, and how long a statement may run.
pub(super) const OWN_AGAIN: [&str; 3] =
    ["RESET SESSION AUTHORIZATION", "RESET ROLE", "SET LOCAL statement_timeout = 0"];

/// A machine or a network that is gone tells nobody. Without these the server would keep the transaction and its locks for hours: it asks
/// after half a minute of silence, and takes a minute without an answer for the end.
///
/// See [the settings of connections](https://www.postgresql.org/docs/current/runtime-config-connection.html#RUNTIME-CONFIG-TCP-SETTINGS).
const NOTICE_US_GONE: &str = "SET tcp_keepalives_idle = 30; SET tcp_user_timeout = '60s'";

/// A run that is stopped in the middle of a transaction, as one that is paused by its machine, must not keep its locks for ever.
const IDLE_IN_TRANSACTION: &str = "SET idle_in_transaction_session_timeout = '5min'";

/// What revisions run under, whatever roles, databases and earlier revisions set; their limits (`limits`) come after it.
pub(super) fn settings(database: &Database, version: i32) -> Vec<String> {
    let search_path = format!("SET search_path = {}, pg_temp", quote_identifier(database.schema));
    let mut settings = vec![
        "RESET SESSION AUTHORIZATION",
        "RESET ROLE",
        "RESET ALL",
        &search_path,
        IDLE_IN_TRANSACTION,
        "SET standard_conforming_strings = on",
        "SET quote_all_identifiers = off",
    ];
    if version >= 140_000 {
        settings.push("SET idle_session_timeout = 0");
    }
    settings.into_iter().map(str::to_owned).collect()
}
