//! Schemas.

use super::comment;
use super::graph::{Graph, Rank, Resource, Step};
use crate::catalog::{Namespace, Object};
use crate::diff::Changes;
use crate::op::{Operation, SchemaOperation};

pub(super) fn plan(changes: &Changes, graph: &mut Graph) {
    for added in &changes.namespaces.added {
        let name = added.name.clone();
        let create = Operation::Schema(SchemaOperation::Create { name });
        graph.push(Step::new(Rank::CreateSchema, create).takes([schema(added)]));
        if added.comment.is_some() {
            plan_comment(added, graph);
        }
    }
    for dropped in &changes.namespaces.dropped {
        let drop = Operation::Schema(SchemaOperation::Drop { name: dropped.name.clone() });
        graph.push(Step::new(Rank::DropSchema, drop).frees([schema(dropped)]));
    }
    for change in &changes.namespaces.altered {
        plan_comment(&change.to, graph);
    }
}

fn plan_comment(namespace: &Namespace, graph: &mut Graph) {
    let target = Object::Namespace(namespace.name.clone());
    graph.push(comment(target, namespace.comment.as_ref()).needs([schema(namespace)]));
}

fn schema(namespace: &Namespace) -> Resource {
    Resource::Schema(namespace.name.clone())
}
