//! Primary keys and unique constraints.

use serde::{Deserialize, Serialize};

/// A primary key (`pg_constraint`, `contype = 'p'`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimaryKey {
    /// The constraint's name.
    pub name: String,
    /// The columns, in key order.
    pub columns: Vec<String>,
    /// `WITHOUT OVERLAPS` of the last column, a range (PostgreSQL 18 and later).
    pub without_overlaps: bool,
    /// `INCLUDE` columns.
    pub include: Vec<String>,
    /// `DEFERRABLE`.
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`.
    pub initially_deferred: bool,
    /// `WITH (…)` of the index, as `name=value`, sorted.
    pub storage: Vec<String>,
    /// `USING INDEX TABLESPACE`, where it is not the database's own.
    pub tablespace: Option<String>,
    /// `COMMENT ON INDEX` of the index, which may differ from the constraint's.
    pub index_comment: Option<String>,
    /// The parent's index or key that this one is a part of, on a partition (`ALTER INDEX … ATTACH PARTITION`).
    pub attached_to: Option<String>,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
}

/// A unique constraint (`pg_constraint`, `contype = 'u'`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unique {
    /// The constraint's name.
    pub name: String,
    /// The columns, in key order.
    pub columns: Vec<String>,
    /// `WITHOUT OVERLAPS` of the last column, a range (PostgreSQL 18 and later).
    pub without_overlaps: bool,
    /// `INCLUDE` columns.
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT` (PostgreSQL 15 and later).
    pub nulls_not_distinct: bool,
    /// `DEFERRABLE`.
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`.
    pub initially_deferred: bool,
    /// `WITH (…)` of the index, as `name=value`, sorted.
    pub storage: Vec<String>,
    /// `USING INDEX TABLESPACE`, where it is not the database's own.
    pub tablespace: Option<String>,
    /// `COMMENT ON INDEX` of the index, which may differ from the constraint's.
    pub index_comment: Option<String>,
    /// The parent's index or key that this one is a part of, on a partition (`ALTER INDEX … ATTACH PARTITION`).
    pub attached_to: Option<String>,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
}

impl PrimaryKey {
    /// A primary key with every default.
    pub fn new(name: impl Into<String>, columns: Vec<String>) -> Self {
        Self {
            name: name.into(),
            columns,
            without_overlaps: false,
            include: Vec::new(),
            deferrable: false,
            initially_deferred: false,
            storage: Vec::new(),
            tablespace: None,
            index_comment: None,
            attached_to: None,
            comment: None,
        }
    }
}

impl Unique {
    /// A unique constraint with every default.
    pub fn new(name: impl Into<String>, columns: Vec<String>) -> Self {
        Self {
            name: name.into(),
            columns,
            without_overlaps: false,
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: false,
            initially_deferred: false,
            storage: Vec::new(),
            tablespace: None,
            index_comment: None,
            attached_to: None,
            comment: None,
        }
    }
}

/// The same columns as a constraint that knows nulls.
impl From<PrimaryKey> for Unique {
    fn from(key: PrimaryKey) -> Self {
        Self {
            name: key.name,
            columns: key.columns,
            without_overlaps: key.without_overlaps,
            include: key.include,
            nulls_not_distinct: false,
            deferrable: key.deferrable,
            initially_deferred: key.initially_deferred,
            storage: key.storage,
            tablespace: key.tablespace,
            index_comment: key.index_comment,
            attached_to: key.attached_to,
            comment: key.comment,
        }
    }
}

/// The same columns where none holds a null.
impl From<Unique> for PrimaryKey {
    fn from(key: Unique) -> Self {
        Self {
            name: key.name,
            columns: key.columns,
            without_overlaps: key.without_overlaps,
            include: key.include,
            deferrable: key.deferrable,
            initially_deferred: key.initially_deferred,
            storage: key.storage,
            tablespace: key.tablespace,
            index_comment: key.index_comment,
            attached_to: key.attached_to,
            comment: key.comment,
        }
    }
}
