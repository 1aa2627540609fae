//! Declared renames of views, domains, composite types and their attributes.
//!
//! What is dropped and created again, or makes way for its successor, keeps its old name until then.

use super::graph::{Graph, Rank, Resource, Step};
use super::noun::alter;
use super::scope::Scope;
use crate::catalog::{Object, ObjectName};
use crate::op::{Alteration, AttributeAction};

pub(super) fn plan(scope: &Scope<'_>, graph: &mut Graph) {
    let renames = &scope.changes.renames;
    let views = renames.views.iter().map(|(new, old)| (Object::View as fn(_) -> _, new, old));
    let materialized = renames.materialized_views.iter();
    let views =
        views.chain(materialized.map(|(new, old)| (Object::MaterializedView as fn(_) -> _, new, old)));
    let domains = renames.domains.iter().map(|(new, old)| (Object::Domain as fn(_) -> _, new, old));
    let composites = renames.composites.iter().map(|(new, old)| (Object::Type as fn(_) -> _, new, old));
    for (kind, new, old) in views.chain(domains).chain(composites) {
        if !scope.disturbed.again(&kind(new.clone())) {
            rename(scope, kind, old, new, graph);
        }
    }
    for ((of, to), from) in &renames.attributes {
        let composite = Object::Type(of.clone());
        let rename = Alteration::Attribute(AttributeAction::Rename { from: from.clone(), to: to.clone() });
        let step = |object| Step::new(Rank::RenameColumn, alter(object, rename));
        let step = if scope.disturbed.again(&composite) {
            // Its values go into the successor by the new names.
            let now = renames.before(&composite).unwrap_or_else(|| composite.clone());
            step(now).releases([scope.resource(&composite)])
        } else {
            step(composite.clone()).changes([scope.resource(&composite)])
        };
        graph.push(step);
    }
}

fn rename(
    scope: &Scope<'_>,
    kind: fn(ObjectName) -> Object,
    old: &ObjectName,
    new: &ObjectName,
    graph: &mut Graph,
) {
    let (old, new) = (kind(old.clone()), kind(new.clone()));
    let Some(name) = new.schema_name() else { return };
    let step = Step::new(Rank::Rename, alter(old.clone(), Alteration::Rename(name.name.clone())));
    graph.push(step.frees(names(&old)).takes(names(&new)).takes([scope.resource(&new)]));
}

/// The names that an object which can be renamed has among others: its own, and that of its row type.
pub(super) fn names(object: &Object) -> Vec<Resource> {
    let Some(name) = object.schema_name() else { return Vec::new() };
    match object {
        Object::View(_) | Object::MaterializedView(_) => {
            vec![Resource::Relation(name.clone()), Resource::Type(name.clone())]
        }
        _ => vec![Resource::Type(name.clone())],
    }
}
