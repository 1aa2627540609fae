//! Foreign keys: from the referenced struct's fields to its columns.

use super::super::model::{self, Table};
use super::super::{Declarant, ResolveError};
use super::Resolver;
use crate::catalog::{ForeignKey, ObjectName};

impl Resolver<'_> {
    /// The foreign key, or none after an error.
    pub(super) fn foreign_key(&mut self, table: &Table, key: &model::ForeignKey) -> Option<ForeignKey> {
        let references = self.object_name(&key.references);
        let what = format!("struct {}", table.rust);
        let from = Declarant { what, place: table.place_at(key.line) };
        let target = self.target(&references, "references", from.clone())?;
        let mut referenced_columns = Vec::new();
        for field in &key.fields {
            let Some(column) = target.columns.iter().find(|column| column.field == *field) else {
                let (table, field) = (references.to_string(), field.clone());
                let database = self.database.to_owned();
                self.errors.push(ResolveError::UnknownField { database, from, table, field });
                return None;
            };
            referenced_columns.push(column.name.clone());
        }
        let name = key.name.clone().unwrap_or_else(|| table.default_name(&key.columns, "fkey"));
        Some(ForeignKey {
            period: key.period,
            on_delete: key.on_delete,
            on_delete_columns: key.on_delete_columns.clone(),
            on_update: key.on_update,
            match_type: key.match_type,
            deferrable: key.deferrable,
            initially_deferred: key.initially_deferred,
            not_valid: key.enforcement.not_valid,
            not_enforced: key.enforcement.not_enforced,
            comment: key.comment.clone(),
            ..ForeignKey::new(name, key.columns.clone(), references, referenced_columns)
        })
    }
}

impl<'a> Resolver<'a> {
    /// The declaration of a table that `from` names, or none after an error.
    pub(super) fn target(
        &mut self,
        name: &ObjectName,
        verb: &'static str,
        from: Declarant,
    ) -> Option<&'a Table> {
        let found = self.tables.iter().find(|target| self.object_name(&target.name) == *name);
        if found.is_none() {
            let (database, table) = (self.database.to_owned(), name.to_string());
            self.errors.push(ResolveError::UnknownTable { database, from, verb, table });
        }
        found
    }
}
