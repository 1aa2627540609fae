//! Foreign keys.

use serde::{Deserialize, Serialize};

use super::ObjectName;

/// A foreign key (`pg_constraint`, `contype = 'f'`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// The referencing columns.
    pub columns: Vec<String>,
    /// The referenced table.
    pub references: ObjectName,
    /// The referenced columns, one for each of `columns`.
    pub referenced_columns: Vec<String>,
    /// `PERIOD`: the last column is a range that must be covered (PostgreSQL 18 and later).
    pub period: bool,
    /// `ON DELETE`.
    pub on_delete: Action,
    /// `ON DELETE SET NULL (…)` or `SET DEFAULT (…)`: the columns set, where they are not all (PostgreSQL 15 and later).
    pub on_delete_columns: Vec<String>,
    /// `ON UPDATE`.
    pub on_update: Action,
    /// `MATCH`.
    pub match_type: Match,
    /// `DEFERRABLE`.
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`.
    pub initially_deferred: bool,
    /// True while existing rows have not been checked (`NOT VALID`).
    pub not_valid: bool,
    /// `NOT ENFORCED`: no row is checked (PostgreSQL 18 and later). `not_valid` is false then.
    pub not_enforced: bool,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
}

impl ForeignKey {
    /// A validated foreign key with every default.
    pub fn new(
        name: impl Into<String>,
        columns: Vec<String>,
        references: impl Into<ObjectName>,
        referenced_columns: Vec<String>,
    ) -> Self {
        Self {
            name: name.into(),
            columns,
            references: references.into(),
            referenced_columns,
            period: false,
            on_delete: Action::NoAction,
            on_delete_columns: Vec::new(),
            on_update: Action::NoAction,
            match_type: Match::Simple,
            deferrable: false,
            initially_deferred: false,
            not_valid: false,
            not_enforced: false,
            comment: None,
        }
    }
}

/// What a foreign key does when the referenced row goes or changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// `NO ACTION`.
    #[default]
    NoAction,
    /// `RESTRICT`.
    Restrict,
    /// `CASCADE`.
    Cascade,
    /// `SET NULL`.
    SetNull,
    /// `SET DEFAULT`.
    SetDefault,
}

/// How a foreign key of several columns treats nulls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// `MATCH SIMPLE`.
    #[default]
    Simple,
    /// `MATCH FULL`.
    Full,
}
