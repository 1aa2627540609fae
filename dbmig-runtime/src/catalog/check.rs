//! Check constraints.

use serde::{Deserialize, Serialize};

/// A check constraint (`pg_constraint`, `contype = 'c'`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The constraint's name.
    pub name: String,
    /// The condition, without the parentheses around it.
    pub expression: String,
    /// `NO INHERIT`.
    pub no_inherit: bool,
    /// True while existing rows have not been checked (`NOT VALID`).
    pub not_valid: bool,
    /// `NOT ENFORCED`: neither old nor new rows are checked (PostgreSQL 18 and later). `not_valid` is false then.
    pub not_enforced: bool,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
}

impl Check {
    /// A validated check with every default.
    pub fn new(name: impl Into<String>, expression: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            expression: expression.into(),
            no_inherit: false,
            not_valid: false,
            not_enforced: false,
            comment: None,
        }
    }
}
