//! The JSON of a declaration, field by field.

mod column;
mod constraint;
mod index;
mod partition;
mod security;
mod sql;
mod types;
mod view;

use serde::Deserialize;

pub(super) use column::{Column, Identity};
pub(super) use constraint::{Check, Exclusion, ForeignKey, Key};
pub(super) use index::{Index, IndexKey, Statistics};
pub(super) use partition::{Partition, PartitionBy, Strategy};
pub(super) use security::{Grant, Policy, RowSecurity};
pub(super) use sql::Sql;
pub(super) use types::{Composite, Domain, EnumType, Source, Type};
pub(super) use view::View;

use super::{Declarant, Place};
use crate::catalog::ObjectName;

/// One declaration of the models, as read from a link section; [`resolve`](super::resolve) makes sense of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Declaration {
    pub(super) item: Item,
}

impl Declaration {
    /// The database that it belongs to.
    pub fn database(&self) -> &str {
        match &self.item {
            Item::Table(table) => &table.database,
            Item::View(view) => &view.table.database,
            Item::Sql(sql) => &sql.database,
        }
    }

    /// What is declared, for messages.
    pub fn declarant(&self) -> Declarant {
        match &self.item {
            Item::Table(table) => table.declarant(),
            Item::View(view) => view.declarant(),
            Item::Sql(sql) => sql.declarant(),
        }
    }

    /// True if the text of a file follows the JSON.
    pub(super) fn is_file(&self) -> bool {
        match &self.item {
            Item::Table(_) => false,
            Item::View(view) => view.query.is_file,
            Item::Sql(sql) => sql.is_file,
        }
    }

    /// Takes up the text of a file.
    pub(super) fn attach(&mut self, text: &str) {
        let sql = match &mut self.item {
            Item::Table(_) => return,
            Item::View(view) => &mut view.query.sql,
            Item::Sql(sql) => &mut sql.sql,
        };
        // Editors on some systems begin a file so.
        text.trim_start_matches('\u{feff}').clone_into(sql);
    }

    /// The file whose text follows the JSON, or else the one that it stands in.
    pub(super) fn file(&self) -> &str {
        match &self.item {
            Item::Table(table) => &table.file,
            Item::View(view) => &view.query.file,
            Item::Sql(sql) => &sql.file,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Item {
    Table(Box<Table>),
    View(Box<View>),
    Sql(Sql),
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
    #[serde(default)]
    pub unlogged: bool,
    pub access_method: Option<String>,
    #[serde(default)]
    pub storage: Vec<String>,
    pub tablespace: Option<String>,
    /// `full`, `nothing`, or the name of an index.
    pub replica_identity: Option<String>,
    pub clustered_on: Option<String>,
    #[serde(default)]
    pub inherits: Vec<Name>,
    pub row_security: Option<RowSecurity>,
    pub partition_by: Option<PartitionBy>,
    #[serde(default)]
    pub partitions: Vec<Partition>,
    pub columns: Vec<Column>,
    pub primary_key: Option<Key>,
    #[serde(default)]
    pub uniques: Vec<Key>,
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
    #[serde(default)]
    pub checks: Vec<Check>,
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
    #[serde(default)]
    pub indexes: Vec<Index>,
    #[serde(default)]
    pub statistics: Vec<Statistics>,
    #[serde(default)]
    pub policies: Vec<Policy>,
    #[serde(default)]
    pub grants: Vec<Grant>,
}

/// The name of a table or type; no schema is the database's default one.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Name {
    pub schema: Option<String>,
    pub name: String,
}

impl Table {
    /// The table, as messages call it.
    pub(super) fn declarant(&self) -> Declarant {
        Declarant { what: format!("table {} (struct {})", self.name.sql(), self.rust), place: self.place() }
    }

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
