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
        overridden(self.columns_of_parents(table, MAX_DEPTH), own)
    }

    /// The columns of all parents; one that several have is as strict as the strictest, and has the default of the first with one.
    fn columns_of_parents(&mut self, table: &Table, depth: usize) -> Vec<Column> {
        let (mut columns, tables): (Vec<Column>, _) = (Vec::new(), self.tables);
        for name in table.inherits.iter().filter(|_| depth > 0) {
            let name = self.object_name(name);
            let Some(parent) = tables.iter().find(|table| self.object_name(&table.name) == name) else {
                continue;
            };
            let own = parent.columns.iter().map(|column| inherited(&self.column(parent, column))).collect();
            for column in overridden(self.columns_of_parents(parent, depth - 1), own) {
                match columns.iter_mut().find(|other| other.name == column.name) {
                    Some(other) => merge(other, column),
                    None => columns.push(column),
                }
            }
        }
        columns
    }
}

/// Inherited columns, each as the table itself declares it if it does, and then the others that it declares.
fn overridden(inherited: Vec<Column>, mut own: Vec<Column>) -> Vec<Column> {
    let mut columns: Vec<Column> = inherited
        .into_iter()
        .map(|column| match own.iter().position(|own| own.name == column.name) {
            Some(at) => own.remove(at),
            None => column,
        })
        .collect();
    columns.append(&mut own);
    columns
}

/// See [Inheritance](https://www.postgresql.org/docs/current/ddl-inherit.html): definitions of several parents become one.
fn merge(column: &mut Column, other: Column) {
    column.nullable &= other.nullable;
    column.default = column.default.take().or(other.default);
}
