//! Operations on one constraint.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, Result};
use crate::catalog::{
    Check, Exclusion, ForeignKey, NotNull, ObjectName, PrimaryKey, Unique, check_identifier,
};

/// A change of one constraint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "a list of operations is short, and most of them are of this variant"
)]
pub enum ConstraintOperation {
    /// `ALTER TABLE … ADD CONSTRAINT`, with its comment.
    Add {
        /// The table.
        table: ObjectName,
        /// The constraint.
        constraint: Constraint,
        /// `ALTER TABLE ONLY`: not on the partitions of the table.
        only: bool,
    },
    /// `ALTER TABLE … DROP CONSTRAINT`, never with `CASCADE`.
    Drop {
        /// The table.
        table: ObjectName,
        /// The constraint.
        name: String,
    },
    /// `ALTER TABLE … RENAME CONSTRAINT`.
    Rename {
        /// The table.
        table: ObjectName,
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// `ALTER TABLE … VALIDATE CONSTRAINT`.
    Validate {
        /// The table.
        table: ObjectName,
        /// The constraint.
        name: String,
    },
    /// `ALTER TABLE … ALTER CONSTRAINT`.
    Alter {
        /// The table.
        table: ObjectName,
        /// The constraint.
        name: String,
        /// What changes.
        action: ConstraintAction,
    },
}

/// What PostgreSQL can change of a constraint that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConstraintAction {
    /// When a foreign key is checked.
    SetDeferrable {
        /// `DEFERRABLE`.
        deferrable: bool,
        /// `INITIALLY DEFERRED`.
        initially_deferred: bool,
    },
    /// `ENFORCED` or `NOT ENFORCED`, of a foreign key (PostgreSQL 18 and later).
    SetEnforced(bool),
    /// `INHERIT` or `NO INHERIT`, of a not-null constraint (PostgreSQL 18 and later).
    SetInherit(bool),
}

/// A constraint of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Constraint {
    /// `PRIMARY KEY`.
    PrimaryKey(PrimaryKey),
    /// `UNIQUE`.
    Unique(Unique),
    /// `FOREIGN KEY`.
    ForeignKey(ForeignKey),
    /// `CHECK`.
    Check(Check),
    /// `EXCLUDE`.
    Exclusion(Exclusion),
    /// `NOT NULL` as a constraint (PostgreSQL 18 and later).
    NotNull(NotNull),
}

impl Constraint {
    /// The constraint's name.
    pub fn name(&self) -> &str {
        match self {
            Self::PrimaryKey(key) => &key.name,
            Self::Unique(unique) => &unique.name,
            Self::ForeignKey(key) => &key.name,
            Self::Check(check) => &check.name,
            Self::Exclusion(exclusion) => &exclusion.name,
            Self::NotNull(not_null) => &not_null.name,
        }
    }
}

impl Op {
    /// Adds a constraint of any kind: `op.add_constraint("task", check("task_size_check", "size > 0"))`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name, or a key has no columns.
    pub fn add_constraint(
        &mut self,
        table: impl Into<ObjectName>,
        constraint: impl Into<Constraint>,
    ) -> Result {
        self.push_constraint(table.into(), constraint.into(), false)
    }

    /// Adds a key to a partitioned table, but not to its partitions: [`Op::attach_index`] adds theirs.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name, or a key has no columns.
    pub fn add_constraint_only(
        &mut self,
        table: impl Into<ObjectName>,
        constraint: impl Into<Constraint>,
    ) -> Result {
        self.push_constraint(table.into(), constraint.into(), true)
    }

    fn push_constraint(&mut self, table: ObjectName, constraint: Constraint, only: bool) -> Result {
        table.check()?;
        match &constraint {
            Constraint::PrimaryKey(key) => check_key(&key.name, &key.columns)?,
            Constraint::Unique(unique) => check_key(&unique.name, &unique.columns)?,
            Constraint::ForeignKey(key) => check_foreign_key(key)?,
            Constraint::Check(check) => check_identifier(&check.name)?,
            Constraint::Exclusion(exclusion) => check_exclusion(exclusion)?,
            Constraint::NotNull(not_null) => {
                check_identifier(&not_null.name)?;
                check_identifier(&not_null.column)?;
            }
        }
        self.push(Operation::Constraint(ConstraintOperation::Add { table, constraint, only }))
    }

    /// Drops a constraint of any kind.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn drop_constraint(&mut self, table: impl Into<ObjectName>, name: &str) -> Result {
        let table = table.into();
        table.check()?;
        check_identifier(name)?;
        self.push(Operation::Constraint(ConstraintOperation::Drop { table, name: name.to_owned() }))
    }

    /// Renames a constraint.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn rename_constraint(&mut self, table: impl Into<ObjectName>, from: &str, to: &str) -> Result {
        let table = table.into();
        table.check()?;
        check_identifier(from)?;
        check_identifier(to)?;
        let (from, to) = (from.to_owned(), to.to_owned());
        self.push(Operation::Constraint(ConstraintOperation::Rename { table, from, to }))
    }

    /// Changes a constraint that stays: `op.alter_constraint("task", "f", ConstraintAction::SetEnforced(false))`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn alter_constraint(
        &mut self,
        table: impl Into<ObjectName>,
        name: &str,
        action: ConstraintAction,
    ) -> Result {
        let table = table.into();
        table.check()?;
        check_identifier(name)?;
        self.push(Operation::Constraint(ConstraintOperation::Alter { table, name: name.to_owned(), action }))
    }

    /// Checks existing rows against a constraint that was added `NOT VALID`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn validate_constraint(&mut self, table: impl Into<ObjectName>, name: &str) -> Result {
        let table = table.into();
        table.check()?;
        check_identifier(name)?;
        self.push(Operation::Constraint(ConstraintOperation::Validate { table, name: name.to_owned() }))
    }
}

pub(super) fn check_key(name: &str, columns: &[String]) -> Result {
    check_identifier(name)?;
    if columns.is_empty() {
        return Err(Error::Missing { what: format!("the columns of {name}") });
    }
    columns.iter().try_for_each(|column| check_identifier(column)).map_err(Error::from)
}

pub(super) fn check_exclusion(exclusion: &Exclusion) -> Result {
    check_identifier(&exclusion.name)?;
    if exclusion.elements.is_empty() {
        return Err(Error::Missing { what: format!("the elements of {}", exclusion.name) });
    }
    exclusion.include.iter().try_for_each(|column| check_identifier(column)).map_err(Error::from)
}

pub(super) fn check_foreign_key(key: &ForeignKey) -> Result {
    check_key(&key.name, &key.columns)?;
    key.references.check()?;
    check_key(&key.name, &key.referenced_columns)
}
