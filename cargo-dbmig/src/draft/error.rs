//! Why a revision has no place in the history.

use std::fmt;

use dbmig_runtime::build;
use dbmig_runtime::revision;

use super::Branch;

/// The result of this room.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why a revision has no place in the history.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The revision files make no history.
    Files {
        /// The database.
        database: String,
        /// Everything that is wrong.
        errors: Vec<build::Error>,
    },
    /// The history makes no graph.
    Graph {
        /// The database.
        database: String,
        /// Everything that is wrong.
        errors: Vec<revision::Error>,
    },
    /// The history has several heads, and none was chosen.
    SeveralHeads {
        /// The database.
        database: String,
        /// The heads, with what only they have.
        branches: Vec<Branch>,
    },
    /// The chosen parent is no revision of the history.
    UnknownHead {
        /// The database.
        database: String,
        /// What was given.
        given: String,
        /// The heads.
        heads: Vec<String>,
    },
    /// The id can't be used.
    BadId {
        /// The id.
        id: String,
    },
    /// A revision of the history has the id.
    TakenId {
        /// The database.
        database: String,
        /// The id.
        id: String,
    },
}

impl Error {
    /// What to do about it.
    pub fn next(&self) -> Option<String> {
        match self {
            // What to do is part of each message.
            Self::Files { .. } | Self::Graph { .. } => None,
            Self::SeveralHeads { database, branches } => {
                let last = branches.last().map(|branch| branch.head.id.as_str()).unwrap_or_default();
                Some(format!(
                    "make them one again with `cargo dbmig merge --db {database}`; or, if no database has its revisions yet, put one \
                     on top of the other, as with `cargo dbmig rebase {last} --db {database}`; or go on from one of them with --head ID"
                ))
            }
            Self::UnknownHead { heads, .. } => {
                Some(format!("choose the one to go on from with --head: {}", heads.join(", ")))
            }
            Self::BadId { .. } => {
                Some(format!("use letters, digits, `_` and `-`, at most {} of them", revision::MAX_ID_BYTES))
            }
            Self::TakenId { .. } => Some("leave --rev-id out, or give another one".to_owned()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files { database, errors } => lines(f, database, errors),
            Self::Graph { database, errors } => lines(f, database, errors),
            Self::SeveralHeads { database, branches } => {
                let count = branches.len();
                write!(f, "the history of {database} has {count} heads, and a revision continues one:")?;
                branches.iter().try_for_each(|branch| write!(f, "\n{branch}"))
            }
            Self::UnknownHead { database, given, .. } => {
                write!(f, "{database} has no revision {given}")
            }
            Self::BadId { id } => write!(f, "{id:?} can't be a revision's id"),
            Self::TakenId { database, id } => write!(f, "{database} has a revision {id} already"),
        }
    }
}

fn lines(f: &mut fmt::Formatter<'_>, database: &str, errors: &[impl fmt::Display]) -> fmt::Result {
    write!(f, "the revisions of {database} make no history:")?;
    errors.iter().try_for_each(|error| write!(f, "\n  {error}"))
}

impl std::error::Error for Error {}
