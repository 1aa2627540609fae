//! Drops and additions that a person may have meant as a rename.

use std::collections::BTreeSet;

use super::{Changes, ListChanges};
use crate::catalog::{Column, CompositeType, DataType, Domain, MaterializedView, Object, ObjectName, Table};

/// A dropped object and an added one that could be the same under another name. Never taken as a rename unless a
/// person says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PossibleRename {
    /// Two tables with the same columns.
    Table {
        /// The dropped table.
        from: ObjectName,
        /// The added table.
        to: ObjectName,
    },
    /// Two views, or two materialized views, with the same query.
    View {
        /// The dropped view.
        from: Object,
        /// The added view.
        to: Object,
    },
    /// Two domains, or two composite types, that are the same but for their names.
    Type {
        /// The dropped type.
        from: Object,
        /// The added type.
        to: Object,
    },
    /// Two columns of one table with the same type.
    Column {
        /// The table, by its name after.
        table: ObjectName,
        /// The dropped column.
        from: String,
        /// The added column.
        to: String,
    },
}

/// Every pair that could be a rename, by table.
pub fn possible_renames(changes: &Changes) -> Vec<PossibleRename> {
    let mut pairs = Vec::new();
    for from in &changes.tables.dropped {
        for to in changes.tables.added.iter().filter(|to| columns(from) == columns(to)) {
            pairs.push(PossibleRename::Table { from: from.name.clone(), to: to.name.clone() });
        }
    }
    for table in &changes.tables.altered {
        for from in &table.columns.dropped {
            for to in table.columns.added.iter().filter(|to| alike(from, to)) {
                let (from, to) = (from.name.clone(), to.name.clone());
                pairs.push(PossibleRename::Column { table: table.to.name.clone(), from, to });
            }
        }
    }
    let (views, materialized) = (&changes.views, &changes.materialized_views);
    let (types, domains) = (&changes.composites, &changes.domains);
    alike_whole(views, |view| &view.query, |view| Object::View(view.name.clone()), &mut |from, to| {
        pairs.push(PossibleRename::View { from, to });
    });
    let object = |view: &MaterializedView| Object::MaterializedView(view.name.clone());
    alike_whole(materialized, |view| &view.query, object, &mut |from, to| {
        pairs.push(PossibleRename::View { from, to });
    });
    let object = |domain: &Domain| Object::Domain(domain.name.clone());
    alike_whole(domains, domain_shape, object, &mut |from, to| {
        pairs.push(PossibleRename::Type { from, to });
    });
    let object = |composite: &CompositeType| Object::Type(composite.name.clone());
    alike_whole(types, |composite| &composite.attributes, object, &mut |from, to| {
        pairs.push(PossibleRename::Type { from, to });
    });
    pairs
}

/// Hands on the pairs of a dropped and an added object that have the same `shape`.
fn alike_whole<'c, T, S: PartialEq>(
    changes: &'c ListChanges<T>,
    shape: impl Fn(&'c T) -> S,
    object: impl Fn(&T) -> Object,
    found: &mut dyn FnMut(Object, Object),
) {
    for from in &changes.dropped {
        for to in changes.added.iter().filter(|to| shape(from) == shape(to)) {
            found(object(from), object(to));
        }
    }
}

/// What a domain is but for its name, and those of its checks.
fn domain_shape(domain: &Domain) -> (&DataType, Option<&String>, bool, BTreeSet<&str>) {
    let checks = domain.checks.iter().map(|check| check.expression.as_str());
    (&domain.data_type, domain.default.as_ref(), domain.nullable, checks.collect())
}

fn columns(table: &Table) -> Vec<(&str, &DataType)> {
    let mut columns: Vec<_> =
        table.columns.iter().map(|column| (column.name.as_str(), &column.data_type)).collect();
    columns.sort();
    columns
}

fn alike(from: &Column, to: &Column) -> bool {
    from.data_type == to.data_type && from.generated.is_some() == to.generated.is_some()
}
