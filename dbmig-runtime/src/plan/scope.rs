//! What a plan has to touch beyond the changes themselves: objects that are equal on both sides but stand on
//! something that PostgreSQL won't change under them.

use std::collections::{BTreeMap, BTreeSet};

use super::again::{self, Disturbance, Disturbed};
use super::family::Family;
use super::graph::Resource;
use super::kept_table::KeptTable;
use super::noun::{self, Change, Noun, Visitor};
use crate::catalog::{Column, EnumType, Object, ObjectName, Table, identifiers};
use crate::diff::{Changes, Lineage};

/// The decisions that steps of several nouns share.
pub(super) struct Scope<'a> {
    pub(super) changes: &'a Changes,
    /// Enum types that lose or reorder labels, by the name after, with the name that the old type takes meanwhile.
    pub(super) rebuilt: BTreeMap<&'a ObjectName, ObjectName>,
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
}

impl<'a> Scope<'a> {
    /// `own` are the [`super::family::own_sides`] of the changes.
    pub(super) fn new(changes: &'a Changes, own: &'a BTreeMap<ObjectName, (Table, Table)>) -> Self {
        let lineage = Lineage::new(&changes.renamed, &changes.to);
        let mut scope = Self {
            changes,
            rebuilt: rebuilt_enums(changes),
            disturbed: Disturbed::default(),
            kept: BTreeMap::new(),
            parts_that_go: BTreeMap::new(),
            family: Family::new(changes, &lineage),
            rebuilt_tables: changes.to.tables.keys().filter(|name| lineage.is_rebuilt(name)).collect(),
        };
        let tables = changes.to.tables.iter();
        let pairs = tables.filter_map(|(name, to)| Some((name, changes.renamed.tables.get(name)?, to)));
        let pairs = pairs.filter(|(name, ..)| !lineage.is_rebuilt(name));
        let kept = pairs.map(|(name, from, to)| {
            let parents = lineage.linked(from, to);
            let (from, to) = own.get(name).map_or((from, to), |(from, to)| (from, to));
            (name, KeptTable { parents, ..scope.kept_table(from, to) })
        });
        scope.kept = kept.collect();
        scope.disturb();
        scope.follow_columns();
        scope.parts_that_go = super::along::parts_of_what_goes(&scope);
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
        for name in &self.rebuilt_tables {
            self.disturbed.add(Object::Table((*name).clone()), Disturbance::Again);
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
            self.follow_attached();
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
            Object::Table(name) | Object::ForeignTable(name) => {
                !to.tables.contains_key(name) || self.rebuilt_tables.contains(name)
            }
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

    pub(super) fn resource_before(&self, object: &Object) -> Resource {
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
}

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
