//! Enum types.

use super::graph::{Graph, Rank, Resource, Step, StepId};
use super::scope::Scope;
use super::{comment, schema_of};
use crate::catalog::{EnumType, Object, ObjectName};
use crate::diff::Altered;
use crate::op::{EnumOperation, NewEnumValue, Operation, Position};

pub(super) fn plan(scope: &Scope<'_>, graph: &mut Graph) {
    let changes = scope.changes;
    for (new, old) in
        changes.renames.enums.iter().filter(|(new, _)| !scope.rebuilt.contains_key(&object(new)))
    {
        rename(old, new, graph);
    }
    let labels = rename_labels(scope, graph);
    for dropped in &changes.enums.dropped {
        let drop = EnumOperation::Drop { name: dropped.name.clone() };
        graph.push(
            step(Rank::DropType, drop).frees([type_name(&dropped.name)]).releases(schema_of(&dropped.name)),
        );
    }
    for added in &changes.enums.added {
        create(added, graph);
    }
    for Altered { from, to } in &changes.enums.altered {
        if let Some(old) = scope.rebuilt.get(&object(&to.name)) {
            rebuild(scope, to, old, &labels, graph);
            continue;
        }
        for value in new_values(from, to) {
            let add = EnumOperation::AddValue { name: to.name.clone(), value };
            graph.push(step(Rank::CreateType, add).changes([type_name(&to.name)]));
        }
        if from.comment != to.comment {
            graph.push(comment(object(&to.name), to.comment.as_ref()).needs([type_name(&to.name)]));
        }
    }
}

fn step(rank: Rank, operation: EnumOperation) -> Step {
    Step::new(rank, Operation::Enum(operation))
}

fn object(name: &ObjectName) -> Object {
    Object::Type(name.clone())
}

fn type_name(name: &ObjectName) -> Resource {
    Resource::Type(name.clone())
}

fn rename(old: &ObjectName, new: &ObjectName, graph: &mut Graph) -> StepId {
    let rename = EnumOperation::Rename { from: old.clone(), to: new.name.clone() };
    graph.push(step(Rank::Rename, rename).frees([type_name(old)]).takes([type_name(new)]))
}

/// A type that is built again keeps its old name until its labels have their new ones.
fn rename_labels(scope: &Scope<'_>, graph: &mut Graph) -> Vec<(ObjectName, StepId)> {
    let renames = &scope.changes.renames;
    let mut steps = Vec::new();
    for ((name, to), from) in &renames.enum_labels {
        let rebuilt = scope.rebuilt.contains_key(&object(name));
        let now = if rebuilt { renames.enums.get(name).unwrap_or(name) } else { name };
        let rename = EnumOperation::RenameValue { name: now.clone(), from: from.clone(), to: to.clone() };
        let rename = step(Rank::Rename, rename);
        let id = graph.push(if rebuilt { rename } else { rename.changes([type_name(name)]) });
        steps.push((name.clone(), id));
    }
    steps
}

fn create(value: &EnumType, graph: &mut Graph) -> StepId {
    let create = EnumOperation::Create(value.clone());
    graph.push(step(Rank::CreateType, create).takes([type_name(&value.name)]).needs(schema_of(&value.name)))
}

/// The old type makes room, the columns move to the new one (their own steps), the old type goes.
fn rebuild(
    scope: &Scope<'_>,
    to: &EnumType,
    old: &ObjectName,
    labels: &[(ObjectName, StepId)],
    graph: &mut Graph,
) {
    let now = scope.changes.renames.enums.get(&to.name).unwrap_or(&to.name);
    let away = EnumOperation::Rename { from: now.clone(), to: old.name.clone() };
    let away = graph.push(step(Rank::Rename, away).frees([type_name(now)]));
    for (_, label) in labels.iter().filter(|(name, _)| *name == to.name) {
        graph.must_run_before(*label, away);
    }
    let create = create(to, graph);
    graph.must_run_before(away, create);
    let drop = EnumOperation::Drop { name: old.clone() };
    let drop = graph.push(step(Rank::DropType, drop).frees([Resource::Old(object(&to.name))]));
    graph.must_run_before(create, drop);
}

/// The new labels, each beside one that is there by then. The labels before are a subsequence of those after.
fn new_values(from: &EnumType, to: &EnumType) -> Vec<NewEnumValue> {
    let mut values = Vec::new();
    let mut previous: Option<&String> = None;
    for (at, label) in to.labels.iter().enumerate() {
        if !from.labels.contains(label) {
            let following = to.labels.iter().skip(at).find(|label| from.labels.contains(label));
            let position = following.map(|following| match previous {
                Some(previous) => Position::After(previous.clone()),
                None => Position::Before(following.clone()),
            });
            values.push(NewEnumValue { label: label.clone(), position });
        }
        previous = Some(label);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::enum_value;

    fn value(labels: &str) -> EnumType {
        let labels = labels.split_whitespace().map(str::to_owned).collect();
        EnumType { name: ObjectName::new("e"), labels, comment: None }
    }

    #[test]
    fn new_values_find_their_place() {
        let check = |from, to, expected: &[NewEnumValue]| {
            assert_eq!(new_values(&value(from), &value(to)), expected);
        };
        check(
            "b d",
            "a a2 b c d e f",
            &[
                enum_value("a").before("b"),
                enum_value("a2").after("a"),
                enum_value("c").after("b"),
                enum_value("e"),
                enum_value("f"),
            ],
        );
        check("", "a b", &[enum_value("a"), enum_value("b")]);
    }
}
