//! What differs between two catalogs. Pure: no SQL, no order, no question.

use crate::catalog::{Catalog, Renames};

/// The differences from one catalog to another.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The catalog before.
    pub from: Catalog,
    /// The catalog after.
    pub to: Catalog,
}

impl Changes {
    /// True if nothing differs.
    pub fn is_empty(&self) -> bool {
        self.from == self.to
    }
}

/// Compares two catalogs that PostgreSQL printed.
pub fn diff(from: &Catalog, to: &Catalog, renames: &Renames) -> Changes {
    let _ = renames;
    Changes { from: from.clone(), to: to.clone() }
}
