//! Operators.

use super::{Renderer, Statement, comment};
use crate::catalog::{ObjectName, Operator};

pub(super) fn create(operator: &Operator, sql: Renderer<'_>) -> Vec<Statement> {
    let signature = &operator.signature;
    let other = |name: &'static str, other: &Option<ObjectName>| {
        other.as_ref().map(|other| format!("{name} = OPERATOR({})", sql.operator(other)))
    };
    let function = |name: &'static str, function: &Option<ObjectName>| {
        function.as_ref().map(|function| format!("{name} = {}", sql.name(function)))
    };
    let clauses = [
        Some(format!("FUNCTION = {}", sql.name(&operator.function))),
        signature.left.as_ref().map(|left| format!("LEFTARG = {left}")),
        signature.right.as_ref().map(|right| format!("RIGHTARG = {right}")),
        other("COMMUTATOR", &operator.commutator),
        other("NEGATOR", &operator.negator),
        function("RESTRICT", &operator.restrict),
        function("JOIN", &operator.join),
        operator.hashes.then(|| "HASHES".to_owned()),
        operator.merges.then(|| "MERGES".to_owned()),
    ];
    let clauses: Vec<String> = clauses.into_iter().flatten().collect();
    let name = sql.operator(&signature.name);
    let create = Statement::new(format!("CREATE OPERATOR {name} (\n    {}\n)", clauses.join(",\n    ")));
    let comment = comment::on(&operator.object(), operator.comment.as_deref(), sql);
    std::iter::once(create).chain(comment).collect()
}
