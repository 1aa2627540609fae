//! Changes of a table's own properties.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, OptionChanges, Result, TableOperation};
use crate::catalog::{ObjectName, ReplicaIdentity, check_identifier};

/// One change of a table as a whole, for [`Op::alter_table`].
///
/// See [`ALTER TABLE`](https://www.postgresql.org/docs/current/sql-altertable.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TableAction {
    /// `SET LOGGED`. The whole table is written again.
    SetLogged,
    /// `SET UNLOGGED`. The whole table is written again; it is empty after a crash of the server.
    SetUnlogged,
    /// `OF type`: the table follows a composite type, whose attributes its columns already are.
    SetType(ObjectName),
    /// `NOT OF`: the table follows no type any more.
    DropType,
    /// `SET ACCESS METHOD` (PostgreSQL 15 and later). The whole table is written again.
    SetAccessMethod(String),
    /// `SET TABLESPACE`. The whole table is copied.
    SetTablespace(String),
    /// `SET (name=value)`: storage parameters.
    SetStorage(Vec<String>),
    /// `RESET (name)`: storage parameters back to the server's.
    ResetStorage(Vec<String>),
    /// `REPLICA IDENTITY`.
    ReplicaIdentity(ReplicaIdentity),
    /// `CLUSTER ON`: the index that `CLUSTER` sorts by.
    ClusterOn(String),
    /// `SET WITHOUT CLUSTER`.
    WithoutCluster,
    /// `ENABLE ROW LEVEL SECURITY`: without a policy that lets them, others than the owner see no row.
    EnableRowSecurity,
    /// `DISABLE ROW LEVEL SECURITY`: policies say nothing any more.
    DisableRowSecurity,
    /// `FORCE ROW LEVEL SECURITY`: policies bind the owner, too.
    ForceRowSecurity,
    /// `NO FORCE ROW LEVEL SECURITY`.
    NoForceRowSecurity,
    /// `OPTIONS`: of a foreign table.
    ForeignOptions(OptionChanges),
}

impl Op {
    /// Changes a property of a table: `op.alter_table("event", TableAction::SetUnlogged)`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name, or a list of parameters is empty.
    pub fn alter_table(&mut self, name: impl Into<ObjectName>, action: TableAction) -> Result {
        let name = name.into();
        name.check()?;
        match &action {
            TableAction::SetAccessMethod(other)
            | TableAction::SetTablespace(other)
            | TableAction::ReplicaIdentity(ReplicaIdentity::Index(other))
            | TableAction::ClusterOn(other) => check_identifier(other)?,
            TableAction::SetType(other) => other.check()?,
            TableAction::SetStorage(list) | TableAction::ResetStorage(list) if list.is_empty() => {
                return Err(Error::Missing { what: format!("the storage parameters of {name}") });
            }
            _ => {}
        }
        self.push(Operation::Table(TableOperation::Alter { name, action }))
    }
}
