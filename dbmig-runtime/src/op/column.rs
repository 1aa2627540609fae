//! Operations on one column.

use serde::{Deserialize, Serialize};

use super::{AlterBuilder, ColumnBuilder, Error, Op, Operation, OptionChanges, Result};
use crate::catalog::{Column, DataType, Identity, ObjectName, Storage, check_identifier};

/// A change of one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ColumnOperation {
    /// `ALTER TABLE … ADD COLUMN`, with its comment.
    Add(Box<AddColumn>),
    /// `ALTER TABLE … DROP COLUMN`, never with `CASCADE`.
    Drop {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
        /// True for a generated column, whose values are no data of their own.
        generated: bool,
    },
    /// `ALTER TABLE … RENAME COLUMN`.
    Rename {
        /// The table.
        table: ObjectName,
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// `ALTER TABLE … ALTER COLUMN`.
    Alter(AlterColumn),
}

/// A column that is added to a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddColumn {
    /// The table.
    pub table: ObjectName,
    /// The column.
    pub column: Column,
}

/// Changes of one column that PostgreSQL makes in one statement, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlterColumn {
    /// The table.
    pub table: ObjectName,
    /// The column.
    pub column: String,
    /// What changes.
    pub actions: Vec<ColumnAction>,
}

/// One action of `ALTER COLUMN`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ColumnAction {
    /// `SET DATA TYPE … COLLATE … USING …`.
    SetType {
        /// The new type.
        data_type: DataType,
        /// The new collation where it is not the type's own.
        collation: Option<ObjectName>,
        /// The expression that converts the old value; `None` is the assignment cast.
        using: Option<String>,
        /// The old type, where it is known: hazards tell by it whether every value fits.
        from: Option<DataType>,
    },
    /// `SET DEFAULT`.
    SetDefault(String),
    /// `DROP DEFAULT`.
    DropDefault,
    /// `SET NOT NULL`.
    SetNotNull,
    /// `DROP NOT NULL`.
    DropNotNull,
    /// `ADD GENERATED … AS IDENTITY`.
    AddIdentity(Identity),
    /// `SET GENERATED …` with the sequence options.
    SetIdentity(Identity),
    /// `DROP IDENTITY`.
    DropIdentity,
    /// `SET EXPRESSION AS` (PostgreSQL 17 and later).
    SetExpression(String),
    /// `OPTIONS`: of a column of a foreign table.
    ForeignOptions(OptionChanges),
    /// `DROP EXPRESSION`: a stored generated column becomes a plain one.
    DropExpression,
    /// `SET STORAGE`; `None` is `DEFAULT`, the type's own (PostgreSQL 16 and later).
    SetStorage(Option<Storage>),
    /// `SET COMPRESSION`; `None` leaves it to the server.
    SetCompression(Option<String>),
    /// `SET STATISTICS`; `None` leaves it to the server.
    SetStatistics(Option<i32>),
    /// `SET (name=value)`: options such as `n_distinct`.
    SetOptions(Vec<String>),
    /// `RESET (name)`.
    ResetOptions(Vec<String>),
}

impl Op {
    /// Adds a column to a table.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn add_column(&mut self, table: impl Into<ObjectName>, column: ColumnBuilder) -> Result {
        let (table, column) = (table.into(), column.build());
        table.check()?;
        check_column(&column)?;
        self.push(Operation::Column(ColumnOperation::Add(Box::new(AddColumn { table, column }))))
    }

    /// Drops a column, with its indexes and constraints.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn drop_column(&mut self, table: impl Into<ObjectName>, column: &str) -> Result {
        self.push_drop_column(table.into(), column, false)
    }

    /// Drops a generated column, whose values are no data of their own.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn drop_generated_column(&mut self, table: impl Into<ObjectName>, column: &str) -> Result {
        self.push_drop_column(table.into(), column, true)
    }

    fn push_drop_column(&mut self, table: ObjectName, column: &str, generated: bool) -> Result {
        table.check()?;
        check_identifier(column)?;
        self.push(Operation::Column(ColumnOperation::Drop { table, column: column.to_owned(), generated }))
    }

    /// Renames a column.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn rename_column(&mut self, table: impl Into<ObjectName>, from: &str, to: &str) -> Result {
        let table = table.into();
        table.check()?;
        check_identifier(from)?;
        check_identifier(to)?;
        let (from, to) = (from.to_owned(), to.to_owned());
        self.push(Operation::Column(ColumnOperation::Rename { table, from, to }))
    }

    /// Changes a column: `op.alter_column("task", alter("title").set_type(text()).set_not_null())`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name, or nothing changes.
    pub fn alter_column(&mut self, table: impl Into<ObjectName>, changes: AlterBuilder) -> Result {
        let table = table.into();
        table.check()?;
        check_identifier(&changes.column)?;
        if changes.actions.is_empty() {
            return Err(Error::Missing { what: format!("changes of column {table}.{}", changes.column) });
        }
        let AlterBuilder { column, actions } = changes;
        self.push(Operation::Column(ColumnOperation::Alter(AlterColumn { table, column, actions })))
    }
}

pub(super) fn check_column(column: &Column) -> Result {
    check_identifier(&column.name)?;
    if column.data_type.as_sql().trim().is_empty() {
        return Err(Error::Missing { what: format!("the type of column {}", column.name) });
    }
    if let Some(not_null) = &column.not_null {
        check_identifier(&not_null.name)?;
    }
    if let Some(name) = column.identity.as_ref().and_then(|identity| identity.sequence.as_ref()) {
        check_identifier(name)?;
    }
    let texts = [column.default.as_deref(), column.comment.as_deref(), Some(column.data_type.as_sql())];
    if texts.iter().flatten().any(|text| text.contains('\0')) {
        return Err(Error::Nul { what: format!("column {}", column.name) });
    }
    Ok(())
}
