//! Sequences that belong to no identity column.

use super::graph::{Graph, Rank, Resource, Step, StepId};
use super::identity::{self, Range, Side};
use super::noun::alter;
use super::scope::Scope;
use super::{comment, schema_of};
use crate::catalog::{Object, ObjectName, Sequence};
use crate::op::{Alteration, NewObject, Operation, SequenceAction};

pub(super) fn plan(scope: &Scope<'_>, graph: &mut Graph) {
    let changes = scope.changes;
    for (new, old) in &changes.renames.sequences {
        rename(scope, old, new, graph);
    }
    for (name, old) in &changes.renamed.sequences {
        match changes.to.sequences.get(name) {
            None => drop(scope, old, graph),
            Some(new) => keep(scope, old, new, graph),
        }
    }
    for new in &changes.sequences.added {
        create(scope, new, graph);
    }
}

fn object(sequence: &Sequence) -> Object {
    Object::Sequence(sequence.name.clone())
}

fn resource(sequence: &Sequence) -> Resource {
    Resource::Object(object(sequence))
}

fn step(rank: Rank, sequence: &Sequence, action: SequenceAction) -> Step {
    Step::new(rank, alter(object(sequence), Alteration::Sequence(action)))
}

/// A sequence moves to another schema with the table that owns it; a free one by itself.
fn rename(scope: &Scope<'_>, old: &ObjectName, new: &ObjectName, graph: &mut Graph) {
    let owner = scope.changes.renamed.sequences.get(new).and_then(|sequence| sequence.owned_by.as_ref());
    let table = owner.map(|(table, _)| Resource::Table(table.clone()));
    let step = |name: &ObjectName, alteration| {
        Step::new(Rank::Rename, alter(Object::Sequence(name.clone()), alteration))
    };
    let mut steps = Vec::new();
    if old.schema != new.schema && owner.is_none() {
        let set = step(old, Alteration::Schema(new.schema.clone()));
        steps.push(set.needs(schema_of(new)).releases(schema_of(old)));
    }
    if old.name != new.name {
        let rename = step(&new.sibling(&*old.name), Alteration::Rename(new.name.clone()));
        steps.push(rename.needs(table));
    }
    let last = steps.len().saturating_sub(1);
    let mut before = None;
    for (place, step) in steps.into_iter().enumerate() {
        let step = if place == 0 { step.frees([Resource::Relation(old.clone())]) } else { step };
        let taken = [Resource::Relation(new.clone()), Resource::Object(Object::Sequence(new.clone()))];
        let step = graph.push(if place == last { step.takes(taken) } else { step });
        if let Some(before) = before.replace(step) {
            graph.must_run_before(before, step);
        }
    }
}

fn create(scope: &Scope<'_>, new: &Sequence, graph: &mut Graph) {
    let create = Operation::Create(Box::new(NewObject::from(new.clone())));
    let create = Step::new(Rank::CreateSequence, create)
        .needs(schema_of(&new.name))
        .takes([Resource::Relation(new.name.clone()), resource(new)]);
    graph.push(create);
    let Some(owner) = &new.owned_by else { return };
    own(new, owner, graph);
    let (table, column) = owner;
    let kept = scope.kept.get(table).filter(|kept| !kept.replaced.contains(column.as_str()));
    if kept.is_some_and(|kept| kept.from.column(column).is_some()) {
        let (table, column, options) = (table.clone(), column.clone(), new.options.clone());
        let action = SequenceAction::GoOnBehind { table, column, options };
        graph.push(step(Rank::OwnSequence, new, action).needs([resource(new)]).needs(owner_resources(owner)));
    }
}

/// What is there once a column is as it will be.
fn owner_resources((table, column): &(ObjectName, String)) -> [Resource; 4] {
    [
        Resource::Table(table.clone()),
        Resource::Columns(table.clone()),
        Resource::Column(table.clone(), column.clone()),
        Resource::Persistence(table.clone()),
    ]
}

/// A default needs the sequence, and the sequence its owner: who owns it is no change of the sequence.
fn own(sequence: &Sequence, owner: &(ObjectName, String), graph: &mut Graph) -> StepId {
    let own = step(Rank::OwnSequence, sequence, SequenceAction::OwnedBy(Some(owner.clone())));
    graph.push(own.needs([resource(sequence)]).needs(owner_resources(owner)))
}

/// Before anything happens to the column that owns it so far.
fn disown(scope: &Scope<'_>, sequence: &Sequence, owner: &(ObjectName, String), graph: &mut Graph) -> StepId {
    let (table, column) = owner;
    let [table, column] = [Object::Table(table.clone()), Object::Column(table.clone(), column.clone())]
        .map(|on| scope.resource(&on));
    let disown = step(Rank::DropView, sequence, SequenceAction::OwnedBy(None));
    graph.push(disown.releases([table, column, resource(sequence)]))
}

/// A sequence goes with the column that owns it, unless something else stands on it.
fn drop(scope: &Scope<'_>, old: &Sequence, graph: &mut Graph) {
    let object = object(old);
    let names = [Resource::Relation(old.name.clone()), resource(old)];
    let gone = old.owned_by.as_ref().and_then(|(table, column)| {
        let (table, column) = (Object::Table(table.clone()), Object::Column(table.clone(), column.clone()));
        [table, column].into_iter().find(|owner| scope.goes(owner))
    });
    let dependents = scope.dependents.get(&object).into_iter().flatten();
    let owner = old.owned_by.as_ref();
    let mut others = dependents.filter(|other| match other {
        Object::Default(table, column) => owner != Some(&(table.clone(), column.clone())),
        _ => true,
    });
    if let (Some(gone), None) = (&gone, others.next()) {
        let step = Step::silent(Rank::DropSequence).needs([Resource::Gone(gone.clone())]);
        graph.push(step.frees([Resource::Relation(old.name.clone())]).releases(schema_of(&old.name)));
        return;
    }
    if let (Some(_), Some(owner)) = (gone, owner) {
        disown(scope, old, owner, graph);
    }
    let drop = Step::new(Rank::DropSequence, Operation::Drop(object)).releases(schema_of(&old.name));
    graph.push(drop.frees(names));
}

fn keep(scope: &Scope<'_>, old: &Sequence, new: &Sequence, graph: &mut Graph) {
    let column = |(table, column): &(ObjectName, String)| Object::Column(table.clone(), column.clone());
    let owner_goes = old.owned_by.as_ref().is_some_and(|owner| scope.goes(&column(owner)));
    let disowned = old.owned_by.as_ref().filter(|_| owner_goes || new.owned_by.is_none());
    let disowned = disowned.map(|owner| disown(scope, old, owner, graph));
    set(old, new, graph);
    if old.unlogged != new.unlogged {
        let set = step(Rank::OwnSequence, new, SequenceAction::Unlogged(new.unlogged));
        let owner = new.owned_by.as_ref().map(|(table, _)| Resource::Persistence(table.clone()));
        graph.push(set.needs([resource(new)]).needs(owner));
    }
    if let Some(owner) = new.owned_by.as_ref().filter(|_| owner_goes || old.owned_by != new.owned_by) {
        let own = own(new, owner, graph);
        disowned.into_iter().for_each(|disown| graph.must_run_before(disown, own));
    }
    if old.comment != new.comment {
        graph.push(comment(object(new), new.comment.as_ref()).needs([resource(new)]));
    }
}

fn set(old: &Sequence, new: &Sequence, graph: &mut Graph) {
    if old.data_type == new.data_type && old.options == new.options {
        return;
    }
    let range = |sequence: &Sequence| Range::of(&sequence.data_type, &sequence.options);
    let change = identity::between(&range(old), &range(new));
    if let identity::Change::MoveTo(value, side) = change {
        let down = matches!(side, Side::Above);
        let step = step(Rank::AlterTable, new, SequenceAction::MoveTo { value, down });
        graph.push(step.changes([resource(new)]));
    }
    let (data_type, options) = (new.data_type.clone(), new.options.clone());
    let restart = matches!(change, identity::Change::Replace);
    let step = step(Rank::AlterTable, new, SequenceAction::Set { data_type, options, restart });
    graph.push(step.changes([resource(new)]));
}
