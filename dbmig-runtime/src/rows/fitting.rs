//! Rows that satisfy the constraints before a revision and those after it.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Catalog, Check, DataType, KeyPart, ObjectName, Table, identifiers};

use super::Filling;

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
            fitting.add_table(before, table);
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

    fn add_table(&mut self, before: &Catalog, after: &Table) {
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
        let mut unjudged = add_checks(table, after);
        unjudged.extend(add_keys(table, after));
        unjudged.extend(add_foreign_keys(table, after, before));
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

fn is_new(check: &Check, checks: &[Check]) -> bool {
    !check.not_enforced
        && !check.not_valid
        && !checks.iter().any(|other| other.expression == check.expression)
}

fn name(number: usize, of: &str) -> String {
    let short: String = of.chars().filter(char::is_ascii).take(40).collect();
    format!("{PREFIX}{number}_{short}")
}

/// The beginning of the names of constraints that are there only while tables are filled.
const PREFIX: &str = "dbmig_later_";

fn renamed(check: Check, number: usize) -> Check {
    Check { name: name(number, &check.name), comment: None, ..check }
}

/// True if `table` has all columns of `after` that `names` mention.
fn has_all(table: &Table, after: &Table, names: &BTreeSet<String>) -> bool {
    let mut mentioned = after.columns.iter().filter(|column| names.contains(&column.name));
    mentioned.all(|column| table.column(&column.name).is_some())
}

/// Adds the checks; returns the names of those that can't be.
fn add_checks(table: &mut Table, after: &Table) -> Vec<String> {
    let (mut unjudged, mut added) = (Vec::new(), Vec::new());
    for (number, check) in after.checks.iter().filter(|check| is_new(check, &table.checks)).enumerate() {
        if has_all(table, after, &identifiers(&check.expression)) {
            added.push(renamed(check.clone(), number));
        } else {
            unjudged.push(check.name.clone());
        }
    }
    table.checks.extend(added);
    unjudged
}

/// Adds unique constraints and indexes and exclusion constraints; returns the names of those that can't be.
fn add_keys(table: &mut Table, after: &Table) -> Vec<String> {
    let mut unjudged = Vec::new();
    // The parts of an index of a partitioned table are more than this one table.
    let is_plain = table.partition_by.is_none() && table.partition_of.is_none();
    let mut judge = |table: &Table, name: &str, names: BTreeSet<String>| {
        let can = is_plain && has_all(table, after, &names);
        if !can {
            unjudged.push(name.to_owned());
        }
        can
    };
    let own: Vec<Vec<String>> = table
        .primary_key
        .iter()
        .map(|key| key.columns.clone())
        .chain(table.uniques.iter().map(|unique| unique.columns.clone()))
        .collect();
    let later = after.primary_key.iter().cloned().map(crate::catalog::Unique::from);
    for (number, mut key) in later.chain(after.uniques.iter().cloned()).enumerate() {
        let names = key.columns.iter().chain(&key.include).cloned().collect();
        let is_known = own.contains(&key.columns) && !key.nulls_not_distinct;
        if !is_known && judge(table, &key.name, names) {
            (key.name, key.comment, key.index_comment) = (name(number, &key.name), None, None);
            table.uniques.push(key);
        }
    }
    for (number, mut index) in after.indexes.iter().filter(|index| index.unique).cloned().enumerate() {
        let is_known =
            |other: &crate::catalog::Index| other.keys == index.keys && other.predicate == index.predicate;
        let mut names: BTreeSet<String> = index.include.iter().cloned().collect();
        names.extend(index.keys.iter().flat_map(|key| names_of(&key.part)));
        names.extend(index.predicate.iter().flat_map(|predicate| identifiers(predicate)));
        let is_known = table.indexes.iter().filter(|other| other.unique).any(is_known);
        if !is_known && judge(table, &index.name, names) {
            (index.name, index.comment) = (name(number, &index.name), None);
            table.indexes.push(index);
        }
    }
    for (number, mut exclusion) in after.exclusions.iter().cloned().enumerate() {
        let is_known = table.exclusions.iter().any(|other| other.elements == exclusion.elements);
        let names = exclusion.elements.iter().flat_map(|element| names_of(&element.key.part)).collect();
        if !is_known && judge(table, &exclusion.name, names) {
            (exclusion.name, exclusion.comment, exclusion.index_comment) =
                (name(number, &exclusion.name), None, None);
            table.exclusions.push(exclusion);
        }
    }
    unjudged
}

fn names_of(part: &KeyPart) -> BTreeSet<String> {
    match part {
        KeyPart::Column(name) => BTreeSet::from([name.clone()]),
        KeyPart::Expression(expression) => identifiers(expression),
    }
}

/// Adds the foreign keys to tables that are there; returns the names of the others.
fn add_foreign_keys(table: &mut Table, after: &Table, before: &Catalog) -> Vec<String> {
    let mut unjudged = Vec::new();
    let own = |key: &crate::catalog::ForeignKey, table: &Table| {
        let same = |other: &crate::catalog::ForeignKey| {
            other.columns == key.columns && other.references == key.references
        };
        table.foreign_keys.iter().any(same)
    };
    for (number, key) in after.foreign_keys.iter().enumerate() {
        if own(key, table) || key.not_valid || key.not_enforced {
            continue;
        }
        let there = before.tables.get(&key.references);
        let has_there = there
            .is_some_and(|there| key.referenced_columns.iter().all(|column| there.column(column).is_some()));
        if has_there && has_all(table, after, &key.columns.iter().cloned().collect()) {
            let name = name(number, &key.name);
            table.foreign_keys.push(crate::catalog::ForeignKey { name, comment: None, ..key.clone() });
        } else {
            unjudged.push(key.name.clone());
        }
    }
    unjudged
}
