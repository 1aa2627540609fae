//! Why a revision has no place in the history.

use std::fmt;

use dbmig_runtime::build;
use dbmig_runtime::revision;

use super::{Branch, Entry};

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
    /// What was given names no revision, or not one.
    Unknown {
        /// The database.
        database: String,
        /// Why.
        error: revision::Error,
    },
    /// The chosen parent is no head, and nobody said that it needn't be.
    NoHead {
        /// The database.
        database: String,
        /// The chosen one.
        entry: Box<Entry>,
        /// What goes on from it.
        next: Vec<Entry>,
        /// The heads above it.
        above: Vec<Entry>,
    },
    /// A revision that is named is needed by another one that is.
    Needed {
        /// The revision.
        id: String,
        /// The other one.
        by: String,
        /// The argument that names it.
        argument: &'static str,
    },
    /// The id or label can't be used.
    BadId {
        /// The id or label.
        id: String,
        /// The argument.
        argument: &'static str,
    },
    /// A revision of the history is called so.
    Taken {
        /// The database.
        database: String,
        /// The id or label.
        name: String,
        /// The revision.
        by: Box<Entry>,
        /// The argument.
        argument: &'static str,
    },
    /// There is nothing that a revision could take the place of.
    NothingBelow {
        /// The database.
        database: String,
        /// The revision.
        id: String,
    },
    /// What is to become one revision is needed by others.
    Beside {
        /// The database.
        database: String,
        /// The revision up to which all is to become one.
        id: String,
        /// Those that go on from something below it.
        beside: Vec<Entry>,
    },
    /// The label is the new revision's id.
    LabelIsId {
        /// The label.
        label: String,
    },
}

impl Error {
    /// True if it is about what was asked for, and not about the files.
    pub fn is_usage(&self) -> bool {
        !matches!(self, Self::Files { .. } | Self::Graph { .. } | Self::SeveralHeads { .. })
    }

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
            Self::Unknown { database, .. } => {
                Some(format!("`cargo dbmig history --db {database}` lists what there is"))
            }
            Self::NoHead { entry, above, .. } => {
                let heads: Vec<&str> = above.iter().map(|head| head.id.as_str()).collect();
                let heads = heads.join(" or ");
                Some(format!(
                    "go on from a head with --head {heads}; or start another branch from {} with --splice",
                    entry.id
                ))
            }
            Self::Needed { id, argument, .. } => Some(format!("leave {argument} {id} out")),
            Self::BadId { .. } => Some(format!(
                "use letters, digits and `_`, at most {} of them, and not head, heads, base or current",
                revision::MAX_ID_BYTES
            )),
            Self::Taken { argument, .. } => Some(format!("leave {argument} out, or give another one")),
            Self::NothingBelow { database, .. } => {
                Some(format!("name a later one: `cargo dbmig history --db {database}` lists them"))
            }
            Self::Beside { .. } => Some(
                "name a revision that all the others stand on, such as the merge of the branches".to_owned(),
            ),
            Self::LabelIsId { .. } => Some("give the one or the other".to_owned()),
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
            Self::Unknown { database, error } => write!(f, "{database}: {error}"),
            Self::NoHead { database, entry, next, .. } => {
                let next: Vec<String> = next.iter().map(ToString::to_string).collect();
                let verb = if next.len() == 1 { "goes" } else { "go" };
                write!(f, "{entry} is no head of {database}: {} {verb} on from it", next.join(" and "))
            }
            Self::Needed { id, by, argument: "--head" } => write!(f, "{by} has {id} already"),
            Self::Needed { id, by, .. } => {
                write!(f, "{id} is applied before {by} already, which the new revision goes on from")
            }
            Self::NothingBelow { database, id } => {
                write!(f, "nothing to squash: there is no revision of {database} below {id}")
            }
            Self::Beside { database, id, beside } => {
                write!(
                    f,
                    "{id} and all below it can't become one revision of {database}, since others go on from there:"
                )?;
                beside.iter().try_for_each(|entry| write!(f, "\n  {entry}\n    {}", entry.file.display()))
            }
            Self::BadId { id, argument: "--branch-label" } => write!(f, "{id:?} can't be a branch's label"),
            Self::BadId { id, .. } => write!(f, "{id:?} can't be a revision's id"),
            Self::Taken { database, name, by, .. } => {
                write!(f, "{database} has a revision called {name} already: {by}")
            }
            Self::LabelIsId { label } => write!(f, "{label} can't be both the revision's id and its label"),
        }
    }
}

fn lines(f: &mut fmt::Formatter<'_>, database: &str, errors: &[impl fmt::Display]) -> fmt::Result {
    write!(f, "the revisions of {database} make no history:")?;
    errors.iter().try_for_each(|error| write!(f, "\n  {error}"))
}

impl std::error::Error for Error {}
