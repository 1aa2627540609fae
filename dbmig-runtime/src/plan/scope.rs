//! What a plan has to touch beyond the changes themselves: objects that are equal on both sides but stand on
//! something that PostgreSQL won't change under them.

use std::collections::{BTreeMap, BTreeSet};

use super::again::{self, Disturbance, Disturbed};
use super::circle::spare_name;
use super::family::Family;
use super::graph::Resource;
use super::kept_table::KeptTable;
use super::not_null;
use super::noun::{self, Change, Noun, Visitor};
use crate::catalog::{Column, EnumType, Object, ObjectName, Table, identifiers};
use crate::diff::{Changes, Lineage};

/// The decisions that steps of several nouns share.
pub(super) struct Scope<'a> {
    pub(super) changes: &'a Changes,
    /// Types and collations that can't change in place, by their names after, with the name that the old one takes
    /// meanwhile: columns move from one to the other.
    pub(super) rebuilt: BTreeMap<Object, ObjectName>,
    /// What stands on each object before.
    pub(super) dependents: BTreeMap<&'a Object, BTreeSet<&'a Object>>,
    /// What is built again, and the columns that change their type.
    pub(super) disturbed: Disturbed,
    /// Tables on both sides, by the name after.
    pub(super) kept: BTreeMap<&'a ObjectName, KeptTable<'a>>,
    /// The triggers, rules, policies and statistics of relations that go, by relation.
    pub(super) parts_that_go: BTreeMap<Object, BTreeSet<Object>>,
    /// Parents and children.
    pub(super) family: Family<'a>,
    /// Tables on both sides that are dropped and created.
    pub(super) rebuilt_tables: BTreeSet<&'a ObjectName>,
    /// Names of not-null constraints that no other may get by itself.
    pub(super) not_nulls: BTreeSet<ObjectName>,
    lineage: Lineage<'a>,
    own: &'a BTreeMap<ObjectName, (Table, Table)>,
}

impl<'a> Scope<'a> {
    /// `own` are the [`super::family::own_sides`] of the changes.
    pub(super) fn new(changes: &'a Changes, own: &'a BTreeMap<ObjectName, (Table, Table)>) -> Self {
        let lineage = Lineage::new(&changes.renamed, &changes.to, &changes.stuck);
        let mut scope = Self {
            changes,
            rebuilt: BTreeMap::new(),
            dependents: again::dependents(&changes.renamed.dependencies),
            disturbed: Disturbed::default(),
            kept: BTreeMap::new(),
            parts_that_go: BTreeMap::new(),
            family: Family::new(changes, &lineage),
            rebuilt_tables: changes.to.tables.keys().filter(|name| lineage.is_rebuilt(name)).collect(),
            not_nulls: not_null::names(changes),
            lineage,
            own,
        };
        scope.disturb();
        scope.follow_columns();
        scope.parts_that_go = super::along::parts_of_what_goes(&scope);
        scope
    }

    /// Finds what is built again, until nothing more comes along.
    fn disturb(&mut self) {
        let mut seeds = Seeds { scope: self, both: BTreeSet::new(), again: Disturbed::default() };
        noun::visit(self.changes, &mut seeds);
        let Seeds { both, again, .. } = seeds;
        self.disturbed = again;
        for name in rebuilt_enums(self.changes) {
            self.disturbed.add(Object::Type(name.clone()), Disturbance::Again);
        }
        for name in &self.rebuilt_tables {
            self.disturbed.add(Object::Table((*name).clone()), Disturbance::Again);
            self.disturbed.add(Object::ForeignTable((*name).clone()), Disturbance::Again);
        }
        self.find_rebuilt();
        self.find_tables();
        loop {
            self.find_aside();
            self.disturb_columns();
            let mut disturbed = std::mem::take(&mut self.disturbed);
            disturbed
                .spread(&self.dependents, |object, disturbance| self.reaction(object, disturbance, &both));
            self.disturbed = disturbed;
            if self.find_rebuilt() {
                self.find_tables();
                continue;
            }
            self.find_replaced();
            self.find_parts();
            self.follow_attached();
            self.find_foreign_keys();
            let aside = self.find_aside();
            if !self.disturb_parts() && !aside {
                break;
            }
        }
    }

    /// The tables on both sides, with the columns that change.
    fn find_tables(&mut self) {
        let tables = self.changes.to.tables.iter();
        let pairs = tables.filter_map(|(name, to)| Some((name, self.changes.renamed.tables.get(name)?, to)));
        let pairs = pairs.filter(|(name, ..)| !self.lineage.is_rebuilt(name));
        let kept = pairs.map(|(name, from, to)| {
            let parents = self.lineage.linked(from, to);
            let (from, to) = self.own.get(name).map_or((from, to), |(from, to)| (from, to));
            (name, KeptTable { parents, ..self.kept_table(from, to) })
        });
        self.kept = kept.collect();
    }

    /// Notes the types and collations that are built again; true if one of them is news.
    fn find_rebuilt(&mut self) -> bool {
        let known = self.rebuilt.len();
        let ranges = self.disturbed.all_again().filter_map(|object| self.canonical_before(object));
        let functions: Vec<Object> = ranges.cloned().collect();
        for function in functions {
            self.disturbed.add(function, Disturbance::Again);
        }
        for object in self.disturbed.all_again() {
            if let Object::Type(name) | Object::Domain(name) | Object::Collation(name) = object {
                self.rebuilt.entry(object.clone()).or_insert_with(|| meanwhile(name, self.changes));
            }
        }
        self.rebuilt.len() > known
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
            Object::Constraint(..) | Object::Index(_) | Object::DomainConstraint(..) => {
                (disturbance == Disturbance::Again).then(|| (object.clone(), Disturbance::Again))
            }
            // PostgreSQL builds statistics again over a column that changes its type, and forgets their target.
            Object::Statistics(name)
                if disturbance == Disturbance::Retyped
                    && self.changes.to.statistics.get(name).is_none_or(|it| it.target.is_none()) =>
            {
                None
            }
            Object::Column(name, _) => {
                let composite = Object::Type(name.clone());
                both.contains(&composite).then_some((composite, Disturbance::Again))
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
            Object::Column(table, column) => {
                let gone = to.tables.get(table).is_none_or(|table| table.column(column).is_none());
                gone || self.goes(&Object::Table(table.clone()))
            }
            Object::Table(name) | Object::ForeignTable(name) => {
                !to.tables.contains_key(name) || self.rebuilt_tables.contains(name)
            }
            Object::View(name) => !to.views.contains_key(name),
            Object::MaterializedView(name) => !to.materialized_views.contains_key(name),
            Object::Publication(name) => !to.publications.contains_key(name),
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

    /// What these objects stand on before; what goes because of something that is built again goes before that makes way.
    pub(super) fn releases<'o>(&self, objects: impl IntoIterator<Item = &'o Object>) -> Vec<Resource> {
        let dependencies = &self.changes.renamed.dependencies;
        let on = objects.into_iter().filter_map(|object| dependencies.get(object)).flatten();
        let held = |object| std::iter::once(self.resource_before(object)).chain(self.away(object));
        on.flat_map(held).collect()
    }

    /// The same of what is built again itself, which lasts until nothing stands on it.
    pub(super) fn releases_last<'o>(&self, objects: impl IntoIterator<Item = &'o Object>) -> Vec<Resource> {
        let dependencies = &self.changes.renamed.dependencies;
        let on = objects.into_iter().filter_map(|object| dependencies.get(object)).flatten();
        on.map(|object| self.resource_before(object)).collect()
    }

    /// What an object needs that it didn't stand on before, and what it lets go: of one that changes in place.
    pub(super) fn exchanged(&self, object: &Object) -> (Vec<Resource>, Vec<Resource>) {
        let none = BTreeSet::new();
        let before = self.changes.renamed.dependencies.get(object).unwrap_or(&none);
        let after = self.changes.to.dependencies.get(object).unwrap_or(&none);
        let rebuilt = |object: &&Object| self.rebuilt.contains_key(object);
        let needs = after.iter().filter(|object| !before.contains(object) || rebuilt(object));
        let releases = before.iter().filter(|object| !after.contains(object) || rebuilt(object));
        let mut needed: Vec<Resource> = Vec::new();
        for object in needs {
            needed.push(self.resource(object));
            // A view may be about to get the column.
            if let Object::Column(owner, _) = object {
                let views = [Object::View(owner.clone()), Object::MaterializedView(owner.clone())];
                needed.extend(views.map(Resource::Object));
            }
        }
        (needed, releases.map(|object| self.resource_before(object)).collect())
    }

    /// What steps call an object.
    pub(super) fn resource(&self, object: &Object) -> Resource {
        match object {
            Object::Namespace(name) => Resource::Schema(name.clone()),
            Object::Type(name) | Object::Domain(name) => Resource::Type(name.clone()),
            Object::Table(name) | Object::ForeignTable(name) => Resource::Table(name.clone()),
            Object::Column(table, name) | Object::Default(table, name) => {
                Resource::Column(table.clone(), name.clone())
            }
            Object::Constraint(table, name) => Resource::Constraint(table.clone(), name.clone()),
            Object::Index(name) => Resource::Relation(name.clone()),
            other => Resource::Object(other.clone()),
        }
    }

    pub(super) fn resource_before(&self, object: &Object) -> Resource {
        if self.rebuilt.contains_key(object) { Resource::Old(object.clone()) } else { self.resource(object) }
    }

    /// The name that something that is built again gives up first.
    pub(super) fn away(&self, object: &Object) -> Option<Resource> {
        if !self.rebuilt.contains_key(object) {
            return None;
        }
        let now = self.changes.renames.before(object);
        Some(self.resource(now.as_ref().unwrap_or(object)))
    }

    /// The names that are given up under these objects: whoever is named after them goes first.
    pub(super) fn names_under<'o>(&self, objects: impl IntoIterator<Item = &'o Object>) -> Vec<Resource> {
        let dependencies = &self.changes.renamed.dependencies;
        let on = objects.into_iter().filter_map(|object| dependencies.get(object)).flatten();
        on.filter_map(|object| self.away(object)).collect()
    }

    /// The types that SQL text names and that must exist, in their last form, before it can be used.
    pub(super) fn types_after<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Resource> {
        let enums = &self.changes.to.enums;
        if enums.is_empty() && self.rebuilt.is_empty() {
            return Vec::new();
        }
        let names = all_identifiers(texts);
        let enums = enums.keys().filter(|name| names.contains(&name.name));
        let enums = enums.map(|name| Resource::Type(name.clone()));
        let rebuilt = self.rebuilt.keys().filter(|object| is_named(object, &names));
        enums.chain(rebuilt.map(|object| self.resource(object))).collect()
    }

    /// The types that SQL text names and that go, or are built again.
    pub(super) fn types_before<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Resource> {
        let dropped = &self.changes.enums.dropped;
        if dropped.is_empty() && self.rebuilt.is_empty() {
            return Vec::new();
        }
        let names = all_identifiers(texts);
        let dropped = dropped.iter().filter(|dropped| names.contains(&dropped.name.name));
        let dropped = dropped.map(|dropped| Resource::Type(dropped.name.clone()));
        let rebuilt = self.rebuilt.keys().filter(|object| is_named(object, &names));
        dropped.chain(rebuilt.map(|object| Resource::Old(object.clone()))).collect()
    }

    /// True if a column's type is built again, whether it is of the type itself, an array of it or a multirange.
    pub(super) fn is_rebuilt(&self, table: &ObjectName, column: &Column) -> bool {
        if self.rebuilt.is_empty() {
            return false;
        }
        let object = Object::Column(table.clone(), column.name.clone());
        let on = self.changes.renamed.dependencies.get(&object);
        on.into_iter().flatten().any(|object| self.rebuilt.contains_key(object))
            || self.rebuilt.keys().any(|object| {
                matches!(object, Object::Type(name) | Object::Domain(name) if column.data_type.is_of(name))
            })
    }
}

/// The objects that are created whole: which are on both sides, and which of these can't change in place.
struct Seeds<'s, 'a> {
    scope: &'s Scope<'a>,
    both: BTreeSet<Object>,
    again: Disturbed,
}

impl Visitor for Seeds<'_, '_> {
    fn kind<T: Noun>(&mut self, from: &BTreeMap<T::Key, T>, to: &BTreeMap<T::Key, T>) {
        let pairs = from.iter().filter_map(|(key, old)| Some((old, to.get(key)?)));
        for (old, new) in pairs {
            self.both.insert(new.object());
            if old == new {
                continue;
            }
            if old.change(new) == Change::Again || old.is_hindered(new, self.scope) {
                self.again.add(new.object(), Disturbance::Again);
            } else {
                for (part, disturbance) in old.disturbs(new) {
                    self.again.add(part, disturbance);
                }
            }
        }
    }
}

fn is_named(object: &Object, names: &BTreeSet<String>) -> bool {
    object.schema_name().is_some_and(|name| names.contains(&name.name))
}

fn all_identifiers<'t>(texts: impl IntoIterator<Item = &'t str>) -> BTreeSet<String> {
    texts.into_iter().flat_map(identifiers).collect()
}

fn rebuilt_enums(changes: &Changes) -> impl Iterator<Item = &ObjectName> {
    let altered = changes.enums.altered.iter();
    altered.filter(|change| !is_subsequence(&change.from, &change.to)).map(|change| &change.to.name)
}

fn is_subsequence(from: &EnumType, to: &EnumType) -> bool {
    let mut after = to.labels.iter();
    from.labels.iter().all(|label| after.any(|other| other == label))
}

/// A free name for the old type or collation until its last column has left it.
pub(super) fn meanwhile(name: &ObjectName, changes: &Changes) -> ObjectName {
    let taken = |spare: &str| {
        let (name, sides) = (&name.sibling(spare), [&changes.from, &changes.renamed, &changes.to]);
        sides.iter().any(|side| {
            side.enums.contains_key(name)
                || side.domains.contains_key(name)
                || side.composites.contains_key(name)
                || side.ranges.values().any(|range| range.name == *name || range.multirange == *name)
                || side.collations.contains_key(name)
                || side.tables.contains_key(name)
                || side.views.contains_key(name)
                || side.materialized_views.contains_key(name)
        })
    };
    name.sibling(spare_name(&name.name, taken))
}
