//! Comments on objects.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, Result};
use crate::catalog::{Object, ObjectName};

/// `COMMENT ON … IS …`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetComment {
    /// The object.
    pub target: Object,
    /// The comment; `None` removes it.
    pub comment: Option<String>,
}

/// The schema `name`, for [`Op::comment`].
pub fn on_schema(name: impl Into<String>) -> Object {
    Object::Namespace(name.into())
}

/// The type `name`, for [`Op::comment`].
pub fn on_type(name: impl Into<ObjectName>) -> Object {
    Object::Type(name.into())
}

/// The table `name`, for [`Op::comment`].
pub fn on_table(name: impl Into<ObjectName>) -> Object {
    Object::Table(name.into())
}

/// The column `column` of `table`, for [`Op::comment`].
pub fn on_column(table: impl Into<ObjectName>, column: impl Into<String>) -> Object {
    Object::Column(table.into(), column.into())
}

/// The constraint `name` of `table`, for [`Op::comment`].
pub fn on_constraint(table: impl Into<ObjectName>, name: impl Into<String>) -> Object {
    Object::Constraint(table.into(), name.into())
}

/// The index `name`, for [`Op::comment`].
pub fn on_index(name: impl Into<ObjectName>) -> Object {
    Object::Index(name.into())
}

impl Op {
    /// Sets the comment of an object: `op.comment(on_table("task"), "what is to be done")`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name or the text.
    pub fn comment(&mut self, target: Object, comment: impl Into<String>) -> Result {
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
    pub fn remove_comment(&mut self, target: Object) -> Result {
        self.push_comment(target, None)
    }

    fn push_comment(&mut self, target: Object, comment: Option<String>) -> Result {
        target.check()?;
        self.push(Operation::Comment(SetComment { target, comment }))
    }
}
