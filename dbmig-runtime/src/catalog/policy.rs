//! Row security policies.

use serde::{Deserialize, Serialize};

use super::{Object, PartName};

/// A policy of a table (`pg_policy`). It is in force where the table's row security is enabled.
///
/// See [`CREATE POLICY`](https://www.postgresql.org/docs/current/sql-createpolicy.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// The policy's name, and that of its table.
    pub name: PartName,
    /// `AS PERMISSIVE`, not `AS RESTRICTIVE`.
    pub permissive: bool,
    /// The commands that it holds for.
    pub command: PolicyCommand,
    /// The roles that it holds for, sorted; none for `PUBLIC`.
    pub roles: Vec<String>,
    /// `USING`: the rows that are seen.
    pub using: Option<String>,
    /// `WITH CHECK`: the rows that may be written.
    pub check: Option<String>,
    /// `COMMENT ON POLICY`.
    pub comment: Option<String>,
}

impl Policy {
    /// The table that it belongs to.
    pub fn on(&self) -> Object {
        Object::Table(self.name.relation.clone())
    }
}

/// The commands that a policy holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyCommand {
    /// `FOR ALL`.
    All,
    /// `FOR SELECT`.
    Select,
    /// `FOR INSERT`.
    Insert,
    /// `FOR UPDATE`.
    Update,
    /// `FOR DELETE`.
    Delete,
}
