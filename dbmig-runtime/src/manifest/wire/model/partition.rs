//! Partitioned tables.

use serde::Deserialize;

use super::{IndexKey, Name};

/// How a table is partitioned.
#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct PartitionBy {
    pub strategy: Strategy,
    pub keys: Vec<IndexKey>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Strategy {
    Range,
    List,
    Hash,
}

/// A partition, which has its columns from the table that it is declared at.
#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Partition {
    #[serde(flatten)]
    pub name: Name,
    pub line: u32,
    /// None for the default partition.
    pub values: Option<String>,
    /// The name of another partition of the same table that it is a part of.
    pub parent: Option<String>,
    pub partition_by: Option<PartitionBy>,
    #[serde(default)]
    pub unlogged: bool,
    #[serde(default)]
    pub storage: Vec<String>,
    pub tablespace: Option<String>,
    pub comment: Option<String>,
    pub renamed_from: Option<String>,
}
