//! Generated columns.

use std::collections::BTreeSet;

use super::graph::Resource;
use crate::catalog::{Column, GeneratedKind, Table, identifiers};
use crate::diff::Changes;

/// True where a column must be dropped and added. PostgreSQL can make a stored generated column a plain one; its
/// expression can change since 17.
pub(super) fn must_replace(
    changes: &Changes,
    table: &Table,
    (from, to): (&Column, &Column),
    retyped: bool,
) -> bool {
    match (&from.generated, &to.generated) {
        (None, None) => false,
        (Some(from), None) => from.kind == GeneratedKind::Virtual,
        (Some(before), Some(after)) if before.kind == after.kind && !retyped => {
            // Nor does PostgreSQL 18 check a virtual column's new values against what the table asks of them.
            let unchecked =
                after.kind == GeneratedKind::Virtual && (!table.checks.is_empty() || !to.nullable);
            before != after && (changes.to.server_version < Some(17) || unchecked)
        }
        (before, after) => before != after || retyped,
    }
}

/// The columns that a generated column is computed from.
pub(super) fn sources<'t>(table: &'t Table, column: &'t Column) -> BTreeSet<&'t str> {
    let names: BTreeSet<String> =
        column.generated.iter().flat_map(|generated| identifiers(&generated.expression)).collect();
    let others = table.columns.iter().map(|other| other.name.as_str());
    others.filter(|name| *name != column.name && names.contains(*name)).collect()
}

/// The sources as resources, without those of `except`.
pub(super) fn source_resources(
    table: &Table,
    column: &Column,
    except: &BTreeSet<&str>,
) -> impl Iterator<Item = Resource> {
    let names = sources(table, column);
    let names: Vec<String> = names.difference(except).map(|name| (*name).to_owned()).collect();
    let table = table.name.clone();
    names.into_iter().map(move |name| Resource::Column(table.clone(), name))
}
