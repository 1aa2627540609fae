//! Rewrite rules.

use serde::{Deserialize, Serialize};

use super::{Firing, Object, PartName};

/// A rewrite rule of a table or view (`pg_rewrite`), other than the one that makes a view.
///
/// See [`CREATE RULE`](https://www.postgresql.org/docs/current/sql-createrule.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The rule's name, and that of its relation.
    pub name: PartName,
    /// The table or view that it belongs to.
    pub on: Object,
    /// The statements that it rewrites.
    pub event: RuleEvent,
    /// What follows the relation's name, as `pg_get_ruledef` prints it: `WHERE (condition) DO INSTEAD commands`, without a
    /// closing semicolon.
    pub definition: String,
    /// In which sessions it holds.
    pub firing: Firing,
    /// `COMMENT ON RULE`.
    pub comment: Option<String>,
}

/// The statements that a rule rewrites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleEvent {
    /// `ON SELECT`.
    Select,
    /// `ON UPDATE`.
    Update,
    /// `ON INSERT`.
    Insert,
    /// `ON DELETE`.
    Delete,
}
