//! Why a database could not be inspected.

/// Why a database could not be inspected.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A catalog query failed, or its answer has another shape than expected.
    Query {
        /// What was being read.
        what: &'static str,
        /// PostgreSQL's answer.
        source: postgres::Error,
    },
    /// The catalog says something that this version of dbmig doesn't know.
    Unknown {
        /// What it says that about, such as `the identity kind`.
        what: &'static str,
        /// The object's name.
        object: String,
        /// The value in the catalog.
        value: String,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Query { what, .. } => write!(f, "could not read {what} from the catalog"),
            Self::Unknown { what, object, value } => write!(
                f,
                "{what} of {object} is {value:?} in the catalog, which this version of dbmig doesn't know: a newer \
                 one may"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Query { source, .. } => Some(source),
            Self::Unknown { .. } => None,
        }
    }
}
