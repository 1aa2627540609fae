//! `INHERITS`: the columns that a table has from its parents.

use super::super::Declarant;
use super::super::model::Table;
use super::Resolver;
use super::partition::inherited;
use crate::catalog::{Column, ObjectName};

/// How deep parents are followed: a circle, which PostgreSQL refuses, must end.
const MAX_DEPTH: usize = 64;

impl Resolver<'_> {
    /// The parents of a table, as far as they are declared.
    pub(super) fn parents(&mut self, table: &Table) -> Vec<ObjectName> {
        let declarant = Declarant { what: format!("struct {}", table.rust), place: table.place() };
        let names: Vec<ObjectName> = table.inherits.iter().map(|parent| self.object_name(parent)).collect();
        names.into_iter().filter(|name| self.target(name, "inherits", declarant.clone()).is_some()).collect()
    }

    /// Own columns, after those of the parents, which the struct may declare as well.
    pub(super) fn with_inherited(&mut self, table: &Table, own: Vec<Column>) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for column in self.columns_of_parents(table, MAX_DEPTH).into_iter().chain(own.clone()) {
            if !columns.iter().any(|other| other.name == column.name) {
                let declared = own.iter().find(|own| own.name == column.name);
                columns.push(declared.cloned().unwrap_or(column));
            }
        }
        columns
    }

    fn columns_of_parents(&mut self, table: &Table, depth: usize) -> Vec<Column> {
        let (mut columns, tables) = (Vec::new(), self.tables);
        for name in table.inherits.iter().filter(|_| depth > 0) {
            let name = self.object_name(name);
            let Some(parent) = tables.iter().find(|table| self.object_name(&table.name) == name) else {
                continue;
            };
            columns.extend(self.columns_of_parents(parent, depth - 1));
            columns.extend(parent.columns.iter().map(|column| inherited(&self.column(parent, column))));
        }
        columns
    }
}
