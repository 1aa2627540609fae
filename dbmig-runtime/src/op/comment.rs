//! Comments on objects.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, Result};
use crate::catalog::{ObjectName, check_identifier};

/// `COMMENT ON … IS …`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetComment {
    /// The object.
    pub target: CommentTarget,
    /// The comment; `None` removes it.
    pub comment: Option<String>,
}

/// What a comment is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CommentTarget {
    /// A schema.
    Schema(String),
    /// A type.
    Type(ObjectName),
    /// A table.
    Table(ObjectName),
    /// A column of a table.
    Column(ObjectName, String),
    /// A constraint of a table.
    Constraint(ObjectName, String),
    /// An index.
    Index(ObjectName),
}

/// The schema `name`, for [`Op::comment`].
pub fn on_schema(name: impl Into<String>) -> CommentTarget {
    CommentTarget::Schema(name.into())
}

/// The type `name`, for [`Op::comment`].
pub fn on_type(name: impl Into<ObjectName>) -> CommentTarget {
    CommentTarget::Type(name.into())
}

/// The table `name`, for [`Op::comment`].
pub fn on_table(name: impl Into<ObjectName>) -> CommentTarget {
    CommentTarget::Table(name.into())
}

/// The column `column` of `table`, for [`Op::comment`].
pub fn on_column(table: impl Into<ObjectName>, column: impl Into<String>) -> CommentTarget {
    CommentTarget::Column(table.into(), column.into())
}

/// The constraint `name` of `table`, for [`Op::comment`].
pub fn on_constraint(table: impl Into<ObjectName>, name: impl Into<String>) -> CommentTarget {
    CommentTarget::Constraint(table.into(), name.into())
}

/// The index `name`, for [`Op::comment`].
pub fn on_index(name: impl Into<ObjectName>) -> CommentTarget {
    CommentTarget::Index(name.into())
}

impl Op {
    /// Sets the comment of an object: `op.comment(on_table("task"), "what is to be done")`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name or the text.
    pub fn comment(&mut self, target: CommentTarget, comment: impl Into<String>) -> Result {
        let comment = comment.into();
        if comment.contains('\0') {
            return Err(Error::Nul { what: "the comment".to_owned() });
        }
        self.push_comment(target, Some(comment))
    }

    /// Removes the comment of an object.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn remove_comment(&mut self, target: CommentTarget) -> Result {
        self.push_comment(target, None)
    }

    fn push_comment(&mut self, target: CommentTarget, comment: Option<String>) -> Result {
        match &target {
            CommentTarget::Schema(name) => check_identifier(name)?,
            CommentTarget::Type(name) | CommentTarget::Table(name) | CommentTarget::Index(name) => {
                name.check()?
            }
            CommentTarget::Column(table, name) | CommentTarget::Constraint(table, name) => {
                table.check()?;
                check_identifier(name)?;
            }
        }
        self.push(Operation::Comment(SetComment { target, comment }))
    }
}
