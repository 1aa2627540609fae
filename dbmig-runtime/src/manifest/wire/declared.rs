//! What the models declare for one database.

use std::collections::BTreeMap;

use super::Place;
use crate::catalog::{Catalog, ObjectName, Renames};

/// One database's declared schema. Its texts are as the user wrote them, so it is never compared with a catalog that
/// PostgreSQL printed: create it on a scratch database and inspect that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// The objects; constraints and indexes without a name have the one PostgreSQL would choose.
    pub catalog: Catalog,
    /// What is declared as SQL, by place.
    pub sql: Vec<DeclaredSql>,
    /// Renames from `renamed_from`.
    pub renames: Renames,
    /// Where each table and enum type is declared.
    pub places: BTreeMap<ObjectName, Place>,
    /// Where each column is declared, by its table's name and its own.
    pub column_places: BTreeMap<(ObjectName, String), Place>,
}

impl Declared {
    /// Where something of it is declared.
    pub fn first_place(&self) -> Option<&Place> {
        self.places.values().chain(self.sql.iter().map(|sql| &sql.place)).next()
    }
}

/// A text of `sql!` or `sql_file!`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeclaredSql {
    /// Where it begins.
    pub place: Place,
    /// One or more statements, as the user wrote them.
    pub sql: String,
}
