//! Changes of rows that SQL can't say.

use serde::{Deserialize, Serialize};

use super::Pace;
use crate::catalog::ObjectName;

/// Rows that go to a function of the revision, batch by batch. The function is no data: whoever records the operation keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForEachBatch {
    /// The table.
    pub table: ObjectName,
    /// The columns that the function gets.
    pub columns: Vec<String>,
    /// Which rows; `None` for all of them.
    pub condition: Option<String>,
    /// How fast.
    pub pace: Pace,
}
