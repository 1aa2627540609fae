//! Operations on one constraint.

use serde::{Deserialize, Serialize};

use super::{Error, Op, Operation, Result};
use crate::catalog::{Action, Check, ForeignKey, Match, ObjectName, PrimaryKey, Unique, check_identifier};

/// A change of one constraint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConstraintOperation {
    /// `ALTER TABLE … ADD CONSTRAINT`, with its comment.
    Add {
        /// The table.
        table: ObjectName,
        /// The constraint.
        constraint: Constraint,
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
}

impl Constraint {
    /// The constraint's name.
    pub fn name(&self) -> &str {
        match self {
            Self::PrimaryKey(key) => &key.name,
            Self::Unique(unique) => &unique.name,
            Self::ForeignKey(key) => &key.name,
            Self::Check(check) => &check.name,
        }
    }
}

macro_rules! builder {
    ($(#[$doc:meta])* $builder:ident, $noun:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[must_use = "pass it to an `op` directive or to a table"]
        pub struct $builder {
            value: $noun,
        }

        impl $builder {
            /// Sets the constraint's comment.
            pub fn comment(mut self, comment: impl Into<String>) -> Self {
                self.value.comment = Some(comment.into());
                self
            }

            pub(super) fn build(self) -> $noun {
                self.value
            }
        }

        impl From<$builder> for Constraint {
            fn from(builder: $builder) -> Self {
                Self::$noun(builder.value)
            }
        }
    };
}

builder!(
    /// A primary key under construction.
    PrimaryKeyBuilder, PrimaryKey
);
builder!(
    /// A unique constraint under construction.
    UniqueBuilder, Unique
);
builder!(
    /// A foreign key under construction.
    ForeignKeyBuilder, ForeignKey
);
builder!(
    /// A check constraint under construction.
    CheckBuilder, Check
);

/// The primary key `name`.
pub fn primary_key(name: impl Into<String>) -> PrimaryKeyBuilder {
    PrimaryKeyBuilder { value: PrimaryKey::new(name, Vec::new()) }
}

impl PrimaryKeyBuilder {
    /// The key's columns, in order.
    pub fn columns<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.value.columns = strings(columns);
        self
    }

    /// `INCLUDE` columns.
    pub fn include<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.value.include = strings(columns);
        self
    }
}

/// The unique constraint `name`.
pub fn unique(name: impl Into<String>) -> UniqueBuilder {
    UniqueBuilder { value: Unique::new(name, Vec::new()) }
}

impl UniqueBuilder {
    /// The constraint's columns, in order.
    pub fn columns<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.value.columns = strings(columns);
        self
    }

    /// `INCLUDE` columns.
    pub fn include<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.value.include = strings(columns);
        self
    }

    /// `NULLS NOT DISTINCT` (PostgreSQL 15 and later).
    pub fn nulls_not_distinct(mut self) -> Self {
        self.value.nulls_not_distinct = true;
        self
    }

    /// `DEFERRABLE INITIALLY IMMEDIATE`.
    pub fn deferrable(mut self) -> Self {
        self.value.deferrable = true;
        self
    }

    /// `DEFERRABLE INITIALLY DEFERRED`.
    pub fn initially_deferred(mut self) -> Self {
        self.value.deferrable = true;
        self.value.initially_deferred = true;
        self
    }
}

/// The foreign key `name`.
pub fn foreign_key(name: impl Into<String>) -> ForeignKeyBuilder {
    ForeignKeyBuilder { value: ForeignKey::new(name, Vec::new(), "", Vec::new()) }
}

impl ForeignKeyBuilder {
    /// The referencing columns.
    pub fn columns<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.value.columns = strings(columns);
        self
    }

    /// The referenced table and columns.
    pub fn references<C: Into<String>>(
        mut self,
        table: impl Into<ObjectName>,
        columns: impl IntoIterator<Item = C>,
    ) -> Self {
        self.value.references = table.into();
        self.value.referenced_columns = strings(columns);
        self
    }

    /// `ON DELETE`.
    pub fn on_delete(mut self, action: Action) -> Self {
        self.value.on_delete = action;
        self
    }

    /// `ON UPDATE`.
    pub fn on_update(mut self, action: Action) -> Self {
        self.value.on_update = action;
        self
    }

    /// `MATCH FULL`.
    pub fn match_full(mut self) -> Self {
        self.value.match_type = Match::Full;
        self
    }

    /// `DEFERRABLE INITIALLY IMMEDIATE`.
    pub fn deferrable(mut self) -> Self {
        self.value.deferrable = true;
        self
    }

    /// `DEFERRABLE INITIALLY DEFERRED`.
    pub fn initially_deferred(mut self) -> Self {
        self.value.deferrable = true;
        self.value.initially_deferred = true;
        self
    }

    /// `NOT VALID`: existing rows are checked later, by [`Op::validate_constraint`].
    pub fn not_valid(mut self) -> Self {
        self.value.not_valid = true;
        self
    }
}

/// The check constraint `name` over the SQL condition `expression`.
pub fn check(name: impl Into<String>, expression: impl Into<String>) -> CheckBuilder {
    CheckBuilder { value: Check::new(name, expression) }
}

impl CheckBuilder {
    /// `NO INHERIT`.
    pub fn no_inherit(mut self) -> Self {
        self.value.no_inherit = true;
        self
    }

    /// `NOT VALID`: existing rows are checked later, by [`Op::validate_constraint`].
    pub fn not_valid(mut self) -> Self {
        self.value.not_valid = true;
        self
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
        let (table, constraint) = (table.into(), constraint.into());
        table.check()?;
        match &constraint {
            Constraint::PrimaryKey(key) => check_key(&key.name, &key.columns)?,
            Constraint::Unique(unique) => check_key(&unique.name, &unique.columns)?,
            Constraint::ForeignKey(key) => check_foreign_key(key)?,
            Constraint::Check(check) => check_identifier(&check.name)?,
        }
        self.push(Operation::Constraint(ConstraintOperation::Add { table, constraint }))
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

pub(super) fn check_foreign_key(key: &ForeignKey) -> Result {
    check_key(&key.name, &key.columns)?;
    key.references.check()?;
    check_key(&key.name, &key.referenced_columns)
}

fn strings<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}
