//! What differs between two catalogs. Pure: no SQL, no order, no question.
//!
//! Both catalogs were printed by PostgreSQL, so two objects are equal where their values are. Before lists are
//! matched by name, the declared renames are applied to the first catalog ([`Changes::renamed`]), inside expressions
//! too; everything after compares with plain `==`.
//!
//! The order of a table's columns is no difference: PostgreSQL can't change it without writing the table again.
//! Nor is an index that is invalid in the second catalog only, which no statement could bring about.

mod check;
mod column;
mod enum_type;
mod foreign_key;
mod hint;
mod index;
mod key;
mod list;
mod namespace;
mod rename;
mod summary;
mod table;

pub use hint::{PossibleRename, possible_renames};
pub use list::{Altered, ListChanges};
pub(crate) use list::{Definition, Pair, pairs};
pub use summary::{Line, Sign};
pub use table::TableChanges;

use crate::catalog::{Catalog, EnumType, Namespace, Renames, Table};

/// The differences from one catalog to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The catalog before.
    pub from: Catalog,
    /// The catalog after.
    pub to: Catalog,
    /// The renames that are in effect: of those that were declared, the ones that haven't been made yet.
    pub renames: Renames,
    /// `from` with `renames` made; the lists below compare this one with `to`.
    pub renamed: Catalog,
    /// Schemas.
    pub namespaces: ListChanges<Namespace>,
    /// Enum types.
    pub enums: ListChanges<EnumType>,
    /// Tables.
    pub tables: ListChanges<Table, TableChanges>,
}

/// Compares two catalogs that PostgreSQL printed.
pub fn diff(from: &Catalog, to: &Catalog, renames: &Renames) -> Changes {
    let renames = rename::in_effect(from, to, renames);
    let renamed = rename::apply(from, to, &renames);
    let namespaces = list::compare(renamed.namespaces.values(), to.namespaces.values(), list::altered);
    let enums = list::compare(renamed.enums.values(), to.enums.values(), list::altered);
    let tables = list::compare(renamed.tables.values(), to.tables.values(), table::compare);
    Changes { from: from.clone(), to: to.clone(), renames, renamed, namespaces, enums, tables }
}

impl Changes {
    /// True if nothing differs.
    pub fn is_empty(&self) -> bool {
        rename::is_empty(&self.renames)
            && self.namespaces.is_empty()
            && self.enums.is_empty()
            && self.tables.is_empty()
    }

    /// The changes that lead back: both sides swapped, and every rename with them.
    #[must_use]
    pub fn reversed(&self) -> Self {
        diff(&self.to, &self.from, &rename::reversed(&self.renames))
    }

    /// One line a change, for people; the same for the same changes.
    pub fn summary(&self) -> Vec<Line> {
        summary::lines(self)
    }
}
