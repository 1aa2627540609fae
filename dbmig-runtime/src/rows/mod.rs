//! Rows for empty tables: a few in each, which satisfy its constraints, so that a revision meets data before production does.
//!
//! [`Filling::plan`] says which tables are filled, in what order, and which values each column may take (by its type,
//! and by what its constraints mention). A [`Search`] puts rows together from these, one `INSERT` after the other; what PostgreSQL refuses, with the
//! constraint that it names, tells the search what to vary. Nothing is random: the same catalog gets the same rows.
//!
//! This room knows the catalog alone; [`fill`](crate::runner::fill) runs the statements.

mod builtin;
mod constraint;
mod data_type;
mod fitting;
mod hint;
mod insert;
mod later;
mod order;
mod pattern;
mod search;
mod slot;
mod table;
mod types;
mod value;

use std::collections::BTreeMap;

use crate::catalog::{Catalog, DataType, ObjectName};

pub use fitting::{Fitting, Unjudged};
pub use search::{Refusal, Search};
pub use table::TableFilling;

use types::Types;

/// How many rows a table gets.
pub const ROWS: usize = 3;

/// Which tables are filled, in an order that their foreign keys allow, and with what.
#[derive(Clone, Debug)]
pub struct Filling {
    /// The tables. What they refer to comes before them, except in a circle.
    pub tables: Vec<TableFilling>,
}

impl Filling {
    /// Rows for `tables` of `catalog`, and for the tables that their rows refer to. A partitioned table gets them in its first
    /// partitions; the rows of foreign tables, which are elsewhere, are left alone.
    pub fn plan<'a>(catalog: &Catalog, tables: impl IntoIterator<Item = &'a ObjectName>) -> Self {
        Self::of(catalog, tables, &BTreeMap::new())
    }

    fn of<'a>(
        catalog: &Catalog,
        tables: impl IntoIterator<Item = &'a ObjectName>,
        conversions: &BTreeMap<(ObjectName, String), DataType>,
    ) -> Self {
        let (wanted, types) = (tables.into_iter().collect(), Types::new(catalog));
        let tables = order::order(catalog, &wanted).into_iter();
        let tables = tables.map(|table| TableFilling::new(catalog, &types, table, conversions));
        Self { tables: tables.collect() }
    }
}
