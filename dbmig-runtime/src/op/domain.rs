//! Changes of domains.

use serde::{Deserialize, Serialize};

use crate::catalog::Check;

/// One change of a domain.
///
/// See [`ALTER DOMAIN`](https://www.postgresql.org/docs/current/sql-alterdomain.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DomainAction {
    /// `SET DEFAULT`; `None` is `DROP DEFAULT`.
    Default(Option<String>),
    /// `SET NOT NULL`, under a name of its own where one is given.
    SetNotNull(Option<String>),
    /// `DROP NOT NULL`.
    DropNotNull,
    /// `ADD CONSTRAINT … CHECK`, with its comment.
    AddCheck(Check),
    /// `DROP CONSTRAINT`.
    DropConstraint(String),
    /// `RENAME CONSTRAINT`.
    RenameConstraint {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// `VALIDATE CONSTRAINT`.
    ValidateConstraint(String),
}
