//! Not-null constraints.

use serde::{Deserialize, Serialize};

use super::default_name;

/// A not-null constraint (`pg_constraint`, `contype = 'n'`), which PostgreSQL has as an object since version 18.
///
/// A column holds one only where it says more than `NOT NULL`: another name than PostgreSQL gives, or an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotNull {
    /// The constraint's name.
    pub name: String,
    /// The column.
    pub column: String,
    /// `NO INHERIT`.
    pub no_inherit: bool,
    /// True while existing rows have not been checked (`NOT VALID`).
    pub not_valid: bool,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
}

impl NotNull {
    /// A validated constraint with every default.
    pub fn new(name: impl Into<String>, column: impl Into<String>) -> Self {
        Self { name: name.into(), column: column.into(), no_inherit: false, not_valid: false, comment: None }
    }

    /// `None` where the constraint is no more than `NOT NULL` on a column of `table` (its own name, without schema).
    pub fn unless_plain(self, table: &str) -> Option<Self> {
        let plain = Self::new(default_name(table, &[&self.column], "not_null"), &*self.column);
        (self != plain).then_some(self)
    }
}
