//! Indexes.

use super::super::model::{Index, IndexKey, Table};
use crate::catalog::{self, KeyPart, ObjectName};

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
        built.comment.clone_from(&index.comment);
        built
    }

    /// The derive asks for a name where a key is an expression; PostgreSQL counts `INCLUDE` columns in.
    fn index_name(&self, index: &Index) -> String {
        let keys = index.keys.iter().filter_map(|key| key.column.clone());
        let columns: Vec<String> = keys.chain(index.include.iter().cloned()).collect();
        self.default_name(&columns, "idx")
    }
}

fn key(key: &IndexKey) -> catalog::IndexKey {
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
