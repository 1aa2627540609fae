//! What the models declare for one database.

use std::collections::BTreeMap;

use super::Place;
use crate::catalog::{Catalog, Object, ObjectName, Renames, ViewColumn};

/// One database's declared schema. Its texts are as the user wrote them, so it is never compared with a catalog that
/// PostgreSQL printed: create it on a scratch database and inspect that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// The objects; constraints and indexes without a name have the one PostgreSQL would choose, and views have no
    /// columns, since their queries say which.
    pub catalog: Catalog,
    /// What structs say of views beyond their queries.
    pub views: BTreeMap<ObjectName, DeclaredView>,
    /// What is declared as SQL, by place.
    pub sql: Vec<DeclaredSql>,
    /// Renames from `renamed_from`.
    pub renames: Renames,
    /// Where each table, view and type is declared.
    pub places: BTreeMap<ObjectName, Place>,
    /// Where each column is declared, by the name of its table or view and its own.
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

/// A view of which a struct says what columns it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredView {
    /// The view or materialized view.
    pub object: Object,
    /// The struct's name.
    pub rust: String,
    /// Its query, which the struct or a file holds.
    pub query: DeclaredSql,
    /// What the fields say, in their order.
    pub fields: Vec<ViewField>,
}

/// A field of a view's struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewField {
    /// The field's name.
    pub field: String,
    /// The column that it stands for, its type as the models spell it.
    pub column: ViewColumn,
    /// True if the field spells the SQL type itself, and so means its modifiers too.
    pub is_exact: bool,
}
