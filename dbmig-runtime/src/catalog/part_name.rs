//! Names that are told apart within a relation.

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// The name of a trigger, rule or policy, which others of its relation can't have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartName {
    /// The table or view.
    pub relation: ObjectName,
    /// The name within it.
    pub name: String,
}

impl PartName {
    /// The name of a part of `relation`.
    pub fn new(relation: impl Into<ObjectName>, name: impl Into<String>) -> Self {
        Self { relation: relation.into(), name: name.into() }
    }
}
