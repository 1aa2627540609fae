//! Changes of one column under construction.

use super::ColumnAction;
use crate::catalog::{DataType, Identity, IdentityKind, ObjectName, SequenceOptions, Storage};

/// Changes of the column `name`, for [`Op::alter_column`](super::Op::alter_column).
pub fn alter(name: impl Into<String>) -> AlterBuilder {
    AlterBuilder { column: name.into(), actions: Vec::new() }
}

/// Changes of a column under construction; they are made in the order of the calls.
#[derive(Clone, Debug)]
#[must_use = "pass it to `op.alter_column`"]
pub struct AlterBuilder {
    pub(super) column: String,
    pub(super) actions: Vec<ColumnAction>,
}

impl AlterBuilder {
    /// `SET DATA TYPE`, through the assignment cast.
    pub fn set_type(self, data_type: impl Into<DataType>) -> Self {
        self.action(ColumnAction::SetType {
            data_type: data_type.into(),
            collation: None,
            using: None,
            from: None,
        })
    }

    /// The old type, for the `set_type` before it: hazards tell by it whether every value fits. The same type as the new one
    /// is one that was built again with all its values.
    pub fn from(mut self, data_type: impl Into<DataType>) -> Self {
        if let Some(ColumnAction::SetType { from, .. }) = self.actions.last_mut() {
            *from = Some(data_type.into());
        }
        self
    }

    /// `USING expression`, for the `set_type` before it.
    pub fn using(mut self, expression: impl Into<String>) -> Self {
        if let Some(ColumnAction::SetType { using, .. }) = self.actions.last_mut() {
            *using = Some(expression.into());
        }
        self
    }

    /// `COLLATE collation`, for the `set_type` before it.
    pub fn collate(mut self, name: impl Into<ObjectName>) -> Self {
        if let Some(ColumnAction::SetType { collation, .. }) = self.actions.last_mut() {
            *collation = Some(name.into());
        }
        self
    }

    /// `SET DEFAULT expression`, as SQL.
    pub fn set_default(self, expression: impl Into<String>) -> Self {
        self.action(ColumnAction::SetDefault(expression.into()))
    }

    /// `DROP DEFAULT`.
    pub fn drop_default(self) -> Self {
        self.action(ColumnAction::DropDefault)
    }

    /// `SET NOT NULL`.
    pub fn set_not_null(self) -> Self {
        self.action(ColumnAction::SetNotNull)
    }

    /// `DROP NOT NULL`.
    pub fn drop_not_null(self) -> Self {
        self.action(ColumnAction::DropNotNull)
    }

    /// `ADD GENERATED … AS IDENTITY`; the column must be `NOT NULL` and without default. The sequence goes on behind the
    /// values that rows have already.
    pub fn add_identity(self, kind: IdentityKind, options: SequenceOptions) -> Self {
        self.action(ColumnAction::AddIdentity(Identity { options, ..Identity::new(kind) }))
    }

    /// `SET GENERATED …` with all sequence options.
    pub fn set_identity(self, kind: IdentityKind, options: SequenceOptions) -> Self {
        self.action(ColumnAction::SetIdentity(Identity { options, ..Identity::new(kind) }))
    }

    /// `DROP IDENTITY`.
    pub fn drop_identity(self) -> Self {
        self.action(ColumnAction::DropIdentity)
    }

    /// `SET EXPRESSION AS (expression)` (PostgreSQL 17 and later).
    pub fn set_expression(self, expression: impl Into<String>) -> Self {
        self.action(ColumnAction::SetExpression(expression.into()))
    }

    /// `SEQUENCE NAME`, for the `add_identity` before it.
    pub fn sequence_name(mut self, name: impl Into<String>) -> Self {
        if let Some(ColumnAction::AddIdentity(identity)) = self.actions.last_mut() {
            identity.sequence = Some(name.into());
        }
        self
    }

    /// `SET STORAGE`.
    pub fn set_storage(self, storage: Storage) -> Self {
        self.action(ColumnAction::SetStorage(Some(storage)))
    }

    /// `SET STORAGE DEFAULT`: the type's own (PostgreSQL 16 and later).
    pub fn reset_storage(self) -> Self {
        self.action(ColumnAction::SetStorage(None))
    }

    /// `SET COMPRESSION`: `pglz` or `lz4`.
    pub fn set_compression(self, method: impl Into<String>) -> Self {
        self.action(ColumnAction::SetCompression(Some(method.into())))
    }

    /// `SET COMPRESSION DEFAULT`: what the server is set to.
    pub fn reset_compression(self) -> Self {
        self.action(ColumnAction::SetCompression(None))
    }

    /// `SET STATISTICS target`.
    pub fn set_statistics(self, target: i32) -> Self {
        self.action(ColumnAction::SetStatistics(Some(target)))
    }

    /// `SET STATISTICS -1`: what the server is set to.
    pub fn reset_statistics(self) -> Self {
        self.action(ColumnAction::SetStatistics(None))
    }

    /// `SET (option, …)`, as `n_distinct=-0.5`.
    pub fn set_options<S: Into<String>>(self, options: impl IntoIterator<Item = S>) -> Self {
        self.action(ColumnAction::SetOptions(options.into_iter().map(Into::into).collect()))
    }

    /// `RESET (name, …)`.
    pub fn reset_options<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Self {
        self.action(ColumnAction::ResetOptions(names.into_iter().map(Into::into).collect()))
    }

    /// `DROP EXPRESSION`.
    pub fn drop_expression(self) -> Self {
        self.action(ColumnAction::DropExpression)
    }

    fn action(mut self, action: ColumnAction) -> Self {
        self.actions.push(action);
        self
    }
}
