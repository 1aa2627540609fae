//! Columns.

use serde::Deserialize;

use super::Type;
use crate::catalog::{IdentityKind, Storage};

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Column {
    pub name: String,
    /// The struct's field: what `references(Table::field)` names.
    pub field: String,
    pub line: u32,
    #[serde(rename = "type")]
    pub data_type: Type,
    pub default: Option<String>,
    pub identity: Option<IdentityKind>,
    #[serde(default)]
    pub identity_options: Identity,
    pub generated: Option<String>,
    #[serde(default, rename = "virtual")]
    pub is_virtual: bool,
    pub collation: Option<String>,
    pub storage: Option<Storage>,
    pub compression: Option<String>,
    pub statistics: Option<i32>,
    #[serde(default)]
    pub options: Vec<String>,
    pub not_null: Option<NotNull>,
    pub comment: Option<String>,
    pub renamed_from: Option<String>,
}

/// The sequence of an identity column.
#[derive(Clone, Debug, Default, Deserialize)]
pub(in super::super) struct Identity {
    pub start: Option<i64>,
    pub increment: Option<i64>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub cache: Option<i64>,
    #[serde(default)]
    pub cycle: bool,
    pub sequence: Option<String>,
    pub logged: Option<bool>,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct NotNull {
    pub name: Option<String>,
    #[serde(default)]
    pub no_inherit: bool,
    #[serde(default)]
    pub not_valid: bool,
    pub comment: Option<String>,
}
