//! The place of a partition.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// What makes a table a partition: <https://www.postgresql.org/docs/current/ddl-partitioning.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// The partitioned table.
    pub parent: ObjectName,
    /// `FOR VALUES …` or `DEFAULT`.
    pub bound: String,
    /// The copies of the parent's foreign keys that have another name than there: the parent's name to the own one.
    pub foreign_keys: BTreeMap<String, String>,
}

impl Partition {
    /// The place for `bound` in `parent`.
    pub fn new(parent: impl Into<ObjectName>, bound: impl Into<String>) -> Self {
        Self { parent: parent.into(), bound: bound.into(), foreign_keys: BTreeMap::new() }
    }
}
