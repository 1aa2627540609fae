//! Operations on tables as a whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    AttachPartition, CheckBuilder, Child, ColumnBuilder, Error, ExclusionBuilder, ForeignKeyBuilder, Op,
    Operation, PrimaryKeyBuilder, Result, TableAction, UniqueBuilder,
};
use crate::catalog::{
    ForeignTable, ObjectName, Partition, ReplicaIdentity, RowSecurity, Table, check_identifier,
};

/// A change of a table as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TableOperation {
    /// `CREATE TABLE` with its columns, constraints and comments. Indexes are operations of their own, so the
    /// table's list of them is empty. A partition lists no columns, and a child only those it declares.
    Create(Box<Table>),
    /// `DROP TABLE`, never with `CASCADE`.
    Drop {
        /// The table.
        name: ObjectName,
    },
    /// `ALTER TABLE … RENAME TO`.
    Rename {
        /// The name it has.
        from: ObjectName,
        /// The name it gets, in the same schema.
        to: String,
    },
    /// `ALTER TABLE … SET SCHEMA`.
    SetSchema {
        /// The table.
        name: ObjectName,
        /// The schema it moves to; `None` is the default one.
        schema: Option<String>,
    },
    /// `ALTER TABLE` on the table's own properties.
    Alter {
        /// The table.
        name: ObjectName,
        /// What changes.
        action: TableAction,
    },
    /// `ALTER TABLE … ATTACH PARTITION`.
    Attach(AttachPartition),
    /// `ALTER TABLE … DETACH PARTITION`.
    Detach(Child),
    /// `ALTER TABLE … INHERIT`.
    Inherit(Child),
    /// `ALTER TABLE … NO INHERIT`.
    NoInherit(Child),
}

/// The table `name`, for [`Op::create_table`].
pub fn table(name: impl Into<ObjectName>) -> TableBuilder {
    TableBuilder { table: Table::new(name) }
}

/// A table under construction.
#[derive(Clone, Debug)]
#[must_use = "pass it to `op.create_table`"]
pub struct TableBuilder {
    table: Table,
}

impl TableBuilder {
    /// Adds a column after the ones before.
    pub fn column(mut self, column: ColumnBuilder) -> Self {
        self.table.columns.push(column.build());
        self
    }

    /// Sets the primary key.
    pub fn primary_key(mut self, key: PrimaryKeyBuilder) -> Self {
        self.table.primary_key = Some(key.build());
        self
    }

    /// Adds a unique constraint.
    pub fn unique(mut self, unique: UniqueBuilder) -> Self {
        self.table.uniques.push(unique.build());
        self
    }

    /// Adds a foreign key.
    pub fn foreign_key(mut self, key: ForeignKeyBuilder) -> Self {
        self.table.foreign_keys.push(key.build());
        self
    }

    /// Adds a check constraint.
    pub fn check(mut self, check: CheckBuilder) -> Self {
        self.table.checks.push(check.build());
        self
    }

    /// Adds an exclusion constraint.
    pub fn exclusion(mut self, exclusion: ExclusionBuilder) -> Self {
        self.table.exclusions.push(exclusion.build());
        self
    }

    /// `UNLOGGED`.
    pub fn unlogged(mut self) -> Self {
        self.table.unlogged = true;
        self
    }

    /// `OF type`: the table follows a composite type, whose attributes its columns are.
    pub fn of_type(mut self, name: impl Into<ObjectName>) -> Self {
        self.table.of_type = Some(name.into());
        self
    }

    /// `USING method`: the access method.
    pub fn using(mut self, method: impl Into<String>) -> Self {
        self.table.access_method = Some(method.into());
        self
    }

    /// `WITH (parameter)`, as `fillfactor=70` or `toast.autovacuum_enabled=false`.
    pub fn with(mut self, parameter: impl Into<String>) -> Self {
        self.table.storage.push(parameter.into());
        self
    }

    /// `TABLESPACE`.
    pub fn tablespace(mut self, name: impl Into<String>) -> Self {
        self.table.tablespace = Some(name.into());
        self
    }

    /// `REPLICA IDENTITY`. An index must belong to a constraint of the table; for any other one, create it first and
    /// use [`Op::alter_table`].
    pub fn replica_identity(mut self, identity: ReplicaIdentity) -> Self {
        self.table.replica_identity = identity;
        self
    }

    /// `CLUSTER ON`, with the same limit on the index.
    pub fn cluster_on(mut self, index: impl Into<String>) -> Self {
        self.table.clustered_on = Some(index.into());
        self
    }

    /// Whether the table's policies are in force.
    pub fn row_security(mut self, security: RowSecurity) -> Self {
        self.table.row_security = security;
        self
    }

    /// `SERVER server`: a foreign table.
    pub fn foreign(mut self, server: impl Into<String>) -> Self {
        self.table.foreign = Some(ForeignTable { server: server.into(), options: BTreeMap::new() });
        self
    }

    /// `OPTIONS (name 'value')`, after `foreign` and the options before.
    pub fn foreign_option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Some(foreign) = &mut self.table.foreign {
            foreign.options.insert(name.into(), value.into());
        }
        self
    }

    /// `PARTITION BY key`, as `RANGE (created_at)`.
    pub fn partition_by(mut self, key: impl Into<String>) -> Self {
        self.table.partition_by = Some(key.into());
        self
    }

    /// `PARTITION OF parent bound`: a partition has the columns of its parent, and lists none. `bound` is
    /// `FOR VALUES …` or `DEFAULT`.
    pub fn partition_of(mut self, parent: impl Into<ObjectName>, bound: impl Into<String>) -> Self {
        self.table.partition_of = Some(Partition::new(parent, bound));
        self
    }

    /// `INHERITS (parent)`, after the parents before.
    pub fn inherits(mut self, parent: impl Into<ObjectName>) -> Self {
        self.table.inherits.push(parent.into());
        self
    }

    /// Sets the table's comment.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.table.comment = Some(comment.into());
        self
    }
}

impl Op {
    /// Creates a table.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name, or a key or constraint has no columns.
    pub fn create_table(&mut self, table: TableBuilder) -> Result {
        let mut table = table.table;
        check_table(&table)?;
        table.sort();
        table.storage.sort();
        self.push(Operation::Table(TableOperation::Create(Box::new(table))))
    }

    /// Drops a table, with its indexes and constraints. What other objects hang on it must be dropped before.
    ///
    /// # Errors
    /// If PostgreSQL could not keep the name.
    pub fn drop_table(&mut self, name: impl Into<ObjectName>) -> Result {
        let name = name.into();
        name.check()?;
        self.push(Operation::Table(TableOperation::Drop { name }))
    }

    /// Renames a table within its schema. Its constraints and indexes keep their names.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn rename_table(&mut self, from: impl Into<ObjectName>, to: &str) -> Result {
        let from = from.into();
        from.check()?;
        check_identifier(to)?;
        self.push(Operation::Table(TableOperation::Rename { from, to: to.to_owned() }))
    }

    /// Moves a table to another schema; `None` is the database's default one.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn set_table_schema(&mut self, name: impl Into<ObjectName>, schema: Option<&str>) -> Result {
        let name = name.into();
        name.check()?;
        schema.map_or(Ok(()), check_identifier)?;
        let schema = schema.map(str::to_owned);
        self.push(Operation::Table(TableOperation::SetSchema { name, schema }))
    }
}

fn check_table(table: &Table) -> Result {
    table.name.check()?;
    table.parents().try_for_each(ObjectName::check)?;
    table.columns.iter().try_for_each(super::column::check_column)?;
    if let Some(key) = &table.primary_key {
        super::constraint::check_key(&key.name, &key.columns)?;
    }
    for unique in &table.uniques {
        super::constraint::check_key(&unique.name, &unique.columns)?;
    }
    table.foreign_keys.iter().try_for_each(super::constraint::check_foreign_key)?;
    table.exclusions.iter().try_for_each(super::constraint::check_exclusion)?;
    table.checks.iter().try_for_each(|check| check_identifier(&check.name).map_err(Error::from))
}
