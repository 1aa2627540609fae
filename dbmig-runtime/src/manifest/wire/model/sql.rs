//! Declared SQL.

use serde::Deserialize;

use super::super::{Declarant, Place};

/// SQL of `sql!` or `sql_file!`.
#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct Sql {
    pub package: String,
    pub file: String,
    pub line: u32,
    pub database: String,
    #[serde(default)]
    pub sql: String,
    #[serde(default)]
    pub is_file: bool,
}

impl Sql {
    /// The text, as messages call it.
    pub(in super::super) fn declarant(&self) -> Declarant {
        Declarant { what: "declared SQL".to_owned(), place: self.place() }
    }

    pub(in super::super) fn place(&self) -> Place {
        Place { package: self.package.clone(), file: self.file.clone(), line: self.line }
    }
}
