//! Why a scratch database could not be used.

use std::fmt;

use dbmig_runtime::catalog::quote_identifier;
use dbmig_runtime::inspect;
use dbmig_runtime::manifest::wire::Place;
use dbmig_runtime::runner;
use dbmig_runtime::testing::{Stopped, missing_roles};

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
    Models(Box<Refusals>),
    /// Structs of views have other fields than the views have columns.
    Views(Box<Refusals>),
    /// The connection to the scratch server broke.
    Broken {
        /// What the driver says.
        source: postgres::Error,
    },
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

/// Declarations that PostgreSQL refuses, or contradicts.
#[derive(Debug)]
pub struct Refusals {
    /// The database.
    pub database: String,
    /// The scratch server, for messages.
    pub server: String,
    /// Each of them, at least one.
    pub refusals: Vec<Refusal>,
}

/// A declaration that PostgreSQL refuses, or contradicts.
#[derive(Debug)]
pub struct Refusal {
    /// Where it is declared, if it is known.
    pub place: Option<Place>,
    /// What PostgreSQL, or dbmig before it, has to say.
    pub message: String,
    /// PostgreSQL's code for it.
    pub sqlstate: Option<String>,
}

impl Refusals {
    fn any(&self, codes: &[&str]) -> bool {
        let mut states = self.refusals.iter().filter_map(|refusal| refusal.sqlstate.as_deref());
        states.any(|state| codes.contains(&state))
    }

    /// The role that is missing, where one is.
    fn missing_role(&self) -> Option<&str> {
        self.refusals.iter().find_map(|refusal| missing_roles(&refusal.message).next())
    }
}

impl Refusals {
    fn write(&self, f: &mut fmt::Formatter<'_>, start: &str) -> fmt::Result {
        write!(f, "{start} {}", self.database)?;
        let one = match self.refusals.as_slice() {
            [one] => Some(one),
            _ => None,
        };
        if let Some(place) = one.and_then(|one| one.place.as_ref()) {
            write!(f, " at {place}")?;
        }
        write!(f, " (on {}):", self.server)?;
        if let Some(one) = one {
            return write!(f, " {}", one.message);
        }
        for refusal in &self.refusals {
            f.write_str("\n  ")?;
            if let Some(place) = &refusal.place {
                write!(f, "{place}: ")?;
            }
            f.write_str(&refusal.message)?;
        }
        Ok(())
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
            Self::Models(refusals) if refusals.missing_role().is_some() => Some(format!(
                "create the role on that server (CREATE ROLE {}), or name another one with DBMIG_SCRATCH_URL or \
                 --scratch-url; on the embedded server dbmig creates the roles it needs",
                quote_identifier(refusals.missing_role().unwrap_or_default())
            )),
            // undefined_object, undefined_function, invalid_schema_name, undefined_file, feature_not_supported
            Self::Models(refusals) if refusals.any(&["42704", "42883", "3F000", "58P01", "0A000"]) => Some(
                "correct the declaration; or, if it needs an extension, name a server that has it in its template1 \
                 with DBMIG_SCRATCH_URL or --scratch-url"
                    .to_owned(),
            ),
            Self::Models(_) | Self::Views(_) => Some("correct the declaration, then run the command again".to_owned()),
            Self::Replay { .. } => {
                Some("correct the revision, or see it run with `cargo dbmig upgrade -v`".to_owned())
            }
            Self::Inspect(_) | Self::Run { .. } | Self::Broken { .. } => None,
        }
    }
}

impl Stopped for Error {
    fn reason(&self) -> String {
        let Self::Replay { output, .. } = self else { return self.to_string() };
        let first = output.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let what = first.split_once(" failed: ").map_or(first, |(_, what)| what);
        let what = what.trim_start_matches("error: ").trim();
        let statement = output.lines().find_map(|line| line.trim_start().strip_prefix("1 | "));
        statement.map_or_else(|| what.to_owned(), |statement| format!("{what}, in: {statement}"))
    }

    fn sqlstate(&self) -> Option<&str> {
        let Self::Replay { output, .. } = self else { return None };
        output.split_once("(SQLSTATE ").and_then(|(_, rest)| rest.get(..5))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(error) => write!(f, "scratch server: {}", error.what()),
            Self::Embedded(error) => error.fmt(f),
            Self::Create { server, .. } => write!(f, "could not create a scratch database on {server}"),
            Self::Models(refusals) => refusals.write(f, "PostgreSQL refuses what the models declare for"),
            Self::Views(refusals) => refusals.write(f, "structs of views are not what their queries give in"),
            Self::Broken { .. } => f.write_str("the connection to the scratch server broke"),
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
            Self::Broken { source } => Some(source),
            Self::Models(_) | Self::Views(_) | Self::Replay { .. } => None,
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

impl From<postgres::Error> for Error {
    fn from(source: postgres::Error) -> Self {
        Self::Broken { source }
    }
}
