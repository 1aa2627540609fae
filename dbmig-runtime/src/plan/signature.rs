//! Objects that are named by types: routines, operators, casts. A statement that names one must run while those types
//! have the names that it says.

use super::graph::Resource;
use super::scope::Scope;
use crate::catalog::Object;

/// The types and tables in the object's name that are renamed, and must be before it is named.
pub(super) fn needs(scope: &Scope<'_>, object: &Object) -> Vec<Resource> {
    let renames = &scope.changes.renames;
    let renamed = types(scope, object).filter(|on| match on {
        Object::Table(name) | Object::ForeignTable(name) => renames.tables.contains_key(name),
        on => renames.before(on).is_some() && !scope.disturbed.again(on) && !scope.rebuilt.contains_key(on),
    });
    renamed.map(|on| scope.resource(on)).collect()
}

fn types<'a>(scope: &Scope<'a>, object: &Object) -> impl Iterator<Item = &'a Object> {
    let named_by_types = matches!(object, Object::Routine(..) | Object::Operator(_) | Object::Cast { .. });
    let on = scope.changes.renamed.dependencies.get(object).filter(|_| named_by_types);
    on.into_iter().flatten()
}
