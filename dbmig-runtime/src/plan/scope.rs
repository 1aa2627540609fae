//! What a plan has to touch beyond the changes themselves: objects that are equal on both sides but stand on
//! something that PostgreSQL won't change under them.

use std::collections::{BTreeMap, BTreeSet};

use super::again::{self, Disturbance, Disturbed};
use super::cast;
use super::graph::Resource;
use super::noun::{self, Change, Noun, Visitor};
use super::parts::{Parts, parts};
use super::unique_columns::{index_key, keys, sorted};
use crate::catalog::{
    Check, Column, EnumType, ForeignKey, GeneratedKind, Index, KeyPart, Object, ObjectName, PrimaryKey,
    Table, Unique, identifiers,
};
use crate::diff::Changes;

/// The decisions that steps of several nouns share.
pub(super) struct Scope<'a> {
    pub(super) changes: &'a Changes,
    /// Enum types that lose or reorder labels, by the name after, with the name that the old type takes meanwhile.
    pub(super) rebuilt: BTreeMap<&'a ObjectName, ObjectName>,
    /// What is built again, and the columns that change their type.
    pub(super) disturbed: Disturbed,
    /// Tables on both sides, by the name after.
    pub(super) kept: BTreeMap<&'a ObjectName, KeptTable<'a>>,
}

/// A table on both sides.
pub(super) struct KeptTable<'a> {
    pub(super) from: &'a Table,
    pub(super) to: &'a Table,
    /// Columns on both sides that get another type, or their type built again.
    pub(super) retyped: BTreeSet<&'a str>,
    /// Those of `retyped` whose old and new type don't compare with each other.
    unrelated: BTreeSet<&'a str>,
    /// Columns on both sides that are dropped and added.
    pub(super) replaced: BTreeSet<&'a str>,
    pub(super) primary_key: Parts<'a, PrimaryKey>,
    pub(super) uniques: Parts<'a, Unique>,
    pub(super) checks: Parts<'a, Check>,
    pub(super) foreign_keys: Parts<'a, ForeignKey>,
    pub(super) indexes: Parts<'a, Index>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(changes: &'a Changes) -> Self {
        let (rebuilt, kept) = (rebuilt_enums(changes), BTreeMap::new());
        let mut scope = Self { changes, rebuilt, disturbed: Disturbed::default(), kept };
        let tables = changes.to.tables.iter();
        let pairs = tables.filter_map(|(name, to)| Some((name, changes.renamed.tables.get(name)?, to)));
        scope.kept = pairs.map(|(name, from, to)| (name, scope.kept_table(from, to))).collect();
        scope.disturb();
        scope
    }

    /// Finds what is built again, until nothing more comes along.
    fn disturb(&mut self) {
        let mut seeds = Seeds::default();
        noun::visit(self.changes, &mut seeds);
        self.disturbed = seeds.again;
        for name in self.rebuilt.keys() {
            self.disturbed.add(Object::Type((*name).clone()), Disturbance::Again);
        }
        let dependents = again::dependents(&self.changes.renamed.dependencies);
        loop {
            self.disturb_columns();
            let mut disturbed = std::mem::take(&mut self.disturbed);
            disturbed
                .spread(&dependents, |object, disturbance| self.reaction(object, disturbance, &seeds.both));
            self.disturbed = disturbed;
            self.find_replaced();
            self.find_parts();
            self.find_foreign_keys();
            if !self.disturb_parts() {
                break;
            }
        }
    }

    fn disturb_columns(&mut self) {
        for (name, table) in &self.kept {
            let column = |column: &&str| Object::Column((*name).clone(), (*column).to_owned());
            for object in table.retyped.iter().map(column) {
                self.disturbed.add(object, Disturbance::Retyped);
            }
            for object in table.replaced.iter().map(column) {
                self.disturbed.add(object, Disturbance::Again);
            }
        }
    }

    /// What an object on both sides does when something under it is disturbed.
    fn reaction(
        &self,
        object: &Object,
        disturbance: Disturbance,
        both: &BTreeSet<Object>,
    ) -> Option<(Object, Disturbance)> {
        match object {
            Object::Default(table, column) => {
                let table = self.kept.get(table)?;
                let (from, to) = (table.from.column(column)?, table.to.column(column)?);
                let computed = from.generated.is_some() && to.generated.is_some();
                let column = || Object::Column(table.to.name.clone(), column.clone());
                Some((if computed { column() } else { object.clone() }, Disturbance::Again))
            }
            Object::Constraint(..)
            | Object::Index(_)
            | Object::Statistics(_)
            | Object::DomainConstraint(..) => {
                (disturbance == Disturbance::Again).then(|| (object.clone(), Disturbance::Again))
            }
            other => both.contains(other).then(|| (other.clone(), Disturbance::Again)),
        }
    }

    /// Computed columns that a function under them takes along.
    fn find_replaced(&mut self) {
        for (name, table) in &mut self.kept {
            for column in table.to.columns.iter().filter(|column| column.generated.is_some()) {
                let object = Object::Column((*name).clone(), column.name.clone());
                if table.from.column(&column.name).is_some() && self.disturbed.again(&object) {
                    table.replaced.insert(&column.name);
                }
            }
        }
    }

    /// Adds the constraints and indexes that are built again; true if one of them is news.
    fn disturb_parts(&mut self) -> bool {
        let mut news = false;
        for (name, table) in &self.kept {
            let constraint = |part: &String| Object::Constraint((*name).clone(), part.clone());
            let keys = table.primary_key.dropped.iter().map(|key| &key.name);
            let keys = keys.chain(table.uniques.dropped.iter().map(|key| &key.name)).map(constraint);
            let indexes = table.indexes.dropped.iter().map(|index| Object::Index(name.sibling(&*index.name)));
            for object in keys.chain(indexes) {
                news |= self.disturbed.add(object, Disturbance::Again);
            }
        }
        news
    }

    /// True if an object is dropped, for good or to be created again.
    pub(super) fn goes(&self, object: &Object) -> bool {
        let to = &self.changes.to;
        let gone = match object {
            Object::Table(name) | Object::ForeignTable(name) => !to.tables.contains_key(name),
            Object::View(name) => !to.views.contains_key(name),
            Object::MaterializedView(name) => !to.materialized_views.contains_key(name),
            _ => false,
        };
        gone || self.disturbed.again(object)
    }

    /// What must be there before these objects are made.
    pub(super) fn needs<'o>(&self, objects: impl IntoIterator<Item = &'o Object>) -> Vec<Resource> {
        let dependencies = &self.changes.to.dependencies;
        let on = objects.into_iter().filter_map(|object| dependencies.get(object)).flatten();
        on.map(|object| self.resource(object)).collect()
    }

    /// What these objects stand on before.
    pub(super) fn releases<'o>(&self, objects: impl IntoIterator<Item = &'o Object>) -> Vec<Resource> {
        let dependencies = &self.changes.renamed.dependencies;
        let on = objects.into_iter().filter_map(|object| dependencies.get(object)).flatten();
        on.map(|object| self.resource_before(object)).collect()
    }

    /// What an object needs that it didn't stand on before, and what it lets go: of one that changes in place.
    pub(super) fn exchanged(&self, object: &Object) -> (Vec<Resource>, Vec<Resource>) {
        let none = BTreeSet::new();
        let before = self.changes.renamed.dependencies.get(object).unwrap_or(&none);
        let after = self.changes.to.dependencies.get(object).unwrap_or(&none);
        let needs = after.difference(before).map(|object| self.resource(object)).collect();
        (needs, before.difference(after).map(|object| self.resource_before(object)).collect())
    }

    /// What steps call an object.
    pub(super) fn resource(&self, object: &Object) -> Resource {
        match object {
            Object::Namespace(name) => Resource::Schema(name.clone()),
            Object::Type(name) => Resource::Type(name.clone()),
            Object::Table(name) | Object::ForeignTable(name) => Resource::Table(name.clone()),
            Object::Column(table, name) | Object::Default(table, name) => {
                Resource::Column(table.clone(), name.clone())
            }
            Object::Constraint(table, name) => Resource::Constraint(table.clone(), name.clone()),
            Object::Index(name) => Resource::Relation(name.clone()),
            other => Resource::Object(other.clone()),
        }
    }

    fn resource_before(&self, object: &Object) -> Resource {
        match object {
            Object::Type(name) if self.rebuilt.contains_key(name) => Resource::OldType(name.clone()),
            other => self.resource(other),
        }
    }

    /// The types that SQL text names and that must exist, in their last form, before it can be used.
    pub(super) fn types_after<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Resource> {
        if self.changes.to.enums.is_empty() {
            return Vec::new();
        }
        let names = all_identifiers(texts);
        let named = self.changes.to.enums.keys().filter(|name| names.contains(&name.name));
        named.map(|name| Resource::Type(name.clone())).collect()
    }

    /// The types that SQL text names and that go, or are built again.
    pub(super) fn types_before<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Resource> {
        let dropped = &self.changes.enums.dropped;
        if dropped.is_empty() && self.rebuilt.is_empty() {
            return Vec::new();
        }
        let names = all_identifiers(texts);
        let dropped = dropped.iter().map(|dropped| Resource::Type(dropped.name.clone()));
        let rebuilt = self.rebuilt.keys().map(|name| Resource::OldType((*name).clone()));
        let named = |resource: &Resource| match resource {
            Resource::Type(name) | Resource::OldType(name) => names.contains(&name.name),
            _ => false,
        };
        dropped.chain(rebuilt).filter(named).collect()
    }

    /// True if a column's type is an enum type that is built again.
    pub(super) fn is_rebuilt(&self, column: &Column) -> bool {
        self.rebuilt.keys().any(|name| column.data_type.is_of(name))
    }

    fn kept_table(&self, from: &'a Table, to: &'a Table) -> KeptTable<'a> {
        let mut table = KeptTable {
            from,
            to,
            retyped: BTreeSet::new(),
            unrelated: BTreeSet::new(),
            replaced: BTreeSet::new(),
            primary_key: Parts::default(),
            uniques: Parts::default(),
            checks: Parts::default(),
            foreign_keys: Parts::default(),
            indexes: Parts::default(),
        };
        self.find_columns(&mut table);
        table
    }

    /// What happens to the keys, checks and indexes of each table.
    fn find_parts(&mut self) {
        let tables: Vec<_> = self.kept.iter().map(|(name, table)| (*name, self.parts_of(table))).collect();
        for (name, (primary_key, uniques, checks, indexes)) in tables {
            if let Some(table) = self.kept.get_mut(name) {
                (table.primary_key, table.uniques) = (primary_key, uniques);
                (table.checks, table.indexes) = (checks, indexes);
            }
        }
    }

    fn parts_of(&self, table: &KeptTable<'a>) -> OwnParts<'a> {
        let (from, to) = (table.from, table.to);
        let again = |name: &String| self.disturbed.again(&Object::Constraint(to.name.clone(), name.clone()));
        let moving: BTreeSet<&str> = table.replaced.union(&table.unrelated).copied().collect();
        let rebuilt: BTreeSet<&str> = self.rebuilt.keys().map(|name| name.name.as_str()).collect();
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
        let indexes = parts(&from.indexes, &to.indexes, |index| {
            replaced(&index.include)
                || self.disturbed.again(&Object::Index(to.name.sibling(&*index.name)))
                || index.predicate.as_deref().is_some_and(mentions)
                || index.keys.iter().any(|key| match &key.part {
                    KeyPart::Column(name) => table.replaced.contains(name.as_str()),
                    KeyPart::Expression(text) => mentions(text),
                })
        });
        (primary_key, uniques, checks, indexes)
    }

    fn find_columns(&self, table: &mut KeptTable<'a>) {
        let pairs = || table.to.columns.iter().filter_map(|to| Some((table.from.column(&to.name)?, to)));
        let (mut retyped, mut unrelated, mut replaced) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (from, to) in pairs() {
            let rebuilt = self.is_rebuilt(to) || self.is_rebuilt(from);
            let changed = from.data_type != to.data_type || from.collation != to.collation || rebuilt;
            if must_replace(from, to, changed) {
                replaced.insert(to.name.as_str());
            } else if changed {
                retyped.insert(to.name.as_str());
                if rebuilt || !cast::related(&from.data_type, &to.data_type) {
                    unrelated.insert(to.name.as_str());
                }
            }
        }
        let moving: BTreeSet<&str> = retyped.union(&replaced).copied().collect();
        let types: BTreeSet<&str> = self.rebuilt.keys().map(|name| name.name.as_str()).collect();
        for (_, to) in pairs() {
            let Some(generated) = &to.generated else { continue };
            let names = identifiers(&generated.expression);
            if names.iter().any(|name| moving.contains(name.as_str()) || types.contains(name.as_str())) {
                replaced.insert(&to.name);
            }
        }
        (table.retyped, table.unrelated, table.replaced) = (retyped, unrelated, replaced);
    }

    /// Foreign keys last: they hang on the columns and the keys of two tables.
    fn find_foreign_keys(&mut self) {
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

type OwnParts<'a> = (Parts<'a, PrimaryKey>, Parts<'a, Unique>, Parts<'a, Check>, Parts<'a, Index>);

/// The objects that are created whole: which are on both sides, and which of these can't change in place.
#[derive(Default)]
struct Seeds {
    both: BTreeSet<Object>,
    again: Disturbed,
}

impl Visitor for Seeds {
    fn kind<T: Noun>(&mut self, from: &BTreeMap<T::Key, T>, to: &BTreeMap<T::Key, T>) {
        let pairs = from.iter().filter_map(|(key, old)| Some((old, to.get(key)?)));
        for (old, new) in pairs {
            self.both.insert(new.object());
            if old != new && old.change(new) == Change::Again {
                self.again.add(new.object(), Disturbance::Again);
            }
        }
    }
}

fn all_identifiers<'t>(texts: impl IntoIterator<Item = &'t str>) -> BTreeSet<String> {
    texts.into_iter().flat_map(identifiers).collect()
}

fn rebuilt_enums(changes: &Changes) -> BTreeMap<&ObjectName, ObjectName> {
    let altered = changes.enums.altered.iter();
    let rebuilt = altered.filter(|change| !is_subsequence(&change.from, &change.to));
    rebuilt.map(|change| (&change.to.name, meanwhile(&change.to.name, changes))).collect()
}

fn is_subsequence(from: &EnumType, to: &EnumType) -> bool {
    let mut after = to.labels.iter();
    from.labels.iter().all(|label| after.any(|other| other == label))
}

/// A free name for the old type until its last column has left it.
fn meanwhile(name: &ObjectName, changes: &Changes) -> ObjectName {
    let room = crate::catalog::MAX_IDENTIFIER_BYTES - "_old_99".len();
    let stem = name.name.get(..name.name.floor_char_boundary(room)).unwrap_or(&name.name);
    let taken = |name: &ObjectName| {
        let sides = [&changes.from, &changes.renamed, &changes.to];
        sides.iter().any(|side| side.enums.contains_key(name) || side.tables.contains_key(name))
    };
    let numbered = (1..).map(|number| name.sibling(format!("{stem}_old_{number}")));
    let first = name.sibling(format!("{stem}_old"));
    std::iter::once(first.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(first)
}

/// PostgreSQL can make a stored generated column a plain one, nothing else about its expression before 17.
fn must_replace(from: &Column, to: &Column, retyped: bool) -> bool {
    match (&from.generated, &to.generated) {
        (None, None) => false,
        (Some(from), None) => from.kind == GeneratedKind::Virtual,
        (before, after) => before != after || retyped,
    }
}
