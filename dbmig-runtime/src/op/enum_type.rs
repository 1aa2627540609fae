//! Operations on enum types.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, Result};
use crate::catalog::{EnumType, ObjectName, check_identifier};

/// A change of an enum type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EnumOperation {
    /// `CREATE TYPE … AS ENUM`, with its comment.
    Create(EnumType),
    /// `DROP TYPE`.
    Drop {
        /// The type.
        name: ObjectName,
    },
    /// `ALTER TYPE … RENAME TO`.
    Rename {
        /// The name it has.
        from: ObjectName,
        /// The name it gets, in the same schema.
        to: String,
    },
    /// `ALTER TYPE … ADD VALUE`.
    AddValue {
        /// The type.
        name: ObjectName,
        /// The new value.
        value: NewEnumValue,
    },
    /// `ALTER TYPE … RENAME VALUE`.
    RenameValue {
        /// The type.
        name: ObjectName,
        /// The label it has.
        from: String,
        /// The label it gets.
        to: String,
    },
}

/// A value that is added to an enum type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEnumValue {
    /// The label.
    pub label: String,
    /// Where it sorts; `None` is the end.
    pub position: Option<Position>,
}

/// The place of a new enum value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Before this label.
    Before(String),
    /// After this label.
    After(String),
}

/// The value `label`, for [`Op::add_enum_value`].
pub fn enum_value(label: impl Into<String>) -> NewEnumValue {
    NewEnumValue { label: label.into(), position: None }
}

impl NewEnumValue {
    /// Sorts the value before `label`.
    #[must_use]
    pub fn before(mut self, label: impl Into<String>) -> Self {
        self.position = Some(Position::Before(label.into()));
        self
    }

    /// Sorts the value after `label`.
    #[must_use]
    pub fn after(mut self, label: impl Into<String>) -> Self {
        self.position = Some(Position::After(label.into()));
        self
    }
}

impl From<&str> for NewEnumValue {
    fn from(label: &str) -> Self {
        enum_value(label)
    }
}

impl Op {
    /// Creates an enum type with `labels` in sort order.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name or label.
    pub fn create_enum<L: Into<String>>(
        &mut self,
        name: impl Into<ObjectName>,
        labels: impl IntoIterator<Item = L>,
    ) -> Result {
        let name = name.into();
        name.check()?;
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        labels.iter().try_for_each(|label| check_label(label))?;
        self.push(Operation::Enum(EnumOperation::Create(EnumType { name, labels, comment: None })))
    }

    /// Drops an enum type that no column uses any more.
    ///
    /// # Errors
    /// If PostgreSQL could not keep the name.
    pub fn drop_enum(&mut self, name: impl Into<ObjectName>) -> Result {
        let name = name.into();
        name.check()?;
        self.push(Operation::Enum(EnumOperation::Drop { name }))
    }

    /// Renames an enum type within its schema.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn rename_enum(&mut self, from: impl Into<ObjectName>, to: &str) -> Result {
        let from = from.into();
        from.check()?;
        check_identifier(to)?;
        self.push(Operation::Enum(EnumOperation::Rename { from, to: to.to_owned() }))
    }

    /// Adds a value: `op.add_enum_value("mood", enum_value("great").after("good"))`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep the name or the label.
    pub fn add_enum_value(&mut self, name: impl Into<ObjectName>, value: impl Into<NewEnumValue>) -> Result {
        let (name, value) = (name.into(), value.into());
        name.check()?;
        check_label(&value.label)?;
        self.push(Operation::Enum(EnumOperation::AddValue { name, value }))
    }

    /// Renames a value of an enum type.
    ///
    /// # Errors
    /// If PostgreSQL could not keep the name or a label.
    pub fn rename_enum_value(&mut self, name: impl Into<ObjectName>, from: &str, to: &str) -> Result {
        let name = name.into();
        name.check()?;
        check_label(from)?;
        check_label(to)?;
        let (from, to) = (from.to_owned(), to.to_owned());
        self.push(Operation::Enum(EnumOperation::RenameValue { name, from, to }))
    }
}

/// Labels share the length limit of names but may be empty.
fn check_label(label: &str) -> Result {
    if label.is_empty() { Ok(()) } else { check_identifier(label).map_err(Error::from) }
}
