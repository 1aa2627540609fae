//! Indexes and extended statistics.

use super::super::model::{Index, IndexKey, Statistics, Table};
use super::sorted;
use crate::catalog::{self, KeyPart, Object, ObjectName, StatisticsKind};

impl Table {
    pub(super) fn index(&self, index: &Index) -> catalog::Index {
        let mut built = catalog::Index::new(index.name.clone().unwrap_or_else(|| self.index_name(index)));
        if let Some(method) = &index.method {
            built.method.clone_from(method);
        }
        built.unique = index.unique;
        built.keys = index.keys.iter().map(key).collect();
        built.include.clone_from(&index.include);
        built.predicate.clone_from(&index.predicate);
        built.nulls_not_distinct = index.nulls_not_distinct;
        built.storage = sorted(&index.storage);
        built.tablespace.clone_from(&index.tablespace);
        let targets = (1..).zip(&index.keys).filter_map(|(place, key)| Some((place, key.statistics?)));
        built.statistics = targets.collect();
        built.comment.clone_from(&index.comment);
        built
    }

    /// The derive asks for a name where a key is an expression; PostgreSQL counts `INCLUDE` columns in.
    fn index_name(&self, index: &Index) -> String {
        let keys = index.keys.iter().filter_map(|key| key.column.as_ref());
        self.default_name(&index_columns(keys.chain(&index.include)), "idx")
    }

    /// Extended statistics of the table or materialized view that the catalog calls `on`.
    pub(super) fn statistics(&self, on: &Object, item: &Statistics) -> catalog::Statistics {
        let parts = item.parts.iter();
        let named = parts.clone().map(|part| part.column.clone().unwrap_or_else(|| "expr".to_owned()));
        let default = || self.default_name(&named.collect::<Vec<String>>(), "stat");
        let name = item.name.clone().unwrap_or_else(default);
        let expressions: Vec<String> = parts.clone().filter_map(|part| part.expression.clone()).collect();
        let columns: Vec<String> = parts.filter_map(|part| part.column.clone()).collect();
        let mut kinds = item.kinds.clone();
        if kinds.is_empty() && item.parts.len() > 1 {
            kinds = vec![StatisticsKind::Distinct, StatisticsKind::Dependencies, StatisticsKind::MostCommon];
        }
        kinds.sort();
        kinds.dedup();
        catalog::Statistics {
            name: on.schema_name().map_or_else(|| ObjectName::new(&name), |on| on.sibling(&name)),
            on: on.clone(),
            kinds,
            columns: sorted(&columns),
            expressions,
            target: item.target,
            comment: item.comment.clone(),
        }
    }
}

/// The columns of an index as they stand in its name: one that is there already gets a number
/// (`ChooseIndexColumnNames` in the server).
pub(super) fn index_columns<'a>(columns: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for column in columns {
        let taken = |name: &String| names.contains(name);
        let mut name = column.clone();
        if taken(&name) {
            name = (1..).map(|number| format!("{column}{number}")).find(|name| !taken(name)).unwrap_or(name);
        }
        names.push(name);
    }
    names
}

pub(super) fn key(key: &IndexKey) -> catalog::IndexKey {
    let part = match (&key.column, &key.expression) {
        (Some(column), _) => KeyPart::Column(column.clone()),
        (None, expression) => KeyPart::Expression(expression.clone().unwrap_or_default()),
    };
    catalog::IndexKey {
        part,
        collation: key.collation.as_deref().map(ObjectName::new),
        operator_class: key.operator_class.clone(),
        order: key.order,
        nulls: key.nulls,
    }
}
