//! The type of a column.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// A column's type as SQL: what `format_type` prints, or what a person wrote.
///
/// See [`format_type`](https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DataType(String);

impl DataType {
    /// A type from its SQL spelling.
    pub fn new(sql: impl Into<String>) -> Self {
        Self(sql.into())
    }

    /// The type's SQL.
    pub fn as_sql(&self) -> &str {
        &self.0
    }

    /// An array of this type.
    #[must_use]
    pub fn array(self) -> Self {
        Self(self.0 + "[]")
    }

    /// True if this is the user-defined type `name`, or an array of it.
    pub fn is_of(&self, name: &ObjectName) -> bool {
        self.0.trim_end_matches("[]") == name.to_string()
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for DataType {
    fn from(sql: &str) -> Self {
        Self::new(sql)
    }
}
