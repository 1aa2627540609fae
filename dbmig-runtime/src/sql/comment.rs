//! Comments.

use super::{Renderer, Statement, object};
use crate::catalog::{Object, quote_literal};
use crate::op::SetComment;

pub(super) fn statement(operation: &SetComment, sql: Renderer<'_>) -> Statement {
    set(&operation.target, operation.comment.as_deref(), sql)
}

/// The comment of an object that has just been created.
pub(super) fn on(target: &Object, comment: Option<&str>, sql: Renderer<'_>) -> Option<Statement> {
    comment.map(|comment| set(target, Some(comment), sql))
}

fn set(target: &Object, comment: Option<&str>, sql: Renderer<'_>) -> Statement {
    let target = object::named(target, sql);
    let comment = comment.map_or_else(|| "NULL".to_owned(), quote_literal);
    Statement::new(format!("COMMENT ON {target} IS {comment}"))
}
