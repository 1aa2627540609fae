//! When triggers and rules fire.

use serde::{Deserialize, Serialize};

/// In which replication role of the session (`session_replication_role`) a trigger or rule fires: `pg_trigger.tgenabled`,
/// `pg_rewrite.ev_enabled`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Firing {
    /// `ENABLE`: unless the session applies changes as a replica.
    #[default]
    Origin,
    /// `DISABLE`: never.
    Disabled,
    /// `ENABLE REPLICA`: only in a session that applies changes as a replica.
    Replica,
    /// `ENABLE ALWAYS`.
    Always,
}
