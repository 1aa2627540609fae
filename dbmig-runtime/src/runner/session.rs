//! A connection with the settings that revisions run under.

use postgres::{Client, Config, SimpleQueryMessage};

use super::connect::connect_as;
use super::{Address, Database, Error};
use crate::catalog::{quote_identifier, quote_literal};

/// A connection and what is known of its server.
pub(super) struct Session {
    pub(super) client: Client,
    /// The backend's process id.
    pub(super) pid: i32,
    pub(super) standby: bool,
    pub(super) read_only: bool,
    /// `server_version_num`.
    version: i32,
    /// The database keeps every character: it is in UTF-8, or doesn't ask.
    keeps_all_text: bool,
    settings: String,
}

impl Session {
    /// Connects; changes no setting yet.
    pub(super) fn open(
        config: &Config,
        address: &Address,
        application: &str,
        database: &Database,
    ) -> Result<Self, Error> {
        let mut client = connect_as(config, address, application)?;
        let row = client
            .query_typed_one(
                "SELECT pg_catalog.pg_backend_pid(), pg_catalog.pg_is_in_recovery(), \
                 pg_catalog.current_setting('transaction_read_only') = 'on', \
                 pg_catalog.current_setting('server_version_num')::pg_catalog.int4, \
                 pg_catalog.current_setting('server_encoding')",
                &[],
            )
            .map_err(|error| Error::own("ask the server for its state", error))?;
        let version = row.get(3);
        let settings = settings(database, version).join("; ");
        let keeps_all_text = matches!(row.get(4), "UTF8" | "SQL_ASCII");
        let (pid, standby, read_only) = (row.get(0), row.get(1), row.get(2));
        Ok(Self { client, pid, standby, read_only, version, keeps_all_text, settings })
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
        self.client.batch_execute(&self.settings)
    }

    /// Resets the session for a statement outside a transaction, which may take hours and have to wait for locks.
    pub(super) fn reset_for_long_statement(&mut self) -> Result<(), postgres::Error> {
        self.client
            .batch_execute(&format!("{}; SET lock_timeout = 0; SET statement_timeout = 0", self.settings))
    }

    /// Resets the session and begins a transaction; returns the mark by which it is known again.
    ///
    /// The settings have a transaction of their own: the one that follows takes its defaults (read only or not, the
    /// isolation) from before its first statement.
    pub(super) fn begin(&mut self) -> Result<String, postgres::Error> {
        let sql = format!("BEGIN; {}; COMMIT; BEGIN; {MARK}", self.settings);
        Ok(mark(&self.client.simple_query(&sql)?))
    }

    /// The mark of the transaction that is open now; outside of one it is new each time. Puts the client's encoding
    /// back on the way: the driver knows one, and everything after would be stored garbled.
    pub(super) fn current_mark(&mut self) -> Result<String, postgres::Error> {
        Ok(mark(&self.client.simple_query(&format!("RESET client_encoding; {MARK}"))?))
    }

    /// Rolls back what is open. An error means that the connection is gone, and the transaction with it.
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

/// What revisions run under, whatever roles, databases and earlier revisions set.
pub(super) fn settings(database: &Database, version: i32) -> Vec<String> {
    let search_path = format!("SET search_path = {}, pg_temp", quote_identifier(database.schema));
    let time = |name: &str, time: &str| format!("SET {name} = {}", quote_literal(time));
    let statement_timeout = time("statement_timeout", database.statement_timeout.unwrap_or("0"));
    let lock_timeout = database.lock_timeout.map(|limit| time("lock_timeout", limit));
    let mut settings = vec![
        "RESET SESSION AUTHORIZATION",
        "RESET ROLE",
        "RESET ALL",
        &search_path,
        &statement_timeout,
        "SET idle_in_transaction_session_timeout = 0",
        "SET standard_conforming_strings = on",
    ];
    settings.extend(lock_timeout.as_deref());
    if version >= 140_000 {
        settings.push("SET idle_session_timeout = 0");
    }
    if version >= 170_000 {
        settings.push("SET transaction_timeout = 0");
    }
    settings.into_iter().map(str::to_owned).collect()
}
