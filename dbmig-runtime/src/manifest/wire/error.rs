//! What can be wrong with a manifest.

use std::fmt;

use super::Place;

/// Why a link section could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A declaration was written by a release of dbmig with another format.
    Version {
        /// The version found.
        found: u32,
    },
    /// A frame is cut off, or something else stands in the section.
    Damaged {
        /// Where, in bytes from the section's start.
        offset: usize,
    },
    /// A frame's JSON is not what its version says.
    Json {
        /// Where the frame starts, in bytes from the section's start.
        offset: usize,
        /// What serde_json says.
        source: serde_json::Error,
    },
    /// A file of declared SQL is not in UTF-8.
    NotText {
        /// The file.
        file: String,
        /// Where it stops being text.
        source: std::str::Utf8Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version { found } => {
                let (newer, older) = ("update cargo-dbmig", "update dbmig-runtime in the models' package");
                let advice = if *found > super::FORMAT_VERSION { newer } else { older };
                write!(
                    f,
                    "the models' manifest has format version {found}, this cargo-dbmig reads {}: {advice}",
                    super::FORMAT_VERSION
                )
            }
            Self::Damaged { offset } => write!(
                f,
                "the models' manifest is damaged at byte {offset} of its section: rebuild the models' package"
            ),
            Self::Json { offset, .. } => write!(
                f,
                "the manifest's declaration at byte {offset} of its section can't be understood: use the same \
                 release of dbmig-runtime and cargo-dbmig"
            ),
            Self::NotText { file, source } => {
                write!(f, "{file} is not in UTF-8 from byte {} on: save it in UTF-8", source.valid_up_to())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json { source, .. } => Some(source),
            Self::NotText { source, .. } => Some(source),
            Self::Version { .. } | Self::Damaged { .. } => None,
        }
    }
}

/// Something declared that takes a name, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declarant {
    /// What it is, in a few words: `table task`, `index task_title_idx of task`.
    pub what: String,
    /// Where it is declared.
    pub place: Place,
}

impl fmt::Display for Declarant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.what, self.place)
    }
}

/// Why declarations make no schema together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResolveError {
    /// One table, view or type is declared twice, with different content.
    Conflict {
        /// The database.
        database: String,
        /// One declaration.
        first: Declarant,
        /// The other.
        second: Declarant,
    },
    /// Two objects of one kind of name can't both have it.
    NameTaken {
        /// The database.
        database: String,
        /// The name, as SQL.
        name: String,
        /// Who has it.
        first: Declarant,
        /// Who would have it too.
        second: Declarant,
    },
    /// A table references or inherits another that none of the packages read declares.
    UnknownTable {
        /// The database.
        database: String,
        /// The table with the reference.
        from: Declarant,
        /// What it does: `references`, `inherits`.
        verb: &'static str,
        /// The table it references, as SQL.
        table: String,
    },
    /// A foreign key references a field that the referenced table's declaration lacks: two versions of a crate were
    /// read.
    UnknownField {
        /// The database.
        database: String,
        /// The table with the foreign key.
        from: Declarant,
        /// The table it references, as SQL.
        table: String,
        /// The field of its struct.
        field: String,
    },
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict { database, first, second } => write!(
                f,
                "database {database:?} has {first}, and another {second}: remove one or give it another name"
            ),
            Self::NameTaken { database, name, first, second } => write!(
                f,
                "the name {name} in database {database:?} can't be both {first} and {second}: give one of them \
                 another with `name = \"…\"`"
            ),
            Self::UnknownTable { database, from, verb, table } => write!(
                f,
                "{from} {verb} table {table}, which no model of database {database:?} declares: add its package \
                 to `models` of the migrations package"
            ),
            Self::UnknownField { database, from, table, field } => write!(
                f,
                "{from} references field `{field}` of table {table} in database {database:?}, which isn't there: \
                 the packages were built from different versions of the models; rebuild them"
            ),
        }
    }
}

impl std::error::Error for ResolveError {}
