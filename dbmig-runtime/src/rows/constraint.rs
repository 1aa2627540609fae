//! What the rows of a table must satisfy beyond their types.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Catalog, Check, ForeignKey, KeyPart, ObjectName, Table, identifiers};

use super::hint::Hints;

/// The constraints on a table's rows, those that its parents bring along among them.
#[derive(Clone, Debug, Default)]
pub(super) struct Constraints {
    /// The columns that each constraint or unique index is about, by its name.
    pub columns: BTreeMap<String, BTreeSet<String>>,
    /// The columns that say which partition a row belongs to.
    pub partition_key: BTreeSet<String>,
    /// The columns that rows are told apart by.
    pub distinct: BTreeSet<String>,
    /// The foreign keys, those of most columns first.
    pub foreign_keys: Vec<ForeignKey>,
    /// What conditions mention, for each column.
    pub hints: BTreeMap<String, Hints>,
}

impl Constraints {
    /// Those of `table`.
    pub(super) fn of(catalog: &Catalog, table: &Table) -> Self {
        let mut found = Self::default();
        found.add_checks(table, &table.checks);
        found.foreign_keys.extend(table.foreign_keys.iter().cloned());
        found.add_keys(table);
        found.add_parents(catalog, table, table);
        if let Some(key) = &table.partition_by {
            found.partition_key.extend(columns_of(table, key));
        }
        found.foreign_keys.retain(|key| !key.not_enforced);
        found.foreign_keys.sort_by(|a, b| b.columns.len().cmp(&a.columns.len()).then(a.name.cmp(&b.name)));
        found.foreign_keys.dedup_by(|a, b| a.columns == b.columns && a.references == b.references);
        for key in &found.foreign_keys {
            found.columns.insert(key.name.clone(), key.columns.iter().cloned().collect());
        }
        found
    }

    /// What `of` and the tables above it bring along to `table`.
    fn add_parents(&mut self, catalog: &Catalog, table: &Table, of: &Table) {
        for parent in of.parents().filter_map(|name| catalog.tables.get(name)) {
            let inherited: Vec<Check> =
                parent.checks.iter().filter(|check| !check.no_inherit).cloned().collect();
            self.add_checks(table, &inherited);
            if let Some(partition) = &of.partition_of {
                let bound = &partition.bound;
                let keys = parent.partition_by.as_deref().unwrap_or_default();
                self.add_hints(table, keys, bound);
                self.partition_key.extend(columns_of(table, keys));
                self.foreign_keys.extend(parent.foreign_keys.iter().cloned());
            }
            self.add_parents(catalog, table, parent);
        }
    }

    fn add_checks(&mut self, table: &Table, checks: &[Check]) {
        for check in checks.iter().filter(|check| !check.not_enforced) {
            self.add_hints(table, &check.expression, &check.expression);
            self.columns.insert(check.name.clone(), columns_of(table, &check.expression));
        }
    }

    /// Constants of `condition` for the columns that `about` mentions.
    fn add_hints(&mut self, table: &Table, about: &str, condition: &str) {
        for column in columns_of(table, about) {
            self.hints.entry(column).or_default().add(condition);
        }
    }

    fn add_keys(&mut self, table: &Table) {
        let keys = table.primary_key.iter().map(|key| (&key.name, &key.columns));
        for (name, columns) in keys.chain(table.uniques.iter().map(|key| (&key.name, &key.columns))) {
            let columns = columns.iter().flat_map(|column| sources_of(table, column)).collect();
            self.add_key(name, columns);
        }
        for index in table.indexes.iter().filter(|index| index.unique) {
            let parts = index.keys.iter().map(|key| &key.part);
            self.add_key(&index.name, parts.flat_map(|part| columns_of_part(table, part)).collect());
        }
        for exclusion in &table.exclusions {
            let parts = exclusion.elements.iter().map(|element| &element.key.part);
            self.add_key(&exclusion.name, parts.flat_map(|part| columns_of_part(table, part)).collect());
        }
    }

    fn add_key(&mut self, name: &str, columns: BTreeSet<String>) {
        self.distinct.extend(columns.iter().cloned());
        self.columns.insert(name.to_owned(), columns);
    }

    /// The tables that rows refer to.
    pub(super) fn references(&self) -> impl Iterator<Item = &ObjectName> {
        self.foreign_keys.iter().map(|key| &key.references)
    }
}

fn columns_of_part(table: &Table, part: &KeyPart) -> BTreeSet<String> {
    match part {
        KeyPart::Column(name) => sources_of(table, name),
        KeyPart::Expression(expression) => columns_of(table, expression),
    }
}

/// The columns that an expression reads.
pub(super) fn columns_of(table: &Table, expression: &str) -> BTreeSet<String> {
    let names = identifiers(expression);
    let columns = table.columns.iter().filter(|column| names.contains(&column.name));
    columns.flat_map(|column| sources_of(table, &column.name)).collect()
}

/// The column itself, or those that it is generated from, which can't be generated in turn.
fn sources_of(table: &Table, column: &str) -> BTreeSet<String> {
    let generated = table.column(column).and_then(|column| column.generated.as_ref());
    match generated {
        None => BTreeSet::from([column.to_owned()]),
        Some(generated) => {
            let names = identifiers(&generated.expression);
            let columns = table.columns.iter().filter(|column| column.generated.is_none());
            columns.filter(|column| names.contains(&column.name)).map(|column| column.name.clone()).collect()
        }
    }
}
