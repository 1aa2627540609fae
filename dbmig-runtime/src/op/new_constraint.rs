//! Constraints under construction.

use super::{Constraint, KeyBuilder};
use crate::catalog::{
    Action, Check, Exclusion, ExclusionElement, ForeignKey, Match, NotNull, ObjectName, PrimaryKey, Unique,
};

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
builder!(
    /// An exclusion constraint under construction.
    ExclusionBuilder, Exclusion
);
builder!(
    /// A not-null constraint under construction.
    NotNullBuilder, NotNull
);

macro_rules! deferrable {
    ($($builder:ident),*) => {$(
        impl $builder {
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
    )*};
}

deferrable!(PrimaryKeyBuilder, UniqueBuilder, ForeignKeyBuilder, ExclusionBuilder);

macro_rules! indexed {
    ($($builder:ident),*) => {$(
        impl $builder {
            /// `INCLUDE` columns.
            pub fn include<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
                self.value.include = strings(columns);
                self
            }

            /// `WITH (parameter)` of the index, as `fillfactor=70`.
            pub fn with(mut self, parameter: impl Into<String>) -> Self {
                self.value.storage.push(parameter.into());
                self.value.storage.sort();
                self
            }

            /// Sets the comment of the index, which is not the constraint's.
            pub fn index_comment(mut self, comment: impl Into<String>) -> Self {
                self.value.index_comment = Some(comment.into());
                self
            }

            /// `USING INDEX TABLESPACE`.
            pub fn tablespace(mut self, name: impl Into<String>) -> Self {
                self.value.tablespace = Some(name.into());
                self
            }
        }
    )*};
}

indexed!(PrimaryKeyBuilder, UniqueBuilder, ExclusionBuilder);

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

    /// `WITHOUT OVERLAPS` of the last column, a range (PostgreSQL 18 and later).
    pub fn without_overlaps(mut self) -> Self {
        self.value.without_overlaps = true;
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

    /// `WITHOUT OVERLAPS` of the last column, a range (PostgreSQL 18 and later).
    pub fn without_overlaps(mut self) -> Self {
        self.value.without_overlaps = true;
        self
    }

    /// `NULLS NOT DISTINCT` (PostgreSQL 15 and later).
    pub fn nulls_not_distinct(mut self) -> Self {
        self.value.nulls_not_distinct = true;
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

    /// The columns that `ON DELETE SET NULL` or `SET DEFAULT` sets, where they are not all (PostgreSQL 15 and later).
    pub fn on_delete_columns<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.value.on_delete_columns = strings(columns);
        self
    }

    /// `PERIOD`: the last column is a range that must be covered (PostgreSQL 18 and later).
    pub fn period(mut self) -> Self {
        self.value.period = true;
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

    /// `NOT VALID`: existing rows are checked later, by [`Op::validate_constraint`](super::Op::validate_constraint).
    pub fn not_valid(mut self) -> Self {
        self.value.not_valid = true;
        self
    }

    /// `NOT ENFORCED`: no row is checked (PostgreSQL 18 and later).
    pub fn not_enforced(mut self) -> Self {
        self.value.not_enforced = true;
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

    /// `NOT VALID`: existing rows are checked later, by [`Op::validate_constraint`](super::Op::validate_constraint).
    pub fn not_valid(mut self) -> Self {
        self.value.not_valid = true;
        self
    }

    /// `NOT ENFORCED`: no row is checked (PostgreSQL 18 and later).
    pub fn not_enforced(mut self) -> Self {
        self.value.not_enforced = true;
        self
    }
}

/// The exclusion constraint `name`, over a `gist` index unless [`using`](ExclusionBuilder::using) says otherwise.
pub fn exclusion(name: impl Into<String>) -> ExclusionBuilder {
    ExclusionBuilder { value: Exclusion::new(name, Vec::new()) }
}

impl ExclusionBuilder {
    /// `USING method`.
    pub fn using(mut self, method: impl Into<String>) -> Self {
        self.value.method = method.into();
        self
    }

    /// Adds an element: `.element(by_column("during"), "&&")`.
    pub fn element(mut self, key: KeyBuilder, operator: impl Into<String>) -> Self {
        self.value.elements.push(ExclusionElement { key: key.build(), operator: operator.into() });
        self
    }

    /// `WHERE (condition)`.
    pub fn filter(mut self, condition: impl Into<String>) -> Self {
        self.value.predicate = Some(condition.into());
        self
    }
}

/// The not-null constraint `name` on `column` (PostgreSQL 18 and later).
pub fn not_null(name: impl Into<String>, column: impl Into<String>) -> NotNullBuilder {
    NotNullBuilder { value: NotNull::new(name, column) }
}

impl NotNullBuilder {
    /// `NO INHERIT`.
    pub fn no_inherit(mut self) -> Self {
        self.value.no_inherit = true;
        self
    }

    /// `NOT VALID`: existing rows are checked later, by [`Op::validate_constraint`](super::Op::validate_constraint).
    pub fn not_valid(mut self) -> Self {
        self.value.not_valid = true;
        self
    }
}

fn strings<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}
