//! Replica identities.

use serde::{Deserialize, Serialize};

/// What logical replication knows a row by that was changed or deleted (`pg_class.relreplident`).
///
/// See [`REPLICA IDENTITY`](https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaIdentity {
    /// `DEFAULT`: the primary key.
    #[default]
    Default,
    /// `FULL`: all columns.
    Full,
    /// `NOTHING`.
    Nothing,
    /// `USING INDEX`: the columns of this unique index, by its name.
    Index(String),
}
