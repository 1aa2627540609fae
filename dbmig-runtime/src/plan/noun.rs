//! Objects that are created whole: one way to plan them all.

use std::collections::BTreeMap;

use super::again::Disturbance;
use super::canonical;
use super::graph::{Graph, Rank, Resource, Step, StepId};
use super::mention::Mentions;
use super::scope::Scope;
use super::{comment, renamed, schema_of, signature};
use crate::catalog::{Named, Object, ObjectName};
use crate::diff::Changes;
use crate::op::{Alter, Alteration, NewObject, Operation};

/// A noun that is planned whole.
pub(super) trait Noun: Named + Clone + PartialEq {
    /// Where its creation reads best among steps that nothing orders.
    const CREATE: Rank;
    /// Where its drop does.
    const DROP: Rank;

    /// What it is and what it is called.
    fn object(&self) -> Object;

    /// The relation that it belongs to and goes with.
    fn parent(&self) -> Option<Object> {
        None
    }

    /// The object and its parts, as dependencies name them.
    fn parts(&self) -> Vec<Object> {
        vec![self.object()]
    }

    /// The schema that it is in.
    fn schema(&self) -> Option<Resource> {
        self.object().schema_name().and_then(schema_of)
    }

    /// The names that it takes among others of its schema.
    fn names(&self) -> Vec<Resource> {
        Vec::new()
    }

    /// What must be there for it that dependencies don't say.
    fn also_needs(&self) -> Vec<Object> {
        Vec::new()
    }

    /// What creates it, its comments included.
    fn new_object(&self) -> NewObject;

    /// The same beside the one that makes way for it.
    fn successor(&self) -> NewObject {
        self.new_object()
    }

    /// The comment on the object itself.
    fn comment(&self) -> Option<&String>;

    /// Source text that is read only when the object is used: what it names should be there before, though nothing
    /// depends on it.
    fn source(&self) -> Option<&str> {
        None
    }

    /// How it becomes `to`, apart from the comment on the object itself.
    fn change(&self, to: &Self) -> Change;

    /// True if other objects stand in the way of a change that PostgreSQL could make in place.
    fn is_hindered(&self, _to: &Self, _scope: &Scope<'_>) -> bool {
        false
    }

    /// Which of its parts a change in place disturbs.
    fn disturbs(&self, _to: &Self) -> Vec<(Object, Disturbance)> {
        Vec::new()
    }

    /// How it makes way for a successor of its name that columns move to; of types and collations.
    fn make_way(&self, meanwhile: &ObjectName) -> Vec<Operation> {
        vec![alter(self.object(), Alteration::Rename(meanwhile.name.clone()))]
    }
}

/// How an object becomes another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// By these operations, in order; none if only the comment differs.
    InPlace(Vec<Operation>),
    /// It is dropped and created again, with all that stands on it.
    Again,
}

/// One pass over all kinds.
pub(super) trait Visitor {
    /// Visits the objects of one kind.
    fn kind<T: Noun>(&mut self, from: &BTreeMap<T::Key, T>, to: &BTreeMap<T::Key, T>);
}

/// Every kind that is planned whole.
pub(super) fn visit(changes: &Changes, visitor: &mut impl Visitor) {
    let (from, to) = (&changes.renamed, &changes.to);
    visitor.kind(&from.extensions, &to.extensions);
    visitor.kind(&from.collations, &to.collations);
    visitor.kind(&from.domains, &to.domains);
    visitor.kind(&from.composites, &to.composites);
    visitor.kind(&from.ranges, &to.ranges);
    visitor.kind(&from.views, &to.views);
    visitor.kind(&from.materialized_views, &to.materialized_views);
    visitor.kind(&from.functions, &to.functions);
    visitor.kind(&from.procedures, &to.procedures);
    visitor.kind(&from.aggregates, &to.aggregates);
    visitor.kind(&from.operators, &to.operators);
    visitor.kind(&from.casts, &to.casts);
    visitor.kind(&from.text_search_dictionaries, &to.text_search_dictionaries);
    visitor.kind(&from.text_search_configurations, &to.text_search_configurations);
    visitor.kind(&from.publications, &to.publications);
    visitor.kind(&from.published_tables, &to.published_tables);
    visitor.kind(&from.published_schemas, &to.published_schemas);
    visitor.kind(&from.foreign_data_wrappers, &to.foreign_data_wrappers);
    visitor.kind(&from.servers, &to.servers);
    visitor.kind(&from.event_triggers, &to.event_triggers);
    visitor.kind(&from.triggers, &to.triggers);
    visitor.kind(&from.rules, &to.rules);
    visitor.kind(&from.policies, &to.policies);
    visitor.kind(&from.statistics, &to.statistics);
}

/// Plans every object of every kind.
pub(super) fn plan(scope: &Scope<'_>, graph: &mut Graph) {
    let mentions = Mentions::new(scope.changes);
    visit(scope.changes, &mut Planner { scope, graph, mentions });
}

struct Planner<'p, 'a> {
    scope: &'p Scope<'a>,
    graph: &'p mut Graph,
    mentions: Mentions,
}

impl Visitor for Planner<'_, '_> {
    fn kind<T: Noun>(&mut self, from: &BTreeMap<T::Key, T>, to: &BTreeMap<T::Key, T>) {
        for (key, old) in from {
            match to.get(key) {
                None => self.drop(old),
                Some(new) if self.scope.disturbed.again(&new.object()) => {
                    match self.scope.rebuilt.get(&new.object()) {
                        Some(meanwhile) => self.rebuild(old, new, meanwhile),
                        None => {
                            self.drop(old);
                            self.create(new);
                        }
                    }
                }
                Some(new) if old != new => self.change(old, new),
                Some(_) => {}
            }
        }
        for (_, new) in to.iter().filter(|(key, _)| !from.contains_key(*key)) {
            self.create(new);
        }
    }
}

impl Planner<'_, '_> {
    fn create<T: Noun>(&mut self, new: &T) -> StepId {
        self.create_as(new, new.new_object())
    }

    fn create_as<T: Noun>(&mut self, new: &T, whole: NewObject) -> StepId {
        let object = new.object();
        let create = Operation::Create(Box::new(whole));
        let step = Step::new(T::CREATE, create)
            .needs(new.schema())
            .needs(self.scope.needs(&new.parts()))
            .needs(new.parent().map(|parent| self.scope.resource(&parent)))
            .needs(new.also_needs().iter().map(|object| self.scope.resource(object)))
            .needs(self.scope.named_range(&object))
            .takes(new.names())
            .takes([self.scope.resource(&object)])
            .prefers(self.mentions.of(new));
        self.graph.push(step)
    }

    /// The old one makes way, what stands on it moves to the new one (by steps of its own), the old one goes.
    fn rebuild<T: Noun>(&mut self, old: &T, new: &T, meanwhile: &ObjectName) {
        let object = old.object();
        let mut last = None;
        // A rename that was declared is not made: it keeps its old name until it makes way.
        let now = self.scope.changes.renames.before(&object).unwrap_or_else(|| object.clone());
        for mut operation in old.make_way(meanwhile) {
            if let Operation::Alter(alter) = &mut operation
                && alter.object == object
            {
                alter.object.clone_from(&now);
            }
            let step = Step::new(Rank::Rename, operation).frees(old.names()).frees(renamed::names(&now));
            let step =
                step.frees([self.scope.resource(&object)]).releases(self.scope.names_under(&old.parts()));
            let step = self.graph.push(step);
            last.into_iter().for_each(|last| self.graph.must_run_before(last, step));
            last = Some(step);
        }
        let create = self.create_as(new, new.successor());
        let left = match &object {
            Object::Domain(_) => Object::Domain(meanwhile.clone()),
            Object::Collation(_) => Object::Collation(meanwhile.clone()),
            _ => Object::Type(meanwhile.clone()),
        };
        let mut releases = self.scope.releases_last(&old.parts());
        let drop = match self.scope.canonical_before(&object) {
            None => Operation::Drop(left),
            Some(function) => {
                releases.retain(|released| *released != self.scope.resource(function));
                canonical::drop(meanwhile)
            }
        };
        let drop =
            Step::new(T::DROP, drop).releases(old.schema()).releases(releases).frees([Resource::Old(object)]);
        let drop = self.graph.push(drop);
        self.graph.must_run_before(create, drop);
    }

    /// What belongs to a relation goes with it, unless something between the two has to go before the relation.
    fn drop<T: Noun>(&mut self, old: &T) {
        let object = old.object();
        // Dropped to be created again, it has kept its old name.
        let before = self.scope.changes.renames.before(&object);
        let parent = old.parent();
        let goes_along = parent.as_ref().filter(|parent| self.scope.goes_along(&object, parent));
        let mut releases = self.scope.releases(&old.parts());
        let step = match goes_along {
            Some(parent) => {
                releases = self.scope.releases_beside(&object, parent);
                Step::silent(T::DROP).needs([Resource::Gone(parent.clone())])
            }
            None if let Some(range) = self.scope.range_before(&object) => {
                Step::silent(T::DROP).releases([self.scope.resource_before(&range)])
            }
            None => {
                let drop = match (&object, self.scope.canonical_before(&object)) {
                    (Object::Type(name), Some(function)) => {
                        releases.retain(|released| *released != self.scope.resource(function));
                        canonical::drop(name)
                    }
                    _ => Operation::Drop(before.clone().unwrap_or_else(|| object.clone())),
                };
                let drop = Step::new(T::DROP, drop);
                let parent = parent.iter().map(|parent| self.scope.resource(parent));
                let drop = drop.releases(parent).takes([Resource::Gone(object.clone())]);
                drop.needs(signature::needs(self.scope, &object))
            }
        };
        let step = step
            .releases(old.schema())
            .releases(releases)
            .frees(old.names())
            .frees(before.iter().flat_map(renamed::names))
            .frees([self.scope.resource(&object)]);
        self.graph.push(step);
    }

    fn change<T: Noun>(&mut self, old: &T, new: &T) {
        let object = new.object();
        let Change::InPlace(operations) = old.change(new) else { return };
        let mut parts = [old.parts(), new.parts()].concat();
        parts.retain(|part| !matches!(part, Object::DomainConstraint(..)));
        let (needs, releases): (Vec<_>, Vec<_>) = parts.iter().map(|part| self.scope.exchanged(part)).unzip();
        let (mut needs, releases) = (needs.concat(), releases.concat());
        needs.extend(new.also_needs().iter().map(|object| self.scope.resource(object)));
        for operation in operations {
            let step = Step::new(T::CREATE, operation).changes([self.scope.resource(&object)]);
            let step = step.needs(needs.clone()).releases(releases.clone());
            let step = step.needs(signature::needs(self.scope, &object));
            self.graph.push(step.prefers(self.mentions.of(new)));
        }
        if old.comment() != new.comment() {
            let step = comment(object.clone(), new.comment());
            let step = step.needs(signature::needs(self.scope, &object));
            self.graph.push(step.needs([self.scope.resource(&object)]));
        }
    }
}

/// `ALTER` of `object`.
pub(super) fn alter(object: Object, alteration: Alteration) -> Operation {
    Operation::Alter(Box::new(Alter { object, alteration }))
}

/// `SET` and `RESET` of options that are `name=value`, if they differ.
pub(super) fn alter_options(object: &Object, from: &[String], to: &[String]) -> Option<Operation> {
    let name = |option: &str| option.split_once('=').map_or(option, |(name, _)| name).to_owned();
    let set: Vec<String> = to.iter().filter(|option| !from.contains(option)).cloned().collect();
    let kept: Vec<String> = to.iter().map(|option| name(option)).collect();
    let reset: Vec<String> =
        from.iter().map(|option| name(option)).filter(|name| !kept.contains(name)).collect();
    let differs = !set.is_empty() || !reset.is_empty();
    differs.then(|| alter(object.clone(), Alteration::Options { set, reset }))
}
