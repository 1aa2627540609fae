//! How the values of columns are kept.

use super::properties::parameters;
use super::scope::Scope;
use crate::catalog::{Column, Storage};
use crate::op::{ColumnAction, OptionChanges};

/// The actions for one column. A new type brings its own storage and compression.
pub(super) fn storage_actions(
    scope: &Scope<'_>,
    from: &Column,
    to: &Column,
    retyped: bool,
    actions: &mut Vec<ColumnAction>,
) {
    let storage = from.storage.filter(|_| !retyped);
    if storage != to.storage {
        let exact = to.storage.or_else(|| {
            (scope.changes.to.server_version < Some(16)).then(|| usual_storage(to.data_type.as_sql()))
        });
        actions.push(ColumnAction::SetStorage(exact));
    }
    if from.compression.as_ref().filter(|_| !retyped) != to.compression.as_ref() {
        actions.push(ColumnAction::SetCompression(to.compression.clone()));
    }
    let foreign = OptionChanges::between(&from.foreign_options, &to.foreign_options);
    actions.extend(foreign.map(ColumnAction::ForeignOptions));
    if from.statistics != to.statistics {
        actions.push(ColumnAction::SetStatistics(to.statistics));
    }
    let (set, reset) = parameters(&from.options, &to.options);
    if !reset.is_empty() {
        actions.push(ColumnAction::ResetOptions(reset));
    }
    if !set.is_empty() {
        actions.push(ColumnAction::SetOptions(set));
    }
}

/// The storage of a built-in type of variable length, which a server before 16 must be told.
fn usual_storage(data_type: &str) -> Storage {
    let base = data_type.split('(').next().unwrap_or(data_type);
    match base {
        "numeric" | "inet" | "cidr" if !data_type.ends_with("[]") => Storage::Main,
        "tsquery" | "int2vector" | "oidvector" => Storage::Plain,
        _ => Storage::Extended,
    }
}
