//! Tables.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Check, Column, Exclusion, ForeignKey, ForeignTable, Index, NotNull, Object, ObjectName, Partition,
    PrimaryKey, ReplicaIdentity, RowSecurity, Unique,
};

/// A table (`pg_class`, `relkind` `r`, `p` or `f`) with everything that belongs to it.
///
/// Columns are in the table's own order, those of its parents among them; constraints and indexes are sorted by name.
/// Checks and foreign keys that its parents bring along are not listed; indexes and keys that are a part of the
/// parent's are.
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
    /// `PARTITION BY`, as `RANGE (a, lower(b))`: the table holds no row itself.
    pub partition_by: Option<String>,
    /// `PARTITION OF`: the place in a partitioned table.
    pub partition_of: Option<Partition>,
    /// `INHERITS`: the parents, in order.
    pub inherits: Vec<ObjectName>,
    /// Checks of the parents, `NOT VALID` there, that hold for all rows of this table.
    pub validated: BTreeSet<String>,
    /// The not-null constraints that the parents bring along (PostgreSQL 18 and later): no difference before they become
    /// the table's own.
    pub inherited_not_nulls: Vec<NotNull>,
    /// Where the rows of a foreign table are.
    pub foreign: Option<ForeignTable>,
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
            partition_by: None,
            partition_of: None,
            inherits: Vec::new(),
            validated: BTreeSet::new(),
            inherited_not_nulls: Vec::new(),
            foreign: None,
            comment: None,
        }
    }

    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// What the table is, and what it is called.
    pub fn object(&self) -> Object {
        let object = if self.foreign.is_some() { Object::ForeignTable } else { Object::Table };
        object(self.name.clone())
    }

    /// The tables that this one has columns from: the partitioned table, or what it inherits.
    pub fn parents(&self) -> impl Iterator<Item = &ObjectName> {
        self.partition_of.iter().map(|partition| &partition.parent).chain(&self.inherits)
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
