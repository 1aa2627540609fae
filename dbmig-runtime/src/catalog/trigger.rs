//! Triggers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Firing, Object, ObjectName, PartName};

/// A trigger that a person made (`pg_trigger`), with its copies on partitions.
///
/// See [`CREATE TRIGGER`](https://www.postgresql.org/docs/current/sql-createtrigger.html).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// The trigger's name, and that of its relation.
    pub name: PartName,
    /// The table, foreign table or view that it belongs to.
    pub on: Object,
    /// When it fires.
    pub timing: TriggerTiming,
    /// What it fires at, in the order of [`TriggerEvent`].
    pub events: Vec<TriggerEvent>,
    /// `UPDATE OF`: the columns, sorted; none for an update of any.
    pub columns: Vec<String>,
    /// `FOR EACH ROW`, not once for each statement.
    pub for_each_row: bool,
    /// `REFERENCING OLD TABLE AS`.
    pub old_table: Option<String>,
    /// `REFERENCING NEW TABLE AS`.
    pub new_table: Option<String>,
    /// `WHEN`.
    pub condition: Option<String>,
    /// The function that it calls.
    pub function: ObjectName,
    /// What the function gets in `TG_ARGV`.
    pub arguments: Vec<String>,
    /// What makes it a constraint trigger.
    pub constraint: Option<ConstraintTrigger>,
    /// In which sessions it fires.
    pub firing: Firing,
    /// Partitions on which its copy fires in other sessions than it does itself.
    #[serde(with = "super::pairs")]
    pub partitions: BTreeMap<ObjectName, Firing>,
    /// `COMMENT ON TRIGGER`.
    pub comment: Option<String>,
}

/// What a constraint trigger has beyond other triggers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConstraintTrigger {
    /// `DEFERRABLE`.
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`.
    pub initially_deferred: bool,
    /// `FROM`: another table that the constraint is about.
    pub from: Option<ObjectName>,
}

/// When a trigger fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerTiming {
    /// `BEFORE`.
    Before,
    /// `AFTER`.
    After,
    /// `INSTEAD OF`, on views.
    InsteadOf,
}

/// What a trigger fires at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerEvent {
    /// `INSERT`.
    Insert,
    /// `DELETE`.
    Delete,
    /// `UPDATE`.
    Update,
    /// `TRUNCATE`.
    Truncate,
}

impl Trigger {
    /// True if both do the same, whenever they do it.
    pub fn same_definition(&self, other: &Self) -> bool {
        let definition = |trigger: &Self| Self {
            firing: Firing::default(),
            partitions: BTreeMap::new(),
            comment: None,
            ..trigger.clone()
        };
        definition(self) == definition(other)
    }
}
