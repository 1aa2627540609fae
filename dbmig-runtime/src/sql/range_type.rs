//! Range types.

use super::{Renderer, Statement, comment};
use crate::catalog::{Object, RangeType};

pub(super) fn create(range: &RangeType, sql: Renderer<'_>) -> Vec<Statement> {
    let named = [
        ("SUBTYPE_OPCLASS", &range.operator_class),
        ("COLLATION", &range.collation),
        ("CANONICAL", &range.canonical),
        ("SUBTYPE_DIFF", &range.subtype_diff),
    ];
    let mut parts = vec![format!("SUBTYPE = {}", range.subtype)];
    parts
        .extend(named.iter().filter_map(|(word, name)| name.as_ref().map(|name| format!("{word} = {name}"))));
    parts.push(format!("MULTIRANGE_TYPE_NAME = {}", sql.name(&range.multirange)));
    let create = format!("CREATE TYPE {} AS RANGE ({})", sql.name(&range.name), parts.join(", "));
    let mut statements = vec![Statement::new(create)];
    statements.extend(comment::on(&Object::Type(range.name.clone()), range.comment.as_deref(), sql));
    statements
}
