//! The JSON of a declaration, field by field.

use serde::Deserialize;

use super::Place;
use crate::catalog::{Action, IdentityKind, NullsOrder, ObjectName, SortOrder};

/// One declaration of the models, as read from a link section; [`resolve`](super::resolve) makes sense of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Declaration {
    pub(super) item: Item,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Item {
    Table(Table),
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Table {
    pub package: String,
    pub file: String,
    pub line: u32,
    pub rust: String,
    pub database: String,
    #[serde(flatten)]
    pub name: Name,
    pub comment: Option<String>,
    pub renamed_from: Option<String>,
    pub columns: Vec<Column>,
    pub primary_key: Option<Key>,
    #[serde(default)]
    pub uniques: Vec<Key>,
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
    #[serde(default)]
    pub checks: Vec<Check>,
    #[serde(default)]
    pub indexes: Vec<Index>,
}

/// The name of a table or type; no schema is the database's default one.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Name {
    pub schema: Option<String>,
    pub name: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Column {
    pub name: String,
    /// The struct's field: what `references(Table::field)` names.
    pub field: String,
    pub line: u32,
    #[serde(rename = "type")]
    pub data_type: Type,
    pub default: Option<String>,
    pub identity: Option<IdentityKind>,
    pub generated: Option<String>,
    pub collation: Option<String>,
    pub comment: Option<String>,
    pub renamed_from: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Type {
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
pub(super) struct EnumType {
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
pub(super) struct Label {
    pub label: String,
    pub renamed_from: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Key {
    pub name: Option<String>,
    pub columns: Vec<String>,
    #[serde(default)]
    pub nulls_not_distinct: bool,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ForeignKey {
    pub name: Option<String>,
    pub columns: Vec<String>,
    pub references: Name,
    /// The fields of the referenced struct.
    pub fields: Vec<String>,
    #[serde(default)]
    pub on_delete: Action,
    #[serde(default)]
    pub on_update: Action,
    pub line: u32,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Check {
    pub name: Option<String>,
    /// The column the check stands on, if it stands on one.
    pub column: Option<String>,
    pub expression: String,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Index {
    pub name: Option<String>,
    pub keys: Vec<IndexKey>,
    #[serde(default)]
    pub unique: bool,
    pub predicate: Option<String>,
    pub method: Option<String>,
    #[serde(default)]
    pub include: Vec<String>,
    #[serde(default)]
    pub nulls_not_distinct: bool,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct IndexKey {
    pub column: Option<String>,
    pub expression: Option<String>,
    pub collation: Option<String>,
    pub operator_class: Option<String>,
    #[serde(default)]
    pub order: SortOrder,
    pub nulls: Option<NullsOrder>,
}

impl Table {
    pub(super) fn place(&self) -> Place {
        self.place_at(self.line)
    }

    pub(super) fn place_at(&self, line: u32) -> Place {
        Place { package: self.package.clone(), file: self.file.clone(), line }
    }
}

impl Name {
    /// The name as SQL, as declared.
    pub(super) fn sql(&self) -> String {
        ObjectName { schema: self.schema.clone(), name: self.name.clone() }.to_string()
    }
}

impl EnumType {
    pub(super) fn place(&self) -> Place {
        Place { package: self.package.clone(), file: self.file.clone(), line: self.line }
    }
}
