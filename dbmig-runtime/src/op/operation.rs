//! The operation: one change, as a value.

use serde::{Deserialize, Serialize};

use super::{
    Alter, Backfill, BulkInsert, ChangePrivileges, ColumnAction, ColumnOperation, Constraint,
    ConstraintOperation, EnumOperation, Execute, ForEachBatch, IndexOperation, NewObject, Obstacle,
    Preflight, SchemaOperation, SetComment, TableOperation,
};
use crate::catalog::{Object, ObjectName};

/// One change of a schema, by the family of what it changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Operation {
    /// On a schema.
    Schema(SchemaOperation),
    /// On an enum type.
    Enum(EnumOperation),
    /// On a table as a whole.
    Table(TableOperation),
    /// On one column.
    Column(ColumnOperation),
    /// On one constraint.
    Constraint(ConstraintOperation),
    /// On one index.
    Index(IndexOperation),
    /// `CREATE` of an object that is created whole.
    Create(Box<NewObject>),
    /// `CREATE OR REPLACE`.
    Replace(Box<NewObject>),
    /// `ALTER` of an object that is created whole.
    Alter(Box<Alter>),
    /// `DROP` of an object that is created whole.
    Drop(Object),
    /// A comment set or removed.
    Comment(SetComment),
    /// `GRANT` and `REVOKE`.
    Privileges(Box<ChangePrivileges>),
    /// A look at the rows before anything is touched.
    Preflight(Preflight),
    /// Values for the rows that are there.
    Backfill(Backfill),
    /// Changes of rows that SQL can't say.
    ForEachBatch(ForEachBatch),
    /// Rows that come with the revision.
    BulkInsert(BulkInsert),
    /// SQL that the author wrote.
    Execute(Execute),
}

impl Operation {
    /// The column that becomes NOT NULL for the rows that are there, and its table.
    pub fn sets_not_null(&self) -> Option<(&ObjectName, &str)> {
        match self {
            Self::Column(ColumnOperation::Alter(alter)) => {
                alter.actions.contains(&ColumnAction::SetNotNull).then_some((&alter.table, &*alter.column))
            }
            Self::Constraint(ConstraintOperation::Add {
                table,
                constraint: Constraint::NotNull(item),
                ..
            }) => (!item.not_valid).then_some((table, &*item.column)),
            _ => None,
        }
    }

    /// True if it looks at every row of a table, and lets readers and writers through meanwhile.
    pub fn validates(&self) -> bool {
        matches!(self, Self::Constraint(ConstraintOperation::Validate { .. }))
    }

    /// True for a preflight that any row stops.
    pub fn refuses_rows(&self) -> bool {
        matches!(self, Self::Preflight(Preflight { obstacle: Obstacle::All, .. }))
    }
}
