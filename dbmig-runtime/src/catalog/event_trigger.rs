//! Event triggers.

use serde::{Deserialize, Serialize};

use super::{Firing, ObjectName};

/// An [event trigger](https://www.postgresql.org/docs/current/sql-createeventtrigger.html): a function that statements on
/// the schema itself call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTrigger {
    /// The name; event triggers have no schema.
    pub name: String,
    /// The event, such as `ddl_command_end`.
    pub event: String,
    /// `WHEN TAG IN`: the statements that it is for, sorted; none for all.
    pub tags: Vec<String>,
    /// The function.
    pub function: ObjectName,
    /// When it fires.
    pub firing: Firing,
    /// `COMMENT ON EVENT TRIGGER`.
    pub comment: Option<String>,
}
