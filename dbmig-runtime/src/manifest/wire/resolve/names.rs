//! Names that two objects can't share: PostgreSQL keeps tables and indexes of a schema in one list (`pg_class`), tables
//! and types in another (`pg_type`), and the constraints of a table in a third.

use std::collections::BTreeMap;

use super::super::model::{Table, View};
use super::super::{Declarant, ResolveError};
use super::Resolver;
use crate::catalog;

/// Who has each name, so far.
type Taken<K> = BTreeMap<K, Declarant>;

impl Resolver<'_> {
    pub(super) fn check_names(&mut self, tables: &[&Table], views: &[&View]) {
        let catalog = self.declared.catalog.clone();
        let (mut relations, mut types) = (Taken::new(), Taken::new());
        for (name, (kind, place)) in &self.types {
            let what = format!("{kind} {name}");
            types.insert(name.clone(), Declarant { what, place: place.clone() });
        }
        for table in tables {
            let own = (self.object_name(&table.name), table.declarant());
            let partitions = table.partitions.iter().map(|item| {
                let what = format!("partition {} of {}", item.name.sql(), table.declarant().what);
                (self.object_name(&item.name), Declarant { what, place: table.place_at(item.line) })
            });
            for (name, declarant) in std::iter::once(own).chain(partitions).collect::<Vec<_>>() {
                if self.take(&mut types, name.clone(), declarant.clone(), name.to_string()) {
                    self.take(&mut relations, name.clone(), declarant, name.to_string());
                }
            }
        }
        for view in views {
            let (name, declarant) = (self.object_name(&view.table.name), view.declarant());
            if self.take(&mut types, name.clone(), declarant.clone(), name.to_string()) {
                self.take(&mut relations, name.clone(), declarant, name.to_string());
            }
        }
        for view in views {
            let name = self.object_name(&view.table.name);
            for index in catalog.materialized_views.get(&name).iter().flat_map(|built| &built.indexes) {
                let what = format!("index {} of {}", index.name, view.declarant().what);
                let declarant = Declarant { what, place: view.table.place() };
                let name = name.sibling(&*index.name);
                self.take(&mut relations, name.clone(), declarant, name.to_string());
            }
        }
        for table in tables {
            let Some(built) = catalog.tables.get(&self.object_name(&table.name)) else { continue };
            let mut constraints = Taken::new();
            for (kind, name, is_relation, is_constraint) in names(built) {
                let what = format!("{kind} {name} of {}", table.declarant().what);
                let declarant = Declarant { what, place: table.place() };
                if is_constraint {
                    let sql = catalog::quote_identifier(&name).into_owned();
                    if !self.take(&mut constraints, name.clone(), declarant.clone(), sql) {
                        continue;
                    }
                }
                if is_relation {
                    let name = built.name.sibling(name);
                    self.take(&mut relations, name.clone(), declarant, name.to_string());
                }
            }
        }
    }

    /// False, with an error, if another has the name.
    fn take<K: Ord>(&mut self, taken: &mut Taken<K>, key: K, second: Declarant, name: String) -> bool {
        match taken.get(&key) {
            None => {
                taken.insert(key, second);
                true
            }
            Some(first) => {
                let (database, first) = (self.database.to_owned(), first.clone());
                self.errors.push(ResolveError::NameTaken { database, name, first, second });
                false
            }
        }
    }
}

/// Kind and name of all that belongs to a table, with whether it is a relation and whether it is a constraint.
fn names(table: &catalog::Table) -> impl Iterator<Item = (&'static str, String, bool, bool)> {
    let primary = table.primary_key.iter().map(|key| ("primary key", key.name.clone(), true, true));
    let uniques = table.uniques.iter().map(|key| ("unique constraint", key.name.clone(), true, true));
    let foreign = table.foreign_keys.iter().map(|key| ("foreign key", key.name.clone(), false, true));
    let checks = table.checks.iter().map(|check| ("check", check.name.clone(), false, true));
    let exclusions = table.exclusions.iter().map(|it| ("exclusion constraint", it.name.clone(), true, true));
    let indexes = table.indexes.iter().map(|index| ("index", index.name.clone(), true, false));
    let sequences = table.columns.iter().filter_map(|column| {
        let sequence = column.identity.as_ref()?.sequence_name(&table.name, &column.name);
        Some(("sequence", sequence.name, true, false))
    });
    primary.chain(uniques).chain(foreign).chain(checks).chain(exclusions).chain(indexes).chain(sequences)
}
