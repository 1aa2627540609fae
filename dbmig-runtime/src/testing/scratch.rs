//! Databases that are thrown away.

use std::fmt;

use postgres::error::SqlState;

use super::stale;
use crate::catalog::{quote_identifier, quote_literal};
use crate::connect::UrlError;
use crate::runner::{self, Address, connect, random, with_database};

/// The beginning of the name of every scratch database.
pub(super) const PREFIX: &str = "dbmig_scratch_";

/// A server on which scratch databases are made.
#[derive(Clone)]
pub struct ScratchServer {
    /// A URL for statements about databases: of any database on the server.
    pub url: String,
    /// True if its `template1` is the pattern: somebody may have put extensions into it. Else new databases are empty.
    pub has_own_template: bool,
    /// True if it serves one connection at a time.
    pub is_single_connection: bool,
    /// True if it is dbmig's own: roles that revisions name are created there.
    pub is_ours: bool,
}

impl ScratchServer {
    /// The server of a URL that a person named for scratch databases.
    pub fn named(url: impl Into<String>) -> Self {
        Self { url: url.into(), has_own_template: true, is_single_connection: false, is_ours: false }
    }
}

/// The URL may hold a password.
impl fmt::Debug for ScratchServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScratchServer").field("address", &Address::of(&self.url)).finish_non_exhaustive()
    }
}

/// An empty database that is dropped with the value.
///
/// Create and drop it on a thread that is not inside an async runtime; the driver panics there.
pub struct ScratchDatabase {
    server_url: String,
    name: String,
    url: String,
}

impl ScratchDatabase {
    /// Creates the database, with the schema `default_schema` in it.
    ///
    /// # Errors
    /// If the server can't be reached or refuses it.
    pub fn create(server: &ScratchServer, default_schema: &str) -> Result<Self, ScratchError> {
        // `template0` is empty on every server, and nobody is ever connected to it.
        let template = if server.has_own_template { "template1" } else { "template0" };
        let database = Self::of_template(&server.url, template)?;
        let schema = format!("CREATE SCHEMA IF NOT EXISTS {}", quote_identifier(default_schema));
        let mut client = connect(&database.url)?;
        database.check_is_reached(&mut client)?;
        client.batch_execute(&schema).map_err(refused(&server.url))?;
        Ok(database)
    }

    /// A copy with all that is in it. Nobody may be connected to it.
    ///
    /// # Errors
    /// If the server can't be reached or refuses it.
    pub fn copy(&self) -> Result<Self, ScratchError> {
        Self::of_template(&self.server_url, &self.name)
    }

    /// Gives it another name, under which it stays, as a pattern that nobody can connect to. Where the name is taken, it is dropped.
    pub(super) fn keep_as(mut self, name: &str, comment: &str) -> Result<(), ScratchError> {
        let mut client = connect(&self.server_url)?;
        let (new, comment) = (quote_identifier(name), quote_literal(comment));
        let setup = format!(
            "COMMENT ON DATABASE {0} IS {comment}; ALTER DATABASE {0} ALLOW_CONNECTIONS false; ALTER DATABASE {0} RENAME TO {new}",
            self.name
        );
        match client.batch_execute(&setup) {
            Ok(()) => {
                // Nothing has the old name any more, and nothing ever will.
                self.name.clear();
                Ok(())
            }
            Err(error) if error.code() == Some(&SqlState::DUPLICATE_DATABASE) => Ok(()),
            Err(error) => Err(ScratchError::refused(&self.server_url, error)),
        }
    }

    /// A new database with all that `template` has.
    pub(super) fn of_template(server_url: &str, template: &str) -> Result<Self, ScratchError> {
        let name = format!("{PREFIX}{:012x}", random::number() >> 16);
        let mut client = connect(server_url)?;
        let create = format!("CREATE DATABASE {name} TEMPLATE {}", quote_identifier(template));
        client.batch_execute(&create).map_err(refused(server_url))?;
        let database =
            Self { server_url: server_url.to_owned(), url: with_database(server_url, &name), name };
        let comment = quote_literal(&stale::comment());
        // It may be lost with the machine; nothing waits for the disk.
        let setup = format!(
            "COMMENT ON DATABASE {0} IS {comment}; ALTER DATABASE {0} SET synchronous_commit = off",
            database.name
        );
        client.batch_execute(&setup).map_err(refused(server_url))?;
        Ok(database)
    }

    /// Fails where a connection to it ends in another database, as behind a pooler that leads them all to one: that one may be in use.
    fn check_is_reached(&self, client: &mut postgres::Client) -> Result<(), ScratchError> {
        let row = client.query_one("SELECT current_database()::text", &[]);
        let found: String = row.and_then(|row| row.try_get(0)).map_err(refused(&self.server_url))?;
        if found == self.name {
            return Ok(());
        }
        let elsewhere = UrlError::advised(
            format!("a connection to the new database {} ends in {found}", self.name),
            "give the server's own URL, not that of a pooler",
        );
        Err(runner::Error::from(elsewhere).into())
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }
}

fn refused(server_url: &str) -> impl Fn(postgres::Error) -> ScratchError + '_ {
    |source| ScratchError::refused(server_url, source)
}

impl fmt::Debug for ScratchDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScratchDatabase").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Drop for ScratchDatabase {
    fn drop(&mut self) {
        if self.name.is_empty() {
            return;
        }
        // What can't be dropped now is dropped by a later run.
        if let Ok(mut client) = connect(&self.server_url) {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

/// Why a scratch database could not be made.
#[derive(Debug)]
pub enum ScratchError {
    /// The server can't be reached.
    Connect(Box<runner::Error>),
    /// The server refused to create or set up a database.
    Refused {
        /// The server.
        address: Address,
        /// PostgreSQL's answer.
        source: postgres::Error,
    },
}

impl ScratchError {
    pub(super) fn refused(server_url: &str, source: postgres::Error) -> Self {
        Self::Refused { address: Address::of(server_url).unwrap_or_default(), source }
    }

    /// PostgreSQL's code for its answer.
    pub(super) fn sqlstate(&self) -> Option<&str> {
        match self {
            Self::Connect(_) => None,
            Self::Refused { source, .. } => source.code().map(SqlState::code),
        }
    }

    /// What to do about it.
    pub fn next_step(&self) -> Option<String> {
        match self {
            Self::Connect(error) => error.next_step(),
            Self::Refused { .. } => Some("name a server where the role may create databases".to_owned()),
        }
    }
}

impl fmt::Display for ScratchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(error) => write!(f, "scratch server: {}", error.what()),
            Self::Refused { address, source } => {
                write!(f, "could not create a scratch database at {address}")?;
                source.as_db_error().map_or(Ok(()), |server| write!(f, ": {}", server.message()))
            }
        }
    }
}

impl std::error::Error for ScratchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Connect(error) => std::error::Error::source(error.as_ref()),
            Self::Refused { source, .. } => Some(source),
        }
    }
}

impl From<runner::Error> for ScratchError {
    fn from(error: runner::Error) -> Self {
        Self::Connect(Box::new(error))
    }
}
