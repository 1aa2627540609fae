//! Operations between a table and its parent: partitions and inheritance.

use serde::{Deserialize, Serialize};

use super::{Op, Operation, Result, TableOperation};
use crate::catalog::ObjectName;

/// `ALTER TABLE … ATTACH PARTITION`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachPartition {
    /// The partitioned table.
    pub parent: ObjectName,
    /// The table that becomes its partition.
    pub partition: ObjectName,
    /// `FOR VALUES …` or `DEFAULT`.
    pub bound: String,
}

/// A table and one of its parents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// The parent.
    pub parent: ObjectName,
    /// The partition, or the table that inherits.
    pub table: ObjectName,
}

impl Op {
    /// Makes a table a partition: `op.attach_partition("event", "event_2026", "FOR VALUES FROM (…) TO (…)")`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn attach_partition(
        &mut self,
        parent: impl Into<ObjectName>,
        partition: impl Into<ObjectName>,
        bound: impl Into<String>,
    ) -> Result {
        let Child { parent, table: partition } = child(parent, partition)?;
        let attach = AttachPartition { parent, partition, bound: bound.into() };
        self.push(Operation::Table(TableOperation::Attach(attach)))
    }

    /// Makes a partition a table of its own, with its rows.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn detach_partition(
        &mut self,
        parent: impl Into<ObjectName>,
        partition: impl Into<ObjectName>,
    ) -> Result {
        self.push(Operation::Table(TableOperation::Detach(child(parent, partition)?)))
    }

    /// Makes a table inherit another one, whose columns and checks it must have already.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn inherit(&mut self, table: impl Into<ObjectName>, parent: impl Into<ObjectName>) -> Result {
        self.push(Operation::Table(TableOperation::Inherit(child(parent, table)?)))
    }

    /// Ends the inheritance of a table, which keeps its columns.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn no_inherit(&mut self, table: impl Into<ObjectName>, parent: impl Into<ObjectName>) -> Result {
        self.push(Operation::Table(TableOperation::NoInherit(child(parent, table)?)))
    }
}

fn child(parent: impl Into<ObjectName>, table: impl Into<ObjectName>) -> Result<Child> {
    let (parent, table) = (parent.into(), table.into());
    parent.check()?;
    table.check()?;
    Ok(Child { parent, table })
}
