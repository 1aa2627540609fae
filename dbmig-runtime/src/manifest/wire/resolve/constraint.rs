//! Keys and checks, under PostgreSQL's names where they have none.

use super::super::model::{Check, Key, Table};
use crate::catalog::{self, PrimaryKey, Unique, default_name};

impl Table {
    pub(super) fn primary_key(&self, key: &Key) -> PrimaryKey {
        PrimaryKey {
            name: key.name.clone().unwrap_or_else(|| self.default_name(&[], "pkey")),
            columns: key.columns.clone(),
            include: Vec::new(),
            comment: key.comment.clone(),
        }
    }

    pub(super) fn unique(&self, key: &Key) -> Unique {
        Unique {
            name: key.name.clone().unwrap_or_else(|| self.default_name(&key.columns, "key")),
            columns: key.columns.clone(),
            include: Vec::new(),
            nulls_not_distinct: key.nulls_not_distinct,
            deferrable: false,
            initially_deferred: false,
            comment: key.comment.clone(),
        }
    }

    pub(super) fn check(&self, check: &Check) -> catalog::Check {
        let columns = check.column.as_slice();
        catalog::Check {
            name: check.name.clone().unwrap_or_else(|| self.default_name(columns, "check")),
            expression: check.expression.clone(),
            no_inherit: false,
            not_valid: false,
            comment: check.comment.clone(),
        }
    }

    pub(super) fn default_name(&self, columns: &[String], label: &str) -> String {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        default_name(&self.name.name, &columns, label)
    }
}
