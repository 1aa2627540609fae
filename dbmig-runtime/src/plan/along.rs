//! What goes along with a relation that is dropped: its triggers, rules, policies and statistics.

use std::collections::{BTreeMap, BTreeSet};

use super::again::circles_back;
use super::graph::Resource;
use super::noun::{self, Noun, Visitor};
use super::scope::Scope;
use crate::catalog::Object;

/// The parts of the relations that go, by relation, and the tables that go no sooner: those it refers to or inherits from.
pub(super) fn parts_of_what_goes(scope: &Scope<'_>) -> BTreeMap<Object, BTreeSet<Object>> {
    struct Parts<'s, 'a> {
        scope: &'s Scope<'a>,
        found: BTreeMap<Object, BTreeSet<Object>>,
    }
    impl Visitor for Parts<'_, '_> {
        fn kind<T: Noun>(&mut self, from: &BTreeMap<T::Key, T>, _: &BTreeMap<T::Key, T>) {
            for part in from.values() {
                if let Some(parent) = part.parent().filter(|parent| self.scope.goes(parent)) {
                    self.found.entry(parent).or_default().insert(part.object());
                }
            }
        }
    }
    let mut parts = Parts { scope, found: BTreeMap::new() };
    noun::visit(scope.changes, &mut parts);
    for table in &scope.changes.tables.dropped {
        let references = table.foreign_keys.iter().map(|key| &key.references);
        let others = references.chain(table.parents()).filter(|other| **other != table.name);
        let others = others.map(|other| Object::Table(other.clone()));
        parts.found.entry(Object::Table(table.name.clone())).or_default().extend(others);
    }
    parts.found
}

impl Scope<'_> {
    /// True if a part goes along when its relation is dropped. It can't where something between the two has to go before
    /// the relation: a function that the part calls and that takes a row of the relation, or another relation whose own
    /// parts stand on this one.
    pub(super) fn goes_along(&self, part: &Object, relation: &Object) -> bool {
        let edges = [&self.changes.renamed.dependencies, &self.parts_that_go];
        self.goes(relation) && !circles_back(&edges, part, |on| belongs(on, relation))
    }

    /// What an object that goes along with its relation stands on besides.
    pub(super) fn releases_beside(&self, part: &Object, relation: &Object) -> Vec<Resource> {
        let on = self.changes.renamed.dependencies.get(part).into_iter().flatten();
        on.filter(|on| !belongs(on, relation)).map(|on| self.resource_before(on)).collect()
    }
}

/// True for the relation itself and its columns.
fn belongs(object: &Object, relation: &Object) -> bool {
    match object {
        Object::Column(owner, _) => relation.schema_name() == Some(owner),
        object => object == relation,
    }
}
