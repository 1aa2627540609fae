//! Tables.

use std::collections::BTreeMap;

use super::super::model::{Column, Grant, Partition, PartitionBy, RowSecurity, Table};
use super::super::{Declarant, ResolveError};
use super::{Resolver, sorted};
use crate::catalog::{self, Object, ObjectName, Policy, ReplicaIdentity, Statistics};

/// What a declaration of a table comes to: two with the same are one.
#[derive(PartialEq)]
struct Built {
    table: catalog::Table,
    partitions: Vec<catalog::Table>,
    statistics: Vec<Statistics>,
    policies: Vec<Policy>,
    grants: Vec<Grant>,
    renamed_from: Option<String>,
    renamed_columns: Vec<(String, String)>,
}

impl<'a> Resolver<'a> {
    /// Adds every table, and the types of its columns. Returns the declarations that count.
    pub(super) fn add_tables(&mut self) -> Vec<&'a Table> {
        let mut seen: BTreeMap<ObjectName, (Built, &Table)> = BTreeMap::new();
        let mut kept = Vec::new();
        for table in self.tables {
            let built = self.build(table);
            let name = built.table.name.clone();
            match seen.get(&name) {
                Some((first, _)) if *first == built => {}
                Some((_, first)) => self.conflict(first.declarant(), table.declarant()),
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
        let own = table.columns.iter().map(|column| self.column(table, column)).collect();
        built.inherits = self.parents(table);
        built.columns = self.with_inherited(table, own);
        built.primary_key = table.primary_key.as_ref().map(|key| table.primary_key(key));
        built.uniques = table.uniques.iter().map(|key| table.unique(key)).collect();
        built.foreign_keys =
            table.foreign_keys.iter().filter_map(|key| self.foreign_key(table, key)).collect();
        built.checks = table.checks.iter().map(|check| table.check(check)).collect();
        built.exclusions = table.exclusions.iter().map(|item| table.exclusion(item)).collect();
        built.indexes = table.indexes.iter().map(|index| table.index(index)).collect();
        table.properties(&mut built);
        let partitions = table.partitions.iter().map(|partition| self.partition(&built, partition)).collect();
        let renamed = |column: &Column| column.renamed_from.clone().map(|old| (column.name.clone(), old));
        let renamed_columns = table.columns.iter().filter_map(renamed).collect();
        let on = Object::Table(built.name.clone());
        let statistics = table.statistics.iter().map(|item| table.statistics(&on, item)).collect();
        let policies = table.policies.iter().map(|policy| policy.built(&built.name)).collect();
        let (grants, renamed_from) = (table.grants.clone(), table.renamed_from.clone());
        Built { table: built, partitions, statistics, policies, grants, renamed_from, renamed_columns }
    }

    fn declare(&mut self, built: &Built, table: &Table) {
        let name = &built.table.name;
        let renames = &mut self.declared.renames;
        if let Some(old) = &built.renamed_from {
            renames.tables.insert(name.clone(), name.sibling(old));
        }
        for (new, old) in &built.renamed_columns {
            renames.columns.insert((name.clone(), new.clone()), old.clone());
        }
        for column in &table.columns {
            let place = table.place_at(column.line);
            self.declared.column_places.insert((name.clone(), column.name.clone()), place);
        }
        self.declared.places.insert(name.clone(), table.place());
        self.declared.catalog.tables.insert(name.clone(), built.table.clone());
        for (partition, declared) in built.partitions.iter().zip(&table.partitions) {
            self.declare_partition(partition, table, declared);
        }
        self.declare_statistics(&built.statistics, &table.declarant());
        let policies = built.policies.iter().map(|policy| (policy.name.clone(), policy.clone()));
        self.declared.catalog.policies.extend(policies);
        built.grants.iter().for_each(|grant| self.grant(&Object::Table(name.clone()), name, grant));
    }

    fn declare_partition(&mut self, built: &catalog::Table, table: &Table, declared: &Partition) {
        let name = &built.name;
        if let Some(old) = &declared.renamed_from {
            self.declared.renames.tables.insert(name.clone(), name.sibling(old));
        }
        // A name that is taken is found with the other names.
        if !self.declared.catalog.tables.contains_key(name) {
            self.declared.places.insert(name.clone(), table.place_at(declared.line));
            self.declared.catalog.tables.insert(name.clone(), built.clone());
        }
    }

    pub(super) fn declare_statistics(&mut self, statistics: &[Statistics], of: &Declarant) {
        for item in statistics {
            let what = format!("statistics {} of {}", item.name, of.what);
            let second = Declarant { what, place: of.place.clone() };
            let Some(first) = self.statistics.get(&item.name) else {
                self.statistics.insert(item.name.clone(), second);
                self.declared.catalog.statistics.insert(item.name.clone(), item.clone());
                continue;
            };
            let (database, name, first) = (self.database.to_owned(), item.name.to_string(), first.clone());
            self.errors.push(ResolveError::NameTaken { database, name, first, second });
        }
    }
}

impl Table {
    /// What the table is but for columns, constraints and indexes.
    fn properties(&self, built: &mut catalog::Table) {
        built.comment.clone_from(&self.comment);
        built.unlogged = self.unlogged;
        built.access_method.clone_from(&self.access_method);
        built.storage = sorted(&self.storage);
        built.tablespace.clone_from(&self.tablespace);
        built.clustered_on.clone_from(&self.clustered_on);
        built.replica_identity = match self.replica_identity.as_deref() {
            None | Some("default") => ReplicaIdentity::Default,
            Some("full") => ReplicaIdentity::Full,
            Some("nothing") => ReplicaIdentity::Nothing,
            Some(index) => ReplicaIdentity::Index(index.to_owned()),
        };
        built.row_security = RowSecurity::built(self.row_security);
        built.partition_by = self.partition_by.as_ref().map(PartitionBy::sql);
    }
}
