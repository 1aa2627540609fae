//! Foreign keys: from the referenced struct's fields to its columns.

use super::super::model::{self, Table};
use super::super::{Declarant, ResolveError};
use super::Resolver;
use crate::catalog::ForeignKey;

impl Resolver<'_> {
    /// The foreign key, or none after an error.
    pub(super) fn foreign_key(&mut self, table: &Table, key: &model::ForeignKey) -> Option<ForeignKey> {
        let references = self.object_name(&key.references);
        let what = format!("struct {}", table.rust);
        let from = Declarant { what, place: table.place_at(key.line) };
        let database = self.database.to_owned();
        let Some(target) = self.tables.iter().find(|target| self.object_name(&target.name) == references)
        else {
            let table = references.to_string();
            self.errors.push(ResolveError::UnknownTable { database, from, table });
            return None;
        };
        let mut referenced_columns = Vec::new();
        for field in &key.fields {
            let Some(column) = target.columns.iter().find(|column| column.field == *field) else {
                let (table, field) = (references.to_string(), field.clone());
                self.errors.push(ResolveError::UnknownField { database, from, table, field });
                return None;
            };
            referenced_columns.push(column.name.clone());
        }
        let name = key.name.clone().unwrap_or_else(|| table.default_name(&key.columns, "fkey"));
        let mut built = ForeignKey::new(name, key.columns.clone(), references, referenced_columns);
        built.on_delete = key.on_delete;
        built.on_update = key.on_update;
        Some(built)
    }
}
