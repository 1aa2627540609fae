//! Two catalogs that should be one.

use std::sync::Arc;

use crate::catalog::{Catalog, Renames};
use crate::diff::diff;

/// What leads from what was `found` to what was `expected`, a line a change; none if they are equal.
pub(super) fn differences(found: &Arc<Catalog>, expected: &Arc<Catalog>) -> Vec<String> {
    // Nearly always, and much sooner told than where they differ.
    if found == expected {
        return Vec::new();
    }
    let changes = diff(Arc::clone(found), Arc::clone(expected), &Renames::default());
    changes.summary().into_iter().map(|line| format!("{} {line}", line.sign.as_char())).collect()
}
