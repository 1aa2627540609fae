//! Why a connection could not be made, and what to do about it.

use std::fmt;

use super::failure::Failed;
use super::{Address, ServerError};

/// A connection that could not be made.
#[derive(Debug)]
pub struct ConnectError {
    /// The server that was asked; all of them, where several were.
    pub address: Address,
    /// Why; where several servers were asked, why the last one that answered was not taken.
    pub reason: ConnectReason,
    /// PostgreSQL's answer, if it answered.
    pub server: Option<ServerError>,
    /// More about the reason, without anything secret.
    pub detail: Option<String>,
    /// What to do about it, where that is more than the reason says.
    advice: Option<String>,
    /// What became of the servers that were asked before.
    others: Vec<(Address, ConnectReason)>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Why a connection could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectReason {
    /// Nothing answers there.
    Unreachable,
    /// The host's name has no address.
    UnknownHost,
    /// Something takes the connection and says nothing.
    TimedOut,
    /// The server asks for a password and there is none.
    NoPassword,
    /// The password is wrong, or the role doesn't exist.
    Authentication,
    /// `channel_binding=require`, and the server asked for no password, or not in the way that is bound to its certificate.
    NotBound,
    /// The server's `pg_hba.conf` lets this role, host or database not in, or the role may not connect.
    NotAdmitted,
    /// The database doesn't exist.
    NoDatabase,
    /// Every connection is taken.
    TooManyConnections,
    /// The server is starting up or shutting down.
    NotReady,
    /// The server doesn't encrypt, and the URL asks for it.
    NoEncryption,
    /// The server's certificate is of no authority that is trusted.
    UntrustedCertificate,
    /// The server's certificate is no longer, or not yet, valid.
    ExpiredCertificate,
    /// The server's certificate is for another host.
    WrongHostName,
    /// The server doesn't take the client's certificate, or asks for one.
    ClientCertificate,
    /// Encryption could not be agreed on.
    Encryption,
    /// No server is what `target_session_attrs` asks for.
    NotWanted,
    /// Anything else.
    Other,
}

impl ConnectError {
    pub(super) fn new(address: Address, failed: Failed) -> Self {
        let Failed { reason, server, detail, advice, source } = failed;
        let server = server.map(|server| *server);
        Self { address, reason, server, detail, advice, others: Vec::new(), source }
    }

    pub(super) fn after(mut self, address: Address, others: Vec<(Address, ConnectReason)>) -> Self {
        if !others.is_empty() {
            let last = std::mem::replace(&mut self.address, address);
            self.others = others;
            self.others.push((last, self.reason));
        }
        self
    }

    pub(crate) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as _)
    }

    /// True if a server answered that is not what was asked for.
    pub(super) fn passed_one_by(&self) -> bool {
        let others = self.others.iter().map(|(_, reason)| *reason);
        others.chain([self.reason]).any(|reason| reason == ConnectReason::NotWanted)
    }

    /// True if the same may go well a moment later: the server starts, stops, or is full.
    pub fn may_pass(&self) -> bool {
        self.reason.may_pass() || self.others.iter().any(|(_, reason)| reason.may_pass())
    }

    /// What to do about it.
    pub fn next_step(&self) -> String {
        self.advice.clone().unwrap_or_else(|| self.reason.next_step().to_owned())
    }
}

impl ConnectReason {
    fn may_pass(self) -> bool {
        matches!(self, Self::NotReady | Self::TooManyConnections)
    }

    fn next_step(self) -> &'static str {
        match self {
            Self::Unreachable => "check that the server runs and that host and port of the URL are right",
            Self::UnknownHost => "correct the host of the URL, or see that its name can be resolved here",
            Self::TimedOut => {
                "check host and port, and that a PostgreSQL server or pooler answers there; connect_timeout=SECONDS waits longer"
            }
            Self::NoPassword => {
                "put the password into the URL (postgres://user:password@…), PGPASSWORD, or the password file ~/.pgpass"
            }
            Self::Authentication => {
                "check user and password in the URL; write `%` as %25, `@` as %40, `:` as %3A and `/` as %2F in them"
            }
            Self::NotBound => {
                "let the server ask for scram-sha-256 (pg_hba.conf) over TLS (sslmode=require or stronger), or leave channel_binding out"
            }
            Self::NotAdmitted => {
                "let the role in (pg_hba.conf, CONNECT on the database, LOGIN), or use another role"
            }
            Self::NoDatabase => "create the database, or correct its name in the URL",
            Self::TooManyConnections => "a run needs two connections: free some, or raise max_connections",
            Self::NotReady => "run the command again when the server is up",
            Self::NoEncryption => {
                "turn ssl on in the server's postgresql.conf, or write sslmode=prefer or disable on a network you trust"
            }
            Self::UntrustedCertificate => {
                "give the certificate of the authority that has signed it as sslrootcert=FILE, or sslrootcert=system for a public one"
            }
            Self::ExpiredCertificate => {
                "give the server a new certificate, and see that the clocks of both machines are right"
            }
            Self::WrongHostName => {
                "give the host as the certificate has it (hostaddr=IP says where it is), or the server a certificate for this name; \
                 sslmode=verify-ca does without the name"
            }
            Self::ClientCertificate => {
                "give a certificate that the server's ssl_ca_file has signed as sslcert=FILE, and its key as sslkey=FILE"
            }
            Self::Encryption => "see that both sides speak TLS 1.2 or 1.3, and what the server's log says",
            Self::NotWanted => "correct target_session_attrs, or add the host of such a server",
            Self::Other => "correct what the server says, and run the command again",
        }
    }
}

impl fmt::Display for ConnectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreachable => "no server answers",
            Self::UnknownHost => "the host is not known",
            Self::TimedOut => "no answer came in time",
            Self::NoPassword => "the server asks for a password, and there is none",
            Self::Authentication => "user or password is wrong",
            Self::NotBound => {
                "channel_binding=require, and the server does not bind the password to the connection"
            }
            Self::NotAdmitted => "the server does not let this role in",
            Self::NoDatabase => "the database does not exist",
            Self::TooManyConnections => "the server has no connection left",
            Self::NotReady => "the server is starting up or shutting down",
            Self::NoEncryption => "the server does not encrypt, and the URL asks for it",
            Self::UntrustedCertificate => "the server's certificate is not trusted",
            Self::ExpiredCertificate => "the server's certificate is not valid now",
            Self::WrongHostName => "the server's certificate is for another host",
            Self::ClientCertificate => "the server does not take the client's certificate",
            Self::Encryption => "no encrypted connection could be made",
            Self::NotWanted => "the server is not what is asked for",
            Self::Other => "the server refused",
        })
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not connect to {}: ", self.address)?;
        match self.others.is_empty() {
            true => write!(f, "{}", self.reason)?,
            false => {
                let each: Vec<String> =
                    self.others.iter().map(|(address, reason)| format!("{address}: {reason}")).collect();
                write!(f, "{}", each.join("; "))?;
            }
        }
        self.detail.as_ref().map_or(Ok(()), |detail| write!(f, ": {detail}"))?;
        self.server.as_ref().map_or(Ok(()), |server| write!(f, ": {server}"))
    }
}
