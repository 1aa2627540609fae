//! Why a URL can't be used, and what to do about it.

use std::fmt;

/// Why a URL can't be used. No variant holds a part of the URL that could be a password.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlError {
    /// There is no text.
    Empty,
    /// Neither `postgres://…` nor `key=value …`.
    Scheme,
    /// The word `embedded`, which only cargo-dbmig can turn into a server.
    Embedded,
    /// A `%` that no two hexadecimal digits follow, or whose digits are no text.
    Percent,
    /// More than one `@`, or one after a `/` or `?`: another part of the URL would be taken for the host.
    At,
    /// A parameter that nobody knows, one that can't be kept, or a value that doesn't fit.
    Parameter {
        /// What is wrong, without any value.
        detail: String,
        /// What to do about it, where it is more than to correct it.
        next_step: Option<String>,
    },
    /// The value of an environment variable that the URL is, or that completes it, is no UTF-8 text.
    Variable {
        /// The variable.
        name: String,
    },
    /// A file that the parameters name can't be used.
    File {
        /// Which file, and what is wrong with it.
        detail: String,
        /// What to do about it.
        next_step: String,
    },
}

impl UrlError {
    pub(super) fn parameter(detail: impl Into<String>) -> Self {
        Self::Parameter { detail: detail.into(), next_step: None }
    }

    pub(crate) fn advised(detail: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self::Parameter { detail: detail.into(), next_step: Some(next_step.into()) }
    }

    pub(super) fn file(detail: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self::File { detail: detail.into(), next_step: next_step.into() }
    }

    /// What to do about it.
    pub fn next_step(&self) -> String {
        match self {
            Self::Empty | Self::Scheme => "give one like postgres://user:password@host:5432/database",
            Self::Embedded => {
                "run the verb as `cargo dbmig …`, or give the URL of a server (`cargo dbmig serve` prints that of the embedded one)"
            }
            Self::Percent => "write each `%` of a user name or password as `%25`",
            Self::At => {
                "write each `@` of a user name, password or parameter as `%40`, each `/` as `%2F` and each `?` as `%3F`"
            }
            Self::Variable { name } => {
                return format!("set {name} to text (other bytes stand in a URL as %XX), or unset it");
            }
            Self::Parameter { next_step: Some(next), .. } | Self::File { next_step: next, .. } => next,
            Self::Parameter { next_step: None, .. } => {
                "correct the parameters of the URL (https://www.postgresql.org/docs/current/libpq-connect.html)"
            }
        }
        .to_owned()
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the database URL is empty",
            Self::Scheme => "the database URL does not start with postgres:// or postgresql://",
            Self::Embedded => "the database URL is `embedded`, which only `cargo dbmig` can start",
            Self::Percent => "the database URL holds a `%` that no two hexadecimal digits follow",
            Self::At => "the database URL holds more than one `@`, or one after a `/` or `?`",
            Self::Parameter { detail, .. } => return write!(f, "the database URL can't be used: {detail}"),
            Self::Variable { name } => {
                return write!(f, "the value of the environment variable {name} is no UTF-8 text");
            }
            Self::File { detail, .. } => detail,
        })
    }
}

impl std::error::Error for UrlError {}
