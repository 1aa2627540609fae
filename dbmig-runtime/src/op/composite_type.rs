//! Changes of composite types.

use serde::{Deserialize, Serialize};

use crate::catalog::Attribute;

/// One change of a composite type's attributes.
///
/// See [`ALTER TYPE`](https://www.postgresql.org/docs/current/sql-altertype.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AttributeAction {
    /// `ADD ATTRIBUTE`, behind the others, with its comment.
    Add(Attribute),
    /// `DROP ATTRIBUTE`.
    Drop(String),
    /// `RENAME ATTRIBUTE`.
    Rename {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// `ALTER ATTRIBUTE … SET DATA TYPE`, which PostgreSQL refuses while a column of a table is of the type.
    SetType(Attribute),
}
