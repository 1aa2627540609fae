//! Keys, checks and exclusion constraints, under PostgreSQL's names where they have none.

use super::super::model::{Check, Exclusion, Key, Table};
use super::index::{index_columns, key};
use super::sorted;
use crate::catalog::{self, ExclusionElement, PrimaryKey, Unique, default_name};

impl Table {
    pub(super) fn primary_key(&self, key: &Key) -> PrimaryKey {
        Self::built(key, || self.default_name(&[], "pkey")).into()
    }

    pub(super) fn unique(&self, key: &Key) -> Unique {
        let columns = index_columns(key.columns.iter().chain(&key.include));
        Self::built(key, || self.default_name(&columns, "key"))
    }

    fn built(key: &Key, default_name: impl FnOnce() -> String) -> Unique {
        Unique {
            without_overlaps: key.without_overlaps,
            include: key.include.clone(),
            nulls_not_distinct: key.nulls_not_distinct,
            deferrable: key.deferrable,
            initially_deferred: key.initially_deferred,
            storage: sorted(&key.storage),
            tablespace: key.tablespace.clone(),
            index_comment: key.index_comment.clone(),
            comment: key.comment.clone(),
            ..Unique::new(key.name.clone().unwrap_or_else(default_name), key.columns.clone())
        }
    }

    pub(super) fn check(&self, check: &Check) -> catalog::Check {
        let columns = check.column.as_slice();
        let name = check.name.clone().unwrap_or_else(|| self.default_name(columns, "check"));
        let mut built = catalog::Check::new(name, &check.expression);
        built.no_inherit = check.no_inherit;
        built.not_valid = check.enforcement.not_valid;
        built.not_enforced = check.enforcement.not_enforced;
        built.comment.clone_from(&check.comment);
        built
    }

    pub(super) fn exclusion(&self, item: &Exclusion) -> catalog::Exclusion {
        let keys = item.elements.iter().filter_map(|element| element.key.column.as_ref());
        let columns = index_columns(keys.chain(&item.include));
        let name = item.name.clone().unwrap_or_else(|| self.default_name(&columns, "excl"));
        let elements = item.elements.iter();
        let elements = elements
            .map(|element| ExclusionElement { key: key(&element.key), operator: element.operator.clone() });
        let mut built = catalog::Exclusion::new(name, elements.collect());
        if let Some(method) = &item.method {
            built.method.clone_from(method);
        }
        built.include.clone_from(&item.include);
        built.predicate.clone_from(&item.predicate);
        built.deferrable = item.deferrable;
        built.initially_deferred = item.initially_deferred;
        built.storage = sorted(&item.storage);
        built.tablespace.clone_from(&item.tablespace);
        built.index_comment.clone_from(&item.index_comment);
        built.comment.clone_from(&item.comment);
        built
    }

    pub(super) fn default_name(&self, columns: &[String], label: &str) -> String {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        default_name(&self.name.name, &columns, label)
    }
}
