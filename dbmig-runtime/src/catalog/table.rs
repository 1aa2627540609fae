//! Tables.

use serde::{Deserialize, Serialize};

use super::{
    Check, Column, Exclusion, ForeignKey, Index, ObjectName, PrimaryKey, ReplicaIdentity, RowSecurity, Unique,
};

/// A table (`pg_class`, `relkind = 'r'`) with everything that belongs to it.
///
/// Columns are in the table's own order; constraints and indexes are sorted by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The table's name.
    pub name: ObjectName,
    /// The columns, in the table's order.
    pub columns: Vec<Column>,
    /// The primary key.
    pub primary_key: Option<PrimaryKey>,
    /// Unique constraints.
    pub uniques: Vec<Unique>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// Check constraints.
    pub checks: Vec<Check>,
    /// Exclusion constraints.
    pub exclusions: Vec<Exclusion>,
    /// Indexes that no constraint owns.
    pub indexes: Vec<Index>,
    /// `UNLOGGED`: not written ahead, and empty after a crash.
    pub unlogged: bool,
    /// `OF`: the composite type that a typed table follows.
    pub of_type: Option<ObjectName>,
    /// `USING`: the access method where it is not `heap`.
    pub access_method: Option<String>,
    /// `WITH (…)`: storage parameters as `name=value`, sorted, those of the TOAST table as `toast.name=value`.
    pub storage: Vec<String>,
    /// `TABLESPACE`, where it is not the database's own.
    pub tablespace: Option<String>,
    /// What logical replication knows a row by.
    pub replica_identity: ReplicaIdentity,
    /// `CLUSTER ON`: the index that `CLUSTER` sorts the rows by.
    pub clustered_on: Option<String>,
    /// Whether its policies are in force.
    pub row_security: RowSecurity,
    /// `COMMENT ON TABLE`.
    pub comment: Option<String>,
}

impl Table {
    /// A table without columns.
    pub fn new(name: impl Into<ObjectName>) -> Self {
        Self {
            name: name.into(),
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            exclusions: Vec::new(),
            indexes: Vec::new(),
            unlogged: false,
            of_type: None,
            access_method: None,
            storage: Vec::new(),
            tablespace: None,
            replica_identity: ReplicaIdentity::Default,
            clustered_on: None,
            row_security: RowSecurity::default(),
            comment: None,
        }
    }

    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Sorts constraints and indexes by name, as every catalog holds them.
    pub fn sort(&mut self) {
        self.uniques.sort_by(|a, b| a.name.cmp(&b.name));
        self.foreign_keys.sort_by(|a, b| a.name.cmp(&b.name));
        self.checks.sort_by(|a, b| a.name.cmp(&b.name));
        self.exclusions.sort_by(|a, b| a.name.cmp(&b.name));
        self.indexes.sort_by(|a, b| a.name.cmp(&b.name));
    }
}
