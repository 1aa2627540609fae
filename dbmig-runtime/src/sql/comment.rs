//! Comments.

use super::{Renderer, Statement, object};
use crate::catalog::{Object, quote_literal};
use crate::op::SetComment;

/// The comment that `public` has from its creation.
const PUBLIC_COMMENT: &str = "standard public schema";

pub(super) fn statement(operation: &SetComment, sql: Renderer<'_>) -> Statement {
    set(&operation.target, operation.comment.as_deref(), sql)
}

/// The comment of an object that has just been created.
pub(super) fn on(target: &Object, comment: Option<&str>, sql: Renderer<'_>) -> Option<Statement> {
    comment.map(|comment| set(target, Some(comment), sql))
}

fn set(target: &Object, comment: Option<&str>, sql: Renderer<'_>) -> Statement {
    let built_in = match target {
        Object::DefaultNamespace if sql.schema(None) == "public" => Some(PUBLIC_COMMENT),
        Object::Namespace(name) if name == "public" => Some(PUBLIC_COMMENT),
        _ => None,
    };
    let target = object::named(target, sql);
    let comment = comment.or(built_in).map_or_else(|| "NULL".to_owned(), quote_literal);
    Statement::new(format!("COMMENT ON {target} IS {comment}"))
}
