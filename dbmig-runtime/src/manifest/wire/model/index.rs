//! Indexes, and statistics, which are about the same.

use serde::Deserialize;

use crate::catalog::{NullsOrder, SortOrder, StatisticsKind};

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Index {
    pub name: Option<String>,
    pub keys: Vec<IndexKey>,
    #[serde(default)]
    pub unique: bool,
    pub predicate: Option<String>,
    pub method: Option<String>,
    #[serde(default)]
    pub include: Vec<String>,
    #[serde(default)]
    pub nulls_not_distinct: bool,
    #[serde(default)]
    pub storage: Vec<String>,
    pub tablespace: Option<String>,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct IndexKey {
    pub column: Option<String>,
    pub expression: Option<String>,
    pub collation: Option<String>,
    pub operator_class: Option<String>,
    #[serde(default)]
    pub order: SortOrder,
    pub nulls: Option<NullsOrder>,
    pub statistics: Option<i32>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Statistics {
    pub name: Option<String>,
    pub parts: Vec<IndexKey>,
    /// None where the declaration names none: PostgreSQL gathers all then.
    #[serde(default)]
    pub kinds: Vec<StatisticsKind>,
    pub target: Option<i32>,
    pub comment: Option<String>,
}
