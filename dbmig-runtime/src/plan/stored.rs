//! Whether rows hold values of a type, which PostgreSQL then won't change everywhere.

use std::collections::BTreeSet;

use super::scope::Scope;
use crate::catalog::{DataType, Object, ObjectName};

impl Scope<'_> {
    /// True if columns of tables hold values of a type, whether by themselves or inside of others.
    pub(super) fn is_stored(&self, object: &Object) -> bool {
        let mut seen = BTreeSet::new();
        let mut todo = vec![object.clone()];
        while let Some(object) = todo.pop() {
            for dependent in self.dependents.get(&object).into_iter().flatten() {
                let outer = match dependent {
                    Object::Type(_) | Object::Domain(_) => (*dependent).clone(),
                    Object::Column(owner, _) if self.has_rows(owner) => return true,
                    Object::Column(owner, _) => Object::Type(owner.clone()),
                    _ => continue,
                };
                if seen.insert(outer.clone()) {
                    todo.push(outer);
                }
            }
        }
        false
    }

    /// True if columns of tables hold values of a domain inside of arrays, rows or ranges.
    pub(super) fn is_stored_inside(&self, domain: &Object) -> bool {
        let is_array = |data_type: &DataType| data_type.as_sql().ends_with("[]");
        let from = &self.changes.renamed;
        self.dependents.get(domain).into_iter().flatten().any(|dependent| match dependent {
            Object::Column(owner, name) if self.has_rows(owner) => {
                let column = from.tables.get(owner).and_then(|table| table.column(name));
                column.is_some_and(|column| is_array(&column.data_type))
            }
            Object::Column(owner, _) => self.is_stored(&Object::Type(owner.clone())),
            Object::Type(_) => self.is_stored(dependent),
            Object::Domain(name) => {
                let over_array = from.domains.get(name).is_some_and(|domain| is_array(&domain.data_type));
                if over_array { self.is_stored(dependent) } else { self.is_stored_inside(dependent) }
            }
            _ => false,
        })
    }

    fn has_rows(&self, relation: &ObjectName) -> bool {
        let from = &self.changes.renamed;
        from.tables.contains_key(relation) || from.materialized_views.contains_key(relation)
    }
}
