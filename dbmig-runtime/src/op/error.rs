//! What a directive refuses.

use std::fmt;

use crate::catalog::NameError;

/// The result of a directive, and of `upgrade` and `downgrade`.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why a directive could not be recorded, or a revision gives up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// PostgreSQL could not keep a name as written.
    Name(NameError),
    /// A list that needs an entry is empty: the columns of a key, the labels of an enum.
    Missing {
        /// What has none.
        what: String,
    },
    /// Text that PostgreSQL can't store: it holds a NUL character.
    Nul {
        /// What the text is.
        what: String,
    },
    /// What is asked for makes no sense.
    Refused {
        /// What it is.
        what: String,
        /// Why not.
        reason: String,
    },
    /// The revision can't be undone.
    Irreversible {
        /// The author's words.
        reason: String,
    },
    /// The revision needs an argument that nobody gave.
    MissingArgument {
        /// Its key.
        key: String,
        /// The keys that were given.
        given: Vec<String>,
    },
    /// The author's own error.
    Custom(String),
}

impl Error {
    /// An error in the author's own words.
    pub fn custom(message: impl Into<String>) -> Self {
        Self::Custom(message.into())
    }

    /// The error of a `downgrade` that can't undo what `upgrade` did.
    pub fn irreversible(reason: impl Into<String>) -> Self {
        Self::Irreversible { reason: reason.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(error) => error.fmt(f),
            Self::Missing { what } => write!(f, "{what}: none given"),
            Self::Nul { what } => write!(f, "{what} holds a NUL character, which PostgreSQL can't store"),
            Self::Refused { what, reason } => write!(f, "{what}: {reason}"),
            Self::Irreversible { reason } => write!(f, "this revision can't be undone: {reason}"),
            Self::MissingArgument { key, given } => {
                write!(f, "it needs the argument `{key}`, which is not given")?;
                if given.is_empty() { Ok(()) } else { write!(f, " (given are: {})", given.join(", ")) }
            }
            Self::Custom(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

impl From<NameError> for Error {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}
