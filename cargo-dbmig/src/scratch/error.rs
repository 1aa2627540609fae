//! Why a scratch database could not be used.

use std::fmt;

use dbmig_runtime::inspect;
use dbmig_runtime::manifest::wire::Place;
use dbmig_runtime::runner::{self, ApplyError};

use crate::server;

/// The result of this room.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why a scratch database could not be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The scratch server can't be reached.
    Connect(Box<runner::Error>),
    /// The embedded server did not start.
    Embedded(server::Error),
    /// The server refused to create or set up a database.
    Create {
        /// The server, for messages.
        server: String,
        /// PostgreSQL's answer.
        source: postgres::Error,
    },
    /// PostgreSQL refuses what the models declare.
    Models(Box<Refusal>),
    /// A scratch database could not be inspected.
    Inspect(inspect::Error),
    /// The runner could not be run.
    Run {
        /// The system's answer.
        source: std::io::Error,
    },
    /// The runner failed on a scratch database.
    Replay {
        /// The database whose revisions were run.
        database: String,
        /// What was asked of the runner: `upgrade heads`.
        verb: String,
        /// What it printed.
        output: String,
    },
}

/// A declaration that PostgreSQL refuses.
#[derive(Debug)]
pub struct Refusal {
    /// The database.
    pub database: String,
    /// Where the table or type is declared, if it is known.
    pub place: Option<Place>,
    /// The scratch server, for messages.
    pub server: String,
    /// What PostgreSQL said, and of which statement.
    pub error: ApplyError,
}

impl Refusal {
    /// True if something is missing that an extension may bring.
    fn is_missing_object(&self) -> bool {
        // undefined_object, undefined_function, invalid_schema_name, undefined_file, feature_not_supported
        let codes = ["42704", "42883", "3F000", "58P01", "0A000"];
        self.error.server.as_ref().is_some_and(|server| codes.contains(&server.sqlstate.as_str()))
    }
}

impl Error {
    /// What to do about it.
    pub fn next(&self) -> Option<String> {
        match self {
            Self::Connect(error) => error.next_step(),
            Self::Embedded(error) => error.next(),
            Self::Create { .. } => Some(
                "name a server where databases may be created with DBMIG_SCRATCH_URL or --scratch-url".to_owned(),
            ),
            Self::Models(refusal) if refusal.is_missing_object() => Some(
                "correct the declaration; or, if it needs an extension, name a server that has it in its template1 \
                 with DBMIG_SCRATCH_URL or --scratch-url"
                    .to_owned(),
            ),
            Self::Models(_) => Some("correct the declaration, then run the command again".to_owned()),
            Self::Replay { .. } => {
                Some("correct the revision, or see it run with `cargo dbmig upgrade -v`".to_owned())
            }
            Self::Inspect(_) | Self::Run { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(error) => write!(f, "scratch server: {}", error.what()),
            Self::Embedded(error) => error.fmt(f),
            Self::Create { server, .. } => write!(f, "could not create a scratch database on {server}"),
            Self::Models(refusal) => {
                write!(f, "PostgreSQL refuses what the models declare for {}", refusal.database)?;
                if let Some(place) = &refusal.place {
                    write!(f, " at {place}")?;
                }
                write!(f, " (on {}): {}", refusal.server, refusal.error)
            }
            Self::Inspect(error) => write!(f, "scratch database: {error}"),
            Self::Run { .. } => f.write_str("could not run the migrations package's binary"),
            Self::Replay { database, verb, output } => {
                let output = output.trim().replace('\n', "\n  ");
                write!(f, "`{verb}` of {database} failed on a scratch database:\n  {output}")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Connect(error) => std::error::Error::source(error.as_ref()),
            Self::Embedded(error) => error.source(),
            Self::Create { source, .. } => Some(source),
            Self::Inspect(error) => error.source(),
            Self::Run { source } => Some(source),
            Self::Models(_) | Self::Replay { .. } => None,
        }
    }
}

impl From<server::Error> for Error {
    fn from(error: server::Error) -> Self {
        Self::Embedded(error)
    }
}

impl From<runner::Error> for Error {
    fn from(error: runner::Error) -> Self {
        Self::Connect(Box::new(error))
    }
}

impl From<inspect::Error> for Error {
    fn from(error: inspect::Error) -> Self {
        Self::Inspect(error)
    }
}
