//! Why a revision module could not be rendered.

use std::fmt;

/// The result of this room.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why a revision module could not be rendered.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// An operation that this version can't write as Rust.
    Unsupported {
        /// The operation, for a report.
        operation: String,
    },
    /// What was rendered is no Rust: a mistake of dbmig's own.
    Syntax {
        /// What was rendered.
        source_text: String,
        /// The parser's answer.
        source: syn::Error,
    },
    /// The file template has a field that doesn't exist.
    UnknownField {
        /// The template.
        template: String,
        /// The field, without braces.
        field: String,
    },
    /// The file template gives something that is no file name.
    BadFileName {
        /// The template.
        template: String,
        /// What it gives.
        name: String,
    },
}

impl Error {
    /// What to do about it.
    pub fn next(&self) -> Option<String> {
        match self {
            Self::Unsupported { .. } | Self::Syntax { .. } => Some(
                "write the revision by hand from `cargo dbmig revision --empty`, and report this".to_owned(),
            ),
            Self::UnknownField { .. } => Some(format!(
                "use {} in `file-template`",
                super::file_name::FIELDS.map(|field| format!("{{{field}}}")).join(", ")
            )),
            Self::BadFileName { .. } => Some(
                "correct `file-template` in [package.metadata.dbmig]: no slashes, and `{rev}` in it"
                    .to_owned(),
            ),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported { operation } => write!(f, "no Rust source is known for {operation}"),
            Self::Syntax { source_text, .. } => write!(f, "rendered invalid Rust: {source_text}"),
            Self::UnknownField { template, field } => {
                write!(f, "the file template {template:?} has the unknown field {{{field}}}")
            }
            Self::BadFileName { template, name } => {
                write!(f, "the file template {template:?} gives {name:?}, which is no usable file name")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Syntax { source, .. } => Some(source),
            _ => None,
        }
    }
}
