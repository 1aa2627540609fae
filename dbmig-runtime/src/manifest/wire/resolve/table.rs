//! Tables.

use std::collections::BTreeMap;

use super::super::Declarant;
use super::super::model::{Column, Table};
use super::Resolver;
use crate::catalog::{self, ObjectName};

/// What a declaration of a table comes to: two with the same are one.
#[derive(PartialEq)]
struct Built {
    table: catalog::Table,
    renamed_from: Option<String>,
    renamed_columns: Vec<(String, String)>,
}

impl<'a> Resolver<'a> {
    /// Adds every table, and the enum types of its columns. Returns the declarations that count.
    pub(super) fn add_tables(&mut self) -> Vec<&'a Table> {
        let mut seen: BTreeMap<ObjectName, (Built, &Table)> = BTreeMap::new();
        let mut kept = Vec::new();
        for table in self.tables {
            let built = self.build(table);
            let name = built.table.name.clone();
            match seen.get(&name) {
                Some((first, _)) if *first == built => {}
                Some((_, first)) => self.conflict(declarant(first), declarant(table)),
                None => {
                    self.declare(&built, table);
                    seen.insert(name, (built, table));
                    kept.push(table);
                }
            }
        }
        kept
    }

    fn build(&mut self, table: &Table) -> Built {
        let mut built = catalog::Table::new(self.object_name(&table.name));
        built.comment.clone_from(&table.comment);
        built.columns = table.columns.iter().map(|column| self.column(column)).collect();
        built.primary_key = table.primary_key.as_ref().map(|key| table.primary_key(key));
        built.uniques = table.uniques.iter().map(|key| table.unique(key)).collect();
        built.foreign_keys =
            table.foreign_keys.iter().filter_map(|key| self.foreign_key(table, key)).collect();
        built.checks = table.checks.iter().map(|check| table.check(check)).collect();
        built.indexes = table.indexes.iter().map(|index| table.index(index)).collect();
        let renamed = |column: &Column| column.renamed_from.clone().map(|old| (column.name.clone(), old));
        let renamed_columns = table.columns.iter().filter_map(renamed).collect();
        Built { table: built, renamed_from: table.renamed_from.clone(), renamed_columns }
    }

    fn declare(&mut self, built: &Built, table: &Table) {
        let (name, declared) = (&built.table.name, &mut self.declared);
        if let Some(old) = &built.renamed_from {
            declared.renames.tables.insert(name.clone(), name.sibling(old));
        }
        for (new, old) in &built.renamed_columns {
            declared.renames.columns.insert((name.clone(), new.clone()), old.clone());
        }
        for column in &table.columns {
            let place = table.place_at(column.line);
            declared.column_places.insert((name.clone(), column.name.clone()), place);
        }
        declared.places.insert(name.clone(), table.place());
        declared.catalog.tables.insert(name.clone(), built.table.clone());
    }
}

/// The table, as messages call it.
pub(super) fn declarant(table: &Table) -> Declarant {
    Declarant { what: format!("table {} (struct {})", table.name.sql(), table.rust), place: table.place() }
}
