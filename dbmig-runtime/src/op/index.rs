//! Operations on one index.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, Result};
use crate::catalog::{Index, IndexKey, KeyPart, NullsOrder, ObjectName, SortOrder, check_identifier};

/// A change of one index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "a list of operations is short, and most of them are of this variant"
)]
pub enum IndexOperation {
    /// `CREATE INDEX`, with its comment.
    Create(CreateIndex),
    /// `DROP INDEX`.
    Drop(DropIndex),
    /// `ALTER INDEX … RENAME TO`.
    Rename {
        /// The name it has.
        from: ObjectName,
        /// The name it gets, in the same schema.
        to: String,
    },
    /// `ALTER INDEX` on the index's own properties. The index may be a constraint's.
    Alter {
        /// The index.
        name: ObjectName,
        /// What changes.
        action: IndexAction,
    },
    /// `ALTER INDEX … ATTACH PARTITION`.
    Attach(AttachIndex),
}

/// One change of an index that is there, for [`Op::alter_index`].
///
/// See [`ALTER INDEX`](https://www.postgresql.org/docs/current/sql-alterindex.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IndexAction {
    /// `SET TABLESPACE`. The whole index is copied.
    SetTablespace(String),
    /// `SET (name=value)`: storage parameters.
    SetStorage(Vec<String>),
    /// `RESET (name)`: storage parameters back to the method's.
    ResetStorage(Vec<String>),
    /// `ALTER COLUMN place SET STATISTICS`, of a key that is an expression.
    SetStatistics {
        /// The key's place, from one.
        place: u16,
        /// How much `ANALYZE` keeps; `None` leaves it to the server.
        target: Option<i32>,
    },
}

/// An index that is created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateIndex {
    /// The table.
    pub table: ObjectName,
    /// The index.
    pub index: Index,
    /// `CONCURRENTLY`: without blocking writes, outside a transaction.
    pub concurrently: bool,
    /// `ON ONLY`: not on the partitions of the table.
    pub only: bool,
}

/// An index of a partition that becomes a part of the partitioned table's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachIndex {
    /// The index of the partitioned table.
    pub index: ObjectName,
    /// The index of the partition.
    pub partition: ObjectName,
}

/// An index that is dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropIndex {
    /// The index.
    pub name: ObjectName,
    /// `CONCURRENTLY`: without blocking reads and writes, outside a transaction.
    pub concurrently: bool,
}

/// The index `name`, for [`Op::create_index`].
pub fn index(name: impl Into<String>) -> IndexBuilder {
    IndexBuilder { table: ObjectName::new(""), index: Index::new(name), concurrently: false, only: false }
}

/// An index under construction.
#[derive(Clone, Debug)]
#[must_use = "pass it to `op.create_index`"]
pub struct IndexBuilder {
    table: ObjectName,
    index: Index,
    concurrently: bool,
    only: bool,
}

impl IndexBuilder {
    /// The indexed table.
    pub fn on(mut self, table: impl Into<ObjectName>) -> Self {
        self.table = table.into();
        self
    }

    /// Adds columns to the key, in order, ascending.
    pub fn columns<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.index
            .keys
            .extend(columns.into_iter().map(|column| IndexKey::new(KeyPart::Column(column.into()))));
        self
    }

    /// Adds one key with its own order, collation or operator class: `by_column("created_at").desc()`.
    pub fn key(mut self, key: KeyBuilder) -> Self {
        self.index.keys.push(key.key);
        self
    }

    /// `UNIQUE`.
    pub fn unique(mut self) -> Self {
        self.index.unique = true;
        self
    }

    /// `USING method`.
    pub fn using(mut self, method: impl Into<String>) -> Self {
        self.index.method = method.into();
        self
    }

    /// `INCLUDE` columns.
    pub fn include<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.index.include = columns.into_iter().map(Into::into).collect();
        self
    }

    /// `WHERE condition`.
    pub fn filter(mut self, condition: impl Into<String>) -> Self {
        self.index.predicate = Some(condition.into());
        self
    }

    /// `NULLS NOT DISTINCT` (PostgreSQL 15 and later).
    pub fn nulls_not_distinct(mut self) -> Self {
        self.index.nulls_not_distinct = true;
        self
    }

    /// `WITH (parameter)`, as `fillfactor=70`.
    pub fn with(mut self, parameter: impl Into<String>) -> Self {
        self.index.storage.push(parameter.into());
        self
    }

    /// `TABLESPACE`.
    pub fn tablespace(mut self, name: impl Into<String>) -> Self {
        self.index.tablespace = Some(name.into());
        self
    }

    /// `SET STATISTICS` of the key at `place`, from one, which must be an expression.
    pub fn statistics(mut self, place: u16, target: i32) -> Self {
        self.index.statistics.insert(place, target);
        self
    }

    /// Sets the index's comment.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.index.comment = Some(comment.into());
        self
    }

    /// `CONCURRENTLY`: without blocking writes. The transaction before is committed, and a new one starts after.
    pub fn concurrently(mut self) -> Self {
        self.concurrently = true;
        self
    }

    /// `ON ONLY`: not on the partitions of the table. [`Op::attach_index`] adds theirs.
    pub fn only(mut self) -> Self {
        self.only = true;
        self
    }
}

/// A key over a column, for [`IndexBuilder::key`].
pub fn by_column(name: impl Into<String>) -> KeyBuilder {
    KeyBuilder { key: IndexKey::new(KeyPart::Column(name.into())) }
}

/// A key over an SQL expression, for [`IndexBuilder::key`].
pub fn by_expression(expression: impl Into<String>) -> KeyBuilder {
    KeyBuilder { key: IndexKey::new(KeyPart::Expression(expression.into())) }
}

/// One key of an index under construction.
#[derive(Clone, Debug)]
#[must_use = "pass it to an index's `key`"]
pub struct KeyBuilder {
    key: IndexKey,
}

impl KeyBuilder {
    pub(super) fn build(self) -> IndexKey {
        self.key
    }

    /// `DESC`.
    pub fn desc(mut self) -> Self {
        self.key.order = SortOrder::Descending;
        self
    }

    /// `NULLS FIRST`.
    pub fn nulls_first(mut self) -> Self {
        self.key.nulls = Some(NullsOrder::First);
        self
    }

    /// `NULLS LAST`.
    pub fn nulls_last(mut self) -> Self {
        self.key.nulls = Some(NullsOrder::Last);
        self
    }

    /// `COLLATE collation`.
    pub fn collate(mut self, collation: impl Into<ObjectName>) -> Self {
        self.key.collation = Some(collation.into());
        self
    }

    /// The operator class, as SQL: `text_pattern_ops`.
    pub fn operator_class(mut self, class: impl Into<String>) -> Self {
        self.key.operator_class = Some(class.into());
        self
    }
}

/// The index `name`, for [`Op::drop_index`] with options; a plain name works too.
pub fn drop_index(name: impl Into<ObjectName>) -> DropIndex {
    DropIndex { name: name.into(), concurrently: false }
}

impl DropIndex {
    /// `CONCURRENTLY`: without blocking reads and writes, outside a transaction.
    #[must_use]
    pub fn concurrently(mut self) -> Self {
        self.concurrently = true;
        self
    }
}

impl From<&str> for DropIndex {
    fn from(name: &str) -> Self {
        drop_index(name)
    }
}

impl From<(&str, &str)> for DropIndex {
    fn from(name: (&str, &str)) -> Self {
        drop_index(name)
    }
}

impl Op {
    /// Creates an index: `op.create_index(index("task_title_idx").on("task").columns(["title"]))`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name, or the index has no key.
    pub fn create_index(&mut self, index: IndexBuilder) -> Result {
        let IndexBuilder { table, mut index, concurrently, only } = index;
        check_identifier(&index.name)?;
        table.check()?;
        if index.keys.is_empty() {
            return Err(Error::Missing { what: format!("the keys of index {}", index.name) });
        }
        index.storage.sort();
        self.push(Operation::Index(IndexOperation::Create(CreateIndex { table, index, concurrently, only })))
    }

    /// Drops an index: `op.drop_index("task_title_idx")`, or `drop_index("…").concurrently()`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep the name.
    pub fn drop_index(&mut self, index: impl Into<DropIndex>) -> Result {
        let index = index.into();
        index.name.check()?;
        self.push(Operation::Index(IndexOperation::Drop(index)))
    }

    /// Changes a property of an index: `op.alter_index("i", IndexAction::SetTablespace("fast".into()))`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name, or a list of parameters is empty.
    pub fn alter_index(&mut self, name: impl Into<ObjectName>, action: IndexAction) -> Result {
        let name = name.into();
        name.check()?;
        match &action {
            IndexAction::SetTablespace(tablespace) => check_identifier(tablespace)?,
            IndexAction::SetStorage(list) | IndexAction::ResetStorage(list) if list.is_empty() => {
                return Err(Error::Missing { what: format!("the storage parameters of {name}") });
            }
            _ => {}
        }
        self.push(Operation::Index(IndexOperation::Alter { name, action }))
    }

    /// Makes an index of a partition a part of the partitioned table's: `op.attach_index("event_idx", "event_2026_idx")`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn attach_index(&mut self, index: impl Into<ObjectName>, partition: impl Into<ObjectName>) -> Result {
        let (index, partition) = (index.into(), partition.into());
        index.check()?;
        partition.check()?;
        self.push(Operation::Index(IndexOperation::Attach(AttachIndex { index, partition })))
    }

    /// Renames an index.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn rename_index(&mut self, from: impl Into<ObjectName>, to: &str) -> Result {
        let from = from.into();
        from.check()?;
        check_identifier(to)?;
        self.push(Operation::Index(IndexOperation::Rename { from, to: to.to_owned() }))
    }
}
