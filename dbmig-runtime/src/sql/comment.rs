//! Comments.

use super::{Renderer, Statement};
use crate::catalog::{quote_identifier, quote_literal};
use crate::op::{CommentTarget, SetComment};

pub(super) fn statement(operation: &SetComment, sql: Renderer<'_>) -> Statement {
    set(&operation.target, operation.comment.as_deref(), sql)
}

/// The comment of an object that has just been created.
pub(super) fn on(target: &CommentTarget, comment: Option<&str>, sql: Renderer<'_>) -> Option<Statement> {
    comment.map(|comment| set(target, Some(comment), sql))
}

fn set(target: &CommentTarget, comment: Option<&str>, sql: Renderer<'_>) -> Statement {
    let target = match target {
        CommentTarget::Schema(name) => format!("SCHEMA {}", quote_identifier(name)),
        CommentTarget::Type(name) => format!("TYPE {}", sql.name(name)),
        CommentTarget::Table(name) => format!("TABLE {}", sql.name(name)),
        CommentTarget::Column(table, column) => {
            format!("COLUMN {}.{}", sql.name(table), quote_identifier(column))
        }
        CommentTarget::Constraint(table, name) => {
            format!("CONSTRAINT {} ON {}", quote_identifier(name), sql.name(table))
        }
        CommentTarget::Index(name) => format!("INDEX {}", sql.name(name)),
    };
    let comment = comment.map_or_else(|| "NULL".to_owned(), quote_literal);
    Statement::new(format!("COMMENT ON {target} IS {comment}"))
}
