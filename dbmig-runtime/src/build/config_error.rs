//! What is wrong with a `[package.metadata.dbmig]`.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::position::Position;

/// Why the configuration of a migrations package could not be read. No message holds a value, since a value may hold
/// a password.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The manifest could not be read.
    Unreadable {
        /// The `Cargo.toml`.
        manifest: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The manifest is no TOML.
    Syntax {
        /// The `Cargo.toml`.
        manifest: PathBuf,
        /// Where the parser stopped, if it says so.
        at: Option<Position>,
        /// What the parser says.
        message: String,
        /// The line, with a caret below the place.
        shown: Option<String>,
    },
    /// The manifest has no `[package.metadata.dbmig]`: the package is no migrations package.
    NoTable {
        /// The `Cargo.toml`.
        manifest: PathBuf,
    },
    /// Keys or values that don't fit.
    Invalid {
        /// The `Cargo.toml`.
        manifest: PathBuf,
        /// All of them, in the order of the text.
        problems: Vec<ConfigProblem>,
    },
}

/// A key or a value that doesn't fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Where it is.
    pub at: Position,
    /// The key's whole path.
    pub key: String,
    /// What is wrong and what to do.
    pub message: String,
    /// The line, with a caret below the place; empty where it is not known.
    pub shown: String,
}

impl ConfigError {
    /// The error as lines, one a problem, each with its place.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Unreadable { manifest, source } => {
                vec![format!("{}: can't be read: {source}", manifest.display())]
            }
            Self::Syntax { manifest, at, message, .. } => {
                let at = at.map(|at| format!(":{at}")).unwrap_or_default();
                vec![format!("{}{at}: {message}", manifest.display())]
            }
            Self::NoTable { manifest } => vec![format!(
                "{}: there is no [package.metadata.dbmig]: add it with a table for each database \
                 ([package.metadata.dbmig.databases.NAME]), or run `cargo dbmig init`",
                manifest.display()
            )],
            Self::Invalid { manifest, problems } => problems
                .iter()
                .map(|ConfigProblem { at, key, message, .. }| {
                    format!("{}:{at}: {key}: {message}", manifest.display())
                })
                .collect(),
        }
    }
}

impl ConfigError {
    /// For each of [`Self::lines`], the line of the manifest that it is about, with a caret; or nothing.
    fn shown(&self) -> Vec<&str> {
        match self {
            Self::Invalid { problems, .. } => problems.iter().map(|problem| problem.shown.as_str()).collect(),
            Self::Syntax { shown, .. } => shown.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { manifest, .. } => write!(f, "{}: can't be read", manifest.display()),
            _ => {
                let shown = self.shown().into_iter().map(Some).chain(std::iter::repeat(None));
                let blocks = self.lines().into_iter().zip(shown).map(|(line, shown)| match shown {
                    None | Some("") => line,
                    Some(shown) => format!("{line}\n{shown}"),
                });
                f.write_str(&blocks.collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            _ => None,
        }
    }
}
