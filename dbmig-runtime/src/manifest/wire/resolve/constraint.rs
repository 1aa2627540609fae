//! Keys and checks, under PostgreSQL's names where they have none.

use super::super::model::{Check, Key, Table};
use crate::catalog::{self, PrimaryKey, Unique, default_name};

impl Table {
    pub(super) fn primary_key(&self, key: &Key) -> PrimaryKey {
        let name = key.name.clone().unwrap_or_else(|| self.default_name(&[], "pkey"));
        let mut built = PrimaryKey::new(name, key.columns.clone());
        built.comment.clone_from(&key.comment);
        built
    }

    pub(super) fn unique(&self, key: &Key) -> Unique {
        let name = key.name.clone().unwrap_or_else(|| self.default_name(&key.columns, "key"));
        let mut built = Unique::new(name, key.columns.clone());
        built.nulls_not_distinct = key.nulls_not_distinct;
        built.comment.clone_from(&key.comment);
        built
    }

    pub(super) fn check(&self, check: &Check) -> catalog::Check {
        let columns = check.column.as_slice();
        let name = check.name.clone().unwrap_or_else(|| self.default_name(columns, "check"));
        let mut built = catalog::Check::new(name, &check.expression);
        built.comment.clone_from(&check.comment);
        built
    }

    pub(super) fn default_name(&self, columns: &[String], label: &str) -> String {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        default_name(&self.name.name, &columns, label)
    }
}
