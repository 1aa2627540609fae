//! Why a database could not be inspected.

/// Why a database could not be inspected.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A catalog query failed.
    Query {
        /// What was being read.
        what: &'static str,
        /// PostgreSQL's answer.
        source: postgres::Error,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Query { what, .. } => write!(f, "could not read {what} from the catalog"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Query { source, .. } => Some(source),
        }
    }
}
