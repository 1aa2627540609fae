//! Which objects come with a list of operations.

use std::collections::BTreeSet;

use crate::catalog::Object;
use crate::op::{EnumOperation, NewObject, Operation, SchemaOperation};

/// The objects that are created and weren't dropped, or renamed out of the way, before: of those kinds whose rights, rows
/// or constraints rules ask about.
pub(super) fn new_objects(operations: &[Operation]) -> BTreeSet<Object> {
    let mut gone = BTreeSet::new();
    let mut new = BTreeSet::new();
    for operation in operations {
        gone.extend(leaving(operation));
        new.extend(coming(operation).filter(|object| !gone.contains(object)));
    }
    new
}

fn leaving(operation: &Operation) -> Option<Object> {
    match operation {
        Operation::Drop(object) => Some(object.clone()),
        Operation::Alter(alter) => Some(alter.object.clone()),
        Operation::Enum(EnumOperation::Drop { name } | EnumOperation::Rename { from: name, .. }) => {
            Some(Object::Type(name.clone()))
        }
        Operation::Schema(SchemaOperation::Drop { name }) => Some(Object::Namespace(name.clone())),
        _ => None,
    }
}

fn coming(operation: &Operation) -> Option<Object> {
    Some(match operation {
        Operation::Schema(SchemaOperation::Create { name }) => Object::Namespace(name.clone()),
        Operation::Enum(EnumOperation::Create(value)) => Object::Type(value.name.clone()),
        Operation::Create(object) => match &**object {
            NewObject::Domain(domain) => Object::Domain(domain.name.clone()),
            NewObject::CompositeType(composite) => Object::Type(composite.name.clone()),
            NewObject::RangeType(range) => Object::Type(range.name.clone()),
            NewObject::Sequence(sequence) => Object::Sequence(sequence.name.clone()),
            NewObject::View(view) => Object::View(view.name.clone()),
            NewObject::MaterializedView(view) => Object::MaterializedView(view.name.clone()),
            NewObject::Routine(routine) => routine.object(),
            NewObject::Aggregate(aggregate) => aggregate.object(),
            NewObject::ForeignDataWrapper(wrapper) => Object::ForeignDataWrapper(wrapper.name.clone()),
            NewObject::Server(server) => Object::Server(server.name.clone()),
            NewObject::Publication(publication) => Object::Publication(publication.name.clone()),
            NewObject::EventTrigger(trigger) => Object::EventTrigger(trigger.name.clone()),
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::Op;

    #[test]
    fn what_is_built_again_is_not_new() {
        let mut op = Op::new();
        op.create_enum("new", ["a"]).unwrap();
        op.rename_enum("again", "again_old").unwrap();
        op.create_enum("again", ["a"]).unwrap();
        let new: Vec<_> = new_objects(&op.into_operations()).into_iter().collect();
        assert_eq!(new, [Object::Type("new".into())]);
    }
}
