//! Rows that satisfy the constraints before a revision and those after it.

use std::collections::BTreeMap;

use crate::catalog::{Catalog, Check, DataType, ObjectName, Table};

use super::Filling;
use super::later::{Later, PREFIX, is_new, renamed};

/// What rows must be like so that a revision takes them along.
#[derive(Clone, Debug)]
pub struct Fitting {
    /// The tables before the revision, with what can be said already of the constraints after it, and the types that come
    /// with it. A database is made so for as long as it is filled.
    pub catalog: Catalog,
    /// What nothing can be said of before the revision has run.
    pub unjudged: Vec<Unjudged>,
    /// The columns that get another type.
    conversions: BTreeMap<(ObjectName, String), DataType>,
}

/// A constraint after a revision that rows before it can't be checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unjudged {
    /// The table.
    pub table: ObjectName,
    /// The constraint or index.
    pub constraint: String,
}

impl Fitting {
    /// What leads from `before`, in which what the revision renames has its new name, to `after`.
    pub fn new(before: &Catalog, after: &Catalog) -> Self {
        let mut fitting =
            Self { catalog: before.clone(), unjudged: Vec::new(), conversions: BTreeMap::new() };
        fitting.add_types(after);
        for table in after.tables.values() {
            fitting.add_table(before, table, after);
        }
        fitting
    }

    /// Rows for `tables`, by their names in [`catalog`](Self::catalog), as [`Filling::plan`] has them.
    pub fn plan<'a>(&self, after: &Catalog, tables: impl IntoIterator<Item = &'a ObjectName>) -> Filling {
        let mut catalog = self.catalog.clone();
        for (name, kept) in &mut catalog.enums {
            if let Some(later) = after.enums.get(name) {
                kept.labels.retain(|label| later.labels.contains(label));
            }
        }
        Filling::of(&catalog, tables, &self.conversions)
    }

    /// The constraint that a statement, which makes [`catalog`](Self::catalog), is about; by the name that it has after the revision.
    pub fn later_name(&self, sql: &str) -> Option<String> {
        let (_, rest) = sql.split_once(PREFIX)?;
        let (_, name) = rest.split_once('_')?;
        Some(name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
    }

    fn add_types(&mut self, after: &Catalog) {
        let catalog = &mut self.catalog;
        add_missing(&mut catalog.namespaces, &after.namespaces);
        add_missing(&mut catalog.extensions, &after.extensions);
        add_missing(&mut catalog.enums, &after.enums);
        add_missing(&mut catalog.composites, &after.composites);
        add_missing(&mut catalog.domains, &after.domains);
        for (name, later) in &after.domains {
            let Some(domain) = catalog.domains.get_mut(name) else { continue };
            domain.nullable &= later.nullable;
            let checks = later.checks.iter().filter(|check| is_new(check, &domain.checks));
            let checks: Vec<Check> =
                checks.cloned().enumerate().map(|(number, check)| renamed(check, number)).collect();
            domain.checks.extend(checks);
        }
    }

    fn add_table(&mut self, before: &Catalog, after: &Table, after_catalog: &Catalog) {
        let Some(table) = self.catalog.tables.get_mut(&after.name) else { return };
        for later in &after.columns {
            let Some(column) = table.columns.iter_mut().find(|column| column.name == later.name) else {
                continue;
            };
            column.nullable &= later.nullable;
            if column.data_type != later.data_type {
                self.conversions.insert((after.name.clone(), later.name.clone()), later.data_type.clone());
            }
        }
        let unjudged = Later { before, after, after_catalog }.add_to(table);
        table.sort();
        let of_table = |constraint| Unjudged { table: after.name.clone(), constraint };
        self.unjudged.extend(unjudged.into_iter().map(of_table));
    }
}

fn add_missing<K: Ord + Clone, V: Clone>(map: &mut BTreeMap<K, V>, from: &BTreeMap<K, V>) {
    for (key, value) in from {
        map.entry(key.clone()).or_insert_with(|| value.clone());
    }
}
