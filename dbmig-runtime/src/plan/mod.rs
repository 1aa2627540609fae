//! From changes to an ordered list of operations. Pure.
//!
//! First it is settled what must be built again because something under it changes ([`scope`]); then each noun
//! declares its steps with what they take, free, change, need and let go; the [`graph`] orders them. Everything runs in
//! terms of the names after the renames, which come first.

mod cast;
mod column;
mod constraint;
mod enum_type;
mod graph;
mod identity;
mod index;
mod namespace;
mod scope;
mod table;

use crate::catalog::ObjectName;
use crate::diff::Changes;
use crate::op::{CommentTarget, Operation, SetComment};
use graph::{Graph, Rank, Resource, Step};
use scope::Scope;

/// The operations that make `changes`, in an order that runs.
///
/// Indexes are built without `CONCURRENTLY`, so that a revision stays one transaction where it can; a hazard says
/// so. An enum value is added outside a transaction, since none that is still open could use it.
pub fn plan(changes: &Changes) -> Vec<Operation> {
    let scope = Scope::new(changes);
    let mut graph = Graph::default();
    namespace::plan(changes, &mut graph);
    enum_type::plan(&scope, &mut graph);
    table::plan(&scope, &mut graph);
    for table in scope.kept.values() {
        column::plan(&scope, table, &mut graph);
        constraint::plan(&scope, table, &mut graph);
        index::plan(&scope, table, &mut graph);
    }
    graph.into_operations()
}

fn comment(target: CommentTarget, comment: Option<&String>) -> Step {
    Step::new(Rank::Comment, Operation::Comment(SetComment { target, comment: comment.cloned() }))
}

/// The schema that an object lives in; the default one always exists.
fn schema_of(name: &ObjectName) -> Option<Resource> {
    name.schema.clone().map(Resource::Schema)
}
