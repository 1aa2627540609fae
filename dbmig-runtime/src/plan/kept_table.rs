//! Tables on both sides: what of them stays, and what is built again.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::{Parts, parts};
use super::scope::Scope;
use super::unique_columns::{index_key, keys, sorted};
use super::{cast, generated};
use crate::catalog::{
    Check, Column, Exclusion, ForeignKey, Index, IndexKey, KeyPart, Object, ObjectName, PrimaryKey, Table,
    Unique, identifiers,
};

/// A table on both sides.
pub(super) struct KeptTable<'a> {
    pub(super) from: &'a Table,
    pub(super) to: &'a Table,
    /// The parents that it has before and after.
    pub(super) parents: Vec<&'a ObjectName>,
    /// The columns that the parents' statements make of `from`, where there are parents.
    pub(super) before: Option<Vec<Column>>,
    /// Those that the parents have before and after.
    pub(super) inherited: BTreeSet<String>,
    /// Columns on both sides that get another type, or their type built again.
    pub(super) retyped: BTreeSet<&'a str>,
    /// Those of `retyped` whose old and new type don't compare with each other.
    pub(super) unrelated: BTreeSet<&'a str>,
    /// Columns on both sides that are dropped and added.
    pub(super) replaced: BTreeSet<&'a str>,
    /// Those of `replaced` that stay and hold JSON meanwhile, since they hold rows of these relations.
    pub(super) aside: BTreeMap<&'a str, BTreeSet<Object>>,
    pub(super) primary_key: Parts<'a, PrimaryKey>,
    pub(super) uniques: Parts<'a, Unique>,
    pub(super) checks: Parts<'a, Check>,
    pub(super) exclusions: Parts<'a, Exclusion>,
    pub(super) foreign_keys: Parts<'a, ForeignKey>,
    pub(super) indexes: Parts<'a, Index>,
}

impl<'a> Scope<'a> {
    pub(super) fn kept_table(&self, from: &'a Table, to: &'a Table) -> KeptTable<'a> {
        let mut table = KeptTable {
            from,
            to,
            parents: Vec::new(),
            before: None,
            inherited: BTreeSet::new(),
            retyped: BTreeSet::new(),
            unrelated: BTreeSet::new(),
            replaced: BTreeSet::new(),
            aside: BTreeMap::new(),
            primary_key: Parts::default(),
            uniques: Parts::default(),
            checks: Parts::default(),
            exclusions: Parts::default(),
            foreign_keys: Parts::default(),
            indexes: Parts::default(),
        };
        self.find_columns(&mut table);
        table
    }

    /// What happens to the keys, checks and indexes of each table.
    pub(super) fn find_parts(&mut self) {
        let tables: Vec<_> = self.kept.iter().map(|(name, table)| (*name, self.parts_of(table))).collect();
        for (name, parts) in tables {
            if let Some(table) = self.kept.get_mut(name) {
                let OwnParts { primary_key, uniques, checks, exclusions, indexes } = parts;
                (table.primary_key, table.uniques) = (primary_key, uniques);
                (table.checks, table.exclusions, table.indexes) = (checks, exclusions, indexes);
            }
        }
    }

    fn parts_of(&self, table: &KeptTable<'a>) -> OwnParts<'a> {
        let (from, to) = (table.from, table.to);
        let again = |name: &String| self.disturbed.again(&Object::Constraint(to.name.clone(), name.clone()));
        let moving: BTreeSet<&str> = table.replaced.union(&table.unrelated).copied().collect();
        let rebuilt = self.rebuilt_types();
        let mentions = |text: &str| {
            let stays = moving.is_empty() && rebuilt.is_empty();
            !stays
                && identifiers(text)
                    .iter()
                    .any(|name| moving.contains(name.as_str()) || rebuilt.contains(name.as_str()))
        };
        let replaced = |columns: &[String]| columns.iter().any(|name| table.replaced.contains(name.as_str()));
        let primary_key = parts(&from.primary_key, &to.primary_key, |key| {
            replaced(&key.columns) || replaced(&key.include) || again(&key.name)
        });
        let uniques = parts(&from.uniques, &to.uniques, |key| {
            replaced(&key.columns) || replaced(&key.include) || again(&key.name)
        });
        let checks =
            parts(&from.checks, &to.checks, |check| mentions(&check.expression) || again(&check.name));
        let key_moves = |key: &IndexKey| match &key.part {
            KeyPart::Column(name) => table.replaced.contains(name.as_str()),
            KeyPart::Expression(text) => mentions(text),
        };
        let exclusions = parts(&from.exclusions, &to.exclusions, |item| {
            replaced(&item.include)
                || again(&item.name)
                || item.predicate.as_deref().is_some_and(mentions)
                || item.elements.iter().any(|element| key_moves(&element.key))
        });
        let indexes = parts(&from.indexes, &to.indexes, |index| {
            replaced(&index.include)
                || self.disturbed.again(&Object::Index(to.name.sibling(&*index.name)))
                || index.predicate.as_deref().is_some_and(mentions)
                || index.keys.iter().any(key_moves)
        });
        OwnParts { primary_key, uniques, checks, exclusions, indexes }
    }

    fn find_columns(&self, table: &mut KeptTable<'a>) {
        let pairs = || table.to.columns.iter().filter_map(|to| Some((table.from.column(&to.name)?, to)));
        let (mut retyped, mut unrelated, mut replaced) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (from, to) in pairs() {
            let rebuilt = self.is_rebuilt(&table.to.name, to) || self.is_rebuilt(&table.to.name, from);
            let changed = from.data_type != to.data_type || from.collation != to.collation || rebuilt;
            if generated::must_replace(self.changes, table.from, (from, to), changed) {
                replaced.insert(to.name.as_str());
            } else if changed {
                retyped.insert(to.name.as_str());
                if rebuilt || !cast::related(&from.data_type, &to.data_type) {
                    unrelated.insert(to.name.as_str());
                }
            }
        }
        let moving: BTreeSet<&str> = retyped.union(&replaced).copied().collect();
        let types = self.rebuilt_types();
        for (_, to) in pairs() {
            let Some(generated) = &to.generated else { continue };
            let names = identifiers(&generated.expression);
            if names.iter().any(|name| moving.contains(name.as_str()) || types.contains(name.as_str())) {
                replaced.insert(&to.name);
            }
        }
        (table.retyped, table.unrelated, table.replaced) = (retyped, unrelated, replaced);
    }

    /// The names of the types that are built again, for texts that name them.
    fn rebuilt_types(&self) -> BTreeSet<&str> {
        let types = self.rebuilt.keys().filter(|object| !matches!(object, Object::Collation(_)));
        types.filter_map(|object| object.schema_name()).map(|name| name.name.as_str()).collect()
    }

    /// Foreign keys last: they hang on the columns and the keys of two tables.
    pub(super) fn find_foreign_keys(&mut self) {
        let keys: BTreeSet<(ObjectName, Vec<String>)> = self
            .kept
            .values()
            .flat_map(|table| table.dropped_keys().map(|columns| (table.to.name.clone(), columns)))
            .collect();
        let moving: BTreeMap<&ObjectName, BTreeSet<&str>> = self
            .kept
            .iter()
            .map(|(name, table)| (*name, table.replaced.union(&table.unrelated).copied().collect()))
            .collect();
        let moves = |table: &ObjectName, columns: &[String]| {
            let moving = moving.get(table);
            moving.is_some_and(|moving| columns.iter().any(|name| moving.contains(name.as_str())))
        };
        // Two tables that refer to each other could not both change whether they are logged.
        let persistence: BTreeSet<&ObjectName> = self
            .kept
            .iter()
            .filter(|(_, table)| table.from.unlogged != table.to.unlogged)
            .map(|(name, _)| *name)
            .collect();
        for table in self.kept.values_mut() {
            table.foreign_keys = parts(&table.from.foreign_keys, &table.to.foreign_keys, |key| {
                moves(&table.to.name, &key.columns)
                    || self.rebuilt_tables.contains(&key.references)
                    || key.references != table.to.name
                        && persistence.contains(&key.references)
                        && persistence.contains(&table.to.name)
                    || moves(&key.references, &key.referenced_columns)
                    || keys.contains(&(key.references.clone(), sorted(&key.referenced_columns)))
            });
        }
    }
}

impl KeptTable<'_> {
    /// The column sets whose uniqueness is given up, if only for a moment.
    fn dropped_keys(&self) -> impl Iterator<Item = Vec<String>> {
        let primary = self.primary_key.dropped.iter().map(|key| sorted(&key.columns));
        let uniques = self.uniques.dropped.iter().map(|key| sorted(&key.columns));
        primary.chain(uniques).chain(self.indexes.dropped.iter().filter_map(|index| index_key(index)))
    }

    /// True if a foreign key can refer to these columns before anything in this plan has run.
    pub(super) fn has_settled_key(&self, columns: &[String]) -> bool {
        let columns = sorted(columns);
        let moved = columns.iter().any(|name| {
            self.retyped.contains(name.as_str())
                || self.replaced.contains(name.as_str())
                || self.from.column(name).is_none()
        });
        !moved && !self.dropped_keys().any(|key| key == columns) && keys(self.from).any(|key| key == columns)
    }
}

/// All parts of a table but its foreign keys.
struct OwnParts<'a> {
    primary_key: Parts<'a, PrimaryKey>,
    uniques: Parts<'a, Unique>,
    checks: Parts<'a, Check>,
    exclusions: Parts<'a, Exclusion>,
    indexes: Parts<'a, Index>,
}
