//! Range types with a function that brings values into one form. Each stands on the other: the function is made for a type
//! that has only a name yet, and only both together can go.

use super::graph::{Graph, Rank, Resource, Step};
use super::schema_of;
use super::scope::Scope;
use crate::catalog::{Object, ObjectName, RangeType};
use crate::op::{Execute, Operation};

/// The names of new range types, for their functions.
pub(super) fn plan(scope: &Scope<'_>, graph: &mut Graph) {
    let (from, to) = (&scope.changes.renamed.ranges, &scope.changes.to.ranges);
    for range in to.values().filter(|range| range.canonical.is_some()) {
        let object = Object::Type(range.name.clone());
        if from.contains_key(&range.name) && !scope.rebuilt.contains_key(&object) {
            continue;
        }
        let sql = format!("CREATE TYPE {}", range.name);
        let shell = Operation::Execute(Execute { sql, transactional: true });
        let shell = Step::new(Rank::CreateType, shell).needs(schema_of(&range.name));
        graph.push(shell.takes([name_of(range), scope.resource(&object)]));
    }
}

/// That the type has a name.
fn name_of(range: &RangeType) -> Resource {
    Resource::Object(Object::Type(range.name.clone()))
}

impl<'a> Scope<'a> {
    /// What a function needs of the range type that it is for.
    pub(super) fn named_range(&self, object: &Object) -> Option<Resource> {
        let to = &self.changes.to;
        let mut ranges = to.ranges.values().filter(|range| range.canonical.is_some());
        ranges.find(|range| to.canonical(range) == Some(object)).map(name_of)
    }

    /// The range type before that a function was for.
    pub(super) fn range_before(&self, object: &Object) -> Option<Object> {
        let from = &self.changes.renamed;
        let mut ranges = from.ranges.values().filter(|range| range.canonical.is_some());
        let range = ranges.find(|range| from.canonical(range) == Some(object))?;
        Some(Object::Type(range.name.clone()))
    }

    /// The function before of a range type.
    pub(super) fn canonical_before(&self, object: &Object) -> Option<&'a Object> {
        let Object::Type(name) = object else { return None };
        let from = &self.changes.renamed;
        from.canonical(from.ranges.get(name)?)
    }
}

/// The drop of a range type together with its function.
pub(super) fn drop(name: &ObjectName) -> Operation {
    Operation::Execute(Execute { sql: format!("DROP TYPE {name} CASCADE"), transactional: true })
}
