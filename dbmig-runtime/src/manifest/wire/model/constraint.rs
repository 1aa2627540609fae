//! Constraints.

use serde::Deserialize;

use super::{IndexKey, Name};
use crate::catalog::{Action, Match};

/// A primary key or unique constraint.
#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Key {
    pub name: Option<String>,
    pub columns: Vec<String>,
    #[serde(default)]
    pub include: Vec<String>,
    #[serde(default)]
    pub nulls_not_distinct: bool,
    #[serde(default)]
    pub without_overlaps: bool,
    #[serde(default)]
    pub deferrable: bool,
    #[serde(default)]
    pub initially_deferred: bool,
    #[serde(default)]
    pub storage: Vec<String>,
    pub tablespace: Option<String>,
    pub comment: Option<String>,
    pub index_comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct ForeignKey {
    pub name: Option<String>,
    pub columns: Vec<String>,
    pub references: Name,
    /// The fields of the referenced struct.
    pub fields: Vec<String>,
    #[serde(default)]
    pub on_delete: Action,
    #[serde(default)]
    pub on_delete_columns: Vec<String>,
    #[serde(default)]
    pub on_update: Action,
    #[serde(default, rename = "match")]
    pub match_type: Match,
    #[serde(default)]
    pub period: bool,
    #[serde(default)]
    pub deferrable: bool,
    #[serde(default)]
    pub initially_deferred: bool,
    #[serde(flatten)]
    pub enforcement: Enforcement,
    pub comment: Option<String>,
    pub line: u32,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Check {
    pub name: Option<String>,
    /// The column the check stands on, if it stands on one.
    pub column: Option<String>,
    pub expression: String,
    #[serde(default)]
    pub no_inherit: bool,
    #[serde(flatten)]
    pub enforcement: Enforcement,
    pub comment: Option<String>,
}

/// Which rows a constraint is checked for.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(in super::super) struct Enforcement {
    #[serde(default)]
    pub not_valid: bool,
    #[serde(default)]
    pub not_enforced: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Exclusion {
    pub name: Option<String>,
    pub method: Option<String>,
    pub elements: Vec<Element>,
    #[serde(default)]
    pub include: Vec<String>,
    pub predicate: Option<String>,
    #[serde(default)]
    pub deferrable: bool,
    #[serde(default)]
    pub initially_deferred: bool,
    #[serde(default)]
    pub storage: Vec<String>,
    pub tablespace: Option<String>,
    pub comment: Option<String>,
    pub index_comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Element {
    pub key: IndexKey,
    pub operator: String,
}
