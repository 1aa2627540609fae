//! Types.

use serde::Deserialize;

use super::super::{Declarant, Place};
use super::{Check, Name};

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
    /// A domain, in full.
    Domain(Box<Domain>),
    /// A composite type, in full.
    Composite(Composite),
    /// What `#[column(type = "…")]` says, with the nullability of the field's own type.
    Given { sql: String, nullable: bool },
}

/// Where a type is declared, and as what.
#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Source {
    pub package: String,
    pub file: String,
    pub line: u32,
    pub rust: String,
    #[serde(flatten)]
    pub name: Name,
    pub comment: Option<String>,
    pub renamed_from: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct EnumType {
    #[serde(flatten)]
    pub source: Source,
    pub labels: Vec<Label>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Label {
    pub label: String,
    pub renamed_from: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Domain {
    #[serde(flatten)]
    pub source: Source,
    #[serde(rename = "type")]
    pub data_type: Type,
    pub collation: Option<String>,
    pub default: Option<String>,
    #[serde(default)]
    pub not_null: bool,
    pub not_null_name: Option<String>,
    #[serde(default)]
    pub checks: Vec<Check>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Composite {
    #[serde(flatten)]
    pub source: Source,
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Attribute {
    pub name: String,
    #[serde(rename = "type")]
    pub data_type: Type,
    pub collation: Option<String>,
    pub comment: Option<String>,
    pub renamed_from: Option<String>,
}

impl Source {
    /// The type, as messages call it; `kind` is PostgreSQL's word, `rust` is Rust's.
    pub(in super::super) fn declarant(&self, kind: &str, rust: &str) -> Declarant {
        Declarant { what: format!("{kind} {} ({rust} {})", self.name.sql(), self.rust), place: self.place() }
    }

    pub(in super::super) fn place(&self) -> Place {
        Place { package: self.package.clone(), file: self.file.clone(), line: self.line }
    }
}
