//! What is wrong with a revision file.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::position::Position;
use crate::revision;

/// Something wrong with a revision file, at its place.
#[derive(Debug)]
pub struct Error {
    /// The file or folder, as it was found.
    pub file: PathBuf,
    /// The place in the file.
    pub at: Option<Position>,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong with a revision file.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file or folder can't be read.
    Unreadable {
        /// Why.
        source: io::Error,
    },
    /// The path is not UTF-8, and Rust source can't name it.
    Path,
    /// The file is no Rust.
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// There is no `REVISION`.
    NoRevision,
    /// `REVISION` is spelled in a way that can't be read without compiling it.
    Declaration {
        /// What is wrong, and how to write it.
        message: String,
    },
    /// `upgrade` or `downgrade` is missing.
    NoFunction {
        /// Its name.
        name: &'static str,
    },
    /// `upgrade` or `downgrade` can't be called as a revision's.
    Signature {
        /// Its name.
        name: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// An item is private.
    Private {
        /// Its name.
        name: &'static str,
    },
    /// The history is unsound.
    History {
        /// How.
        error: revision::Error,
        /// The other files that are part of it.
        others: Vec<PathBuf>,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some(at) = self.at {
            write!(f, "{at}:")?;
        }
        write!(f, " {}", self.kind)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { .. } => f.write_str("can't be read"),
            Self::Path => {
                f.write_str("the path is not UTF-8, so that Rust can't name it: rename the file or folder")
            }
            Self::Syntax { message } => write!(f, "this is not Rust: {message}"),
            Self::NoRevision => f.write_str(
                "there is no `REVISION`, so that this is no revision: write \
                 `pub const REVISION: Revision = Revision::new(\"ID\").revises(&[\"PARENT\"]);`, \
                 or move the file to another folder",
            ),
            Self::Declaration { message } => f.write_str(message),
            Self::NoFunction { name } => {
                write!(
                    f,
                    "there is no `{name}`: write `pub fn {name}(op: &mut Op) -> Result<()> {{ Ok(()) }}`"
                )
            }
            Self::Signature { name, reason } => {
                write!(f, "`{name}` {reason}: write `pub fn {name}(op: &mut Op) -> Result<()>`")
            }
            Self::Private { name } => write!(f, "`{name}` is private: write `pub` before it"),
            Self::History { error, others } => {
                error.fmt(f)?;
                if !others.is_empty() {
                    let others: Vec<String> = others.iter().map(|file| file.display().to_string()).collect();
                    write!(f, "; see also {}", others.join(", "))?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Unreadable { source } => Some(source),
            _ => None,
        }
    }
}
