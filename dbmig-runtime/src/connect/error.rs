//! Why there is no connection.

use std::fmt;

use super::{ConnectError, UrlError};

/// Why there is no connection.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The URL can't be used.
    Url(UrlError),
    /// No connection could be made.
    Connect(Box<ConnectError>),
}

impl Error {
    /// What to do about it.
    pub fn next_step(&self) -> String {
        match self {
            Self::Url(error) => error.next_step(),
            Self::Connect(error) => error.next_step(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(error) => error.fmt(f),
            Self::Connect(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Url(_) => None,
            Self::Connect(error) => error.source(),
        }
    }
}

impl From<UrlError> for Error {
    fn from(error: UrlError) -> Self {
        Self::Url(error)
    }
}
