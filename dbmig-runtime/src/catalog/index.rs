//! Indexes that no constraint owns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// An index (`pg_index`). Its schema is its table's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The index's name.
    pub name: String,
    /// `USING`: the access method, `btree` unless said.
    pub method: String,
    /// `UNIQUE`.
    pub unique: bool,
    /// The key columns and expressions, in order.
    pub keys: Vec<IndexKey>,
    /// `INCLUDE` columns.
    pub include: Vec<String>,
    /// `WHERE`: the condition of a partial index.
    pub predicate: Option<String>,
    /// `NULLS NOT DISTINCT` (PostgreSQL 15 and later).
    pub nulls_not_distinct: bool,
    /// `WITH (…)`, as `name=value`, sorted.
    pub storage: Vec<String>,
    /// `TABLESPACE`, where it is not the database's own.
    pub tablespace: Option<String>,
    /// `SET STATISTICS` of keys that are expressions, by their place among the index's columns, from one.
    pub statistics: BTreeMap<u16, i32>,
    /// True if the index is usable (`pg_index.indisvalid`): a failed concurrent build leaves an invalid one. An index
    /// of a partitioned table is as valid as its parts make it, and always counts as valid.
    pub valid: bool,
    /// The parent's index or key that this one is a part of, on a partition (`ALTER INDEX … ATTACH PARTITION`).
    pub attached_to: Option<String>,
    /// `COMMENT ON INDEX`.
    pub comment: Option<String>,
}

/// One key of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexKey {
    /// The column or expression.
    pub part: KeyPart,
    /// `COLLATE`, where it is not the key's own collation.
    pub collation: Option<ObjectName>,
    /// The operator class with its parameters, as SQL, where it is not the type's default.
    pub operator_class: Option<String>,
    /// `ASC` or `DESC`.
    pub order: SortOrder,
    /// `NULLS FIRST` or `NULLS LAST`, where it is not the order's default.
    pub nulls: Option<NullsOrder>,
}

/// What an index key is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPart {
    /// A column, by name.
    Column(String),
    /// An SQL expression, without the parentheses around it.
    Expression(String),
}

/// The direction of an index key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// `ASC`.
    #[default]
    Ascending,
    /// `DESC`.
    Descending,
}

/// Where nulls sort in an index key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    /// `NULLS FIRST`, the default of `DESC`.
    First,
    /// `NULLS LAST`, the default of `ASC`.
    Last,
}

impl Index {
    /// A valid btree index without keys.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            method: "btree".to_owned(),
            unique: false,
            keys: Vec::new(),
            include: Vec::new(),
            predicate: None,
            nulls_not_distinct: false,
            storage: Vec::new(),
            tablespace: None,
            statistics: BTreeMap::new(),
            valid: true,
            attached_to: None,
            comment: None,
        }
    }
}

impl IndexKey {
    /// An ascending key with every default.
    pub fn new(part: KeyPart) -> Self {
        Self { part, collation: None, operator_class: None, order: SortOrder::Ascending, nulls: None }
    }
}
