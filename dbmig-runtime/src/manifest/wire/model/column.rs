//! Columns and their types.

use serde::Deserialize;

use super::super::{Declarant, Place};
use super::Name;
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

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Type {
    /// The SQL spelling.
    Sql(String),
    /// An `Option`.
    Option(Box<Type>),
    /// A `Vec`.
    Array(Box<Type>),
    /// An enum type, in full.
    Enum(EnumType),
    /// What `#[column(type = "…")]` says, with the nullability of the field's own type.
    Given { sql: String, nullable: bool },
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct EnumType {
    pub package: String,
    pub file: String,
    pub line: u32,
    pub rust: String,
    #[serde(flatten)]
    pub name: Name,
    pub comment: Option<String>,
    pub renamed_from: Option<String>,
    pub labels: Vec<Label>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Label {
    pub label: String,
    pub renamed_from: Option<String>,
}

impl EnumType {
    /// The type, as messages call it.
    pub(in super::super) fn declarant(&self) -> Declarant {
        Declarant { what: format!("enum type {} (enum {})", self.name.sql(), self.rust), place: self.place() }
    }

    pub(in super::super) fn place(&self) -> Place {
        Place { package: self.package.clone(), file: self.file.clone(), line: self.line }
    }
}
