//! Connections: made, set up, and explained where they fail.

use std::fmt;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::{Client, Config, NoTls};

use super::address::parse;
use super::{Address, Error, ServerError};

/// Connects for work that is not a run: scratch databases, inspection.
///
/// Call it and drop the client on a thread that is not inside an async runtime; the driver panics there.
///
/// # Errors
/// If the URL can't be used or no connection can be made; no message holds the password.
pub fn connect(url: &str) -> Result<Client, Error> {
    let (config, address) = parse(url)?;
    connect_as(&config, &address, "dbmig")
}

/// Connects under an application name.
pub(super) fn connect_as(config: &Config, address: &Address, application: &str) -> Result<Client, Error> {
    let mut config = config.clone();
    config.application_name(application);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_keepalives_idle() == DRIVERS_KEEPALIVES_IDLE {
        config.keepalives_idle(KEEPALIVES_IDLE);
    }
    let connected = config.connect(NoTls);
    connected.map_err(|error| Error::Connect(Box::new(ConnectError::new(address, &config, error))))
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The lock's connection is silent while an index is built for hours, and firewalls forget silent connections.
const KEEPALIVES_IDLE: Duration = Duration::from_secs(30);
const DRIVERS_KEEPALIVES_IDLE: Duration = Duration::from_secs(2 * 60 * 60);

/// A connection that could not be made.
#[derive(Debug)]
pub struct ConnectError {
    /// The server that was asked.
    pub address: Address,
    /// Why.
    pub reason: ConnectReason,
    /// PostgreSQL's answer, if it answered.
    pub server: Option<ServerError>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Why a connection could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectReason {
    /// Nothing answers there.
    Unreachable,
    /// The server asks for a password and the URL has none.
    NoPassword,
    /// The password is wrong, or the role doesn't exist.
    Authentication,
    /// The server's `pg_hba.conf` lets this role, host or database not in, or the role may not connect.
    NotAdmitted,
    /// The database doesn't exist.
    NoDatabase,
    /// Every connection is taken.
    TooManyConnections,
    /// The server is starting up or shutting down.
    NotReady,
    /// Encryption could not be agreed on.
    Encryption,
    /// Anything else.
    Other,
}

impl ConnectError {
    fn new(address: &Address, config: &Config, error: postgres::Error) -> Self {
        let server = error.as_db_error().map(ServerError::from);
        let text = error.to_string();
        let reason = match error.code() {
            Some(code) => reason_of(code),
            None if config.get_password().is_none() && is_password_missing(&error) => {
                ConnectReason::NoPassword
            }
            None if text.contains("authentication") => ConnectReason::Authentication,
            None if text.contains("TLS") => ConnectReason::Encryption,
            None => ConnectReason::Unreachable,
        };
        let source = if server.is_some() { None } else { error.into_source() };
        Self { address: address.clone(), reason, server, source }
    }

    pub(super) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as _)
    }

    /// What to do about it.
    pub fn next_step(&self) -> String {
        match self.reason {
            ConnectReason::Unreachable => {
                "check that the server runs and that host and port of the URL are right".to_owned()
            }
            ConnectReason::NoPassword => "put the password into the URL: postgres://user:password@…".to_owned(),
            ConnectReason::Authentication => {
                "check user and password in the URL; write `%` as %25, `@` as %40, `:` as %3A and `/` as %2F in them"
                    .to_owned()
            }
            ConnectReason::NotAdmitted => {
                "let the role in (pg_hba.conf, CONNECT on the database, LOGIN), or use another role".to_owned()
            }
            ConnectReason::NoDatabase => "create the database, or correct its name in the URL".to_owned(),
            ConnectReason::TooManyConnections => {
                "a run needs two connections: free some, or raise max_connections".to_owned()
            }
            ConnectReason::NotReady => "run the command again when the server is up".to_owned(),
            ConnectReason::Encryption => {
                "this version of dbmig can't encrypt: use sslmode=prefer or disable, or a local tunnel".to_owned()
            }
            ConnectReason::Other => "correct what the server says, and run the command again".to_owned(),
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            ConnectReason::Unreachable => "no server answers",
            ConnectReason::NoPassword => "the server asks for a password, and the URL has none",
            ConnectReason::Authentication => "user or password is wrong",
            ConnectReason::NotAdmitted => "the server does not let this role in",
            ConnectReason::NoDatabase => "the database does not exist",
            ConnectReason::TooManyConnections => "the server has no connection left",
            ConnectReason::NotReady => "the server is starting up or shutting down",
            ConnectReason::Encryption => "no encrypted connection could be made",
            ConnectReason::Other => "the server refused",
        };
        write!(f, "could not connect to {}: {reason}", self.address)?;
        match &self.server {
            Some(server) => write!(f, ": {server}"),
            None => Ok(()),
        }
    }
}

fn reason_of(code: &SqlState) -> ConnectReason {
    if *code == SqlState::INVALID_PASSWORD {
        ConnectReason::Authentication
    } else if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
        || *code == SqlState::INSUFFICIENT_PRIVILEGE
    {
        ConnectReason::NotAdmitted
    } else if *code == SqlState::INVALID_CATALOG_NAME {
        ConnectReason::NoDatabase
    } else if *code == SqlState::TOO_MANY_CONNECTIONS {
        ConnectReason::TooManyConnections
    } else if *code == SqlState::CANNOT_CONNECT_NOW || *code == SqlState::ADMIN_SHUTDOWN {
        ConnectReason::NotReady
    } else {
        ConnectReason::Other
    }
}

fn is_password_missing(error: &postgres::Error) -> bool {
    std::error::Error::source(error).is_some_and(|cause| cause.to_string().contains("password missing"))
}
