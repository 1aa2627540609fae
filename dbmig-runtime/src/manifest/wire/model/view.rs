//! Views.

use serde::Deserialize;

use super::super::{Declarant, Place};
use super::Table;

/// A view, or a materialized one.
#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct View {
    /// What it has in common with a table: names, columns, indexes, privileges.
    #[serde(flatten)]
    pub table: Table,
    #[serde(default)]
    pub materialized: bool,
    #[serde(default)]
    pub with_no_data: bool,
    /// Options of a view that is not materialized, as `name=value`.
    #[serde(default)]
    pub options: Vec<String>,
    pub query: Query,
}

/// What a view shows.
#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Query {
    pub file: String,
    pub line: u32,
    #[serde(default)]
    pub sql: String,
    /// True if the text of the file follows the declaration.
    #[serde(default)]
    pub is_file: bool,
}

impl View {
    /// The view, as messages call it.
    pub(in super::super) fn declarant(&self) -> Declarant {
        let (name, rust) = (self.table.name.sql(), &self.table.rust);
        Declarant { what: format!("{} {name} (struct {rust})", self.kind()), place: self.table.place() }
    }

    /// What PostgreSQL calls it.
    pub(in super::super) fn kind(&self) -> &'static str {
        if self.materialized { "materialized view" } else { "view" }
    }

    /// Where the query's text begins.
    pub(in super::super) fn query_place(&self) -> Place {
        Place { file: self.query.file.clone(), ..self.table.place_at(self.query.line) }
    }
}
