//! Extensions.

use serde::{Deserialize, Serialize};

/// An extension (`pg_extension`). What it made belongs to it and is no part of a catalog.
///
/// `plpgsql` is in every database from its creation and is no part of a catalog either.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Extension {
    /// The extension's name.
    pub name: String,
    /// The version that is installed.
    pub version: String,
    /// The schema that its objects are in; `None` is the default one.
    pub schema: Option<String>,
    /// True if `ALTER EXTENSION … SET SCHEMA` can move it. Follows from the version.
    pub relocatable: bool,
    /// `COMMENT ON EXTENSION`; `CREATE EXTENSION` sets the one of the extension's control file.
    pub comment: Option<String>,
}

/// Whether it can be moved is the version's, not a property of its own.
impl PartialEq for Extension {
    fn eq(&self, other: &Self) -> bool {
        let Self { name, version, schema, relocatable: _, comment } = self;
        (name, version, schema, comment) == (&other.name, &other.version, &other.schema, &other.comment)
    }
}

impl Eq for Extension {}
