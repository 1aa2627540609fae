//! What one table is filled with.

use std::collections::BTreeMap;

use crate::catalog::{Catalog, DataType, ObjectName, Table};

use super::constraint::Constraints;
use super::insert::Insert;
use super::search::Search;
use super::slot::{Slot, Slots};
use super::types::Types;
use super::value::Value;

/// What one table is filled with.
#[derive(Clone, Debug)]
pub struct TableFilling {
    /// The table.
    pub table: ObjectName,
    /// The tables that its rows refer to.
    pub references: Vec<ObjectName>,
    pub(super) slots: Vec<Slot>,
    pub(super) constraints: Constraints,
    /// Columns that PostgreSQL takes no value for unless told twice.
    identities: Vec<String>,
}

impl TableFilling {
    pub(super) fn new(
        catalog: &Catalog,
        types: &Types<'_>,
        table: &Table,
        conversions: &BTreeMap<(ObjectName, String), DataType>,
    ) -> Self {
        let constraints = Constraints::of(catalog, table);
        let slots = Slots { table, constraints: &constraints, types, conversions }.all();
        let identities = table.columns.iter().filter(|column| column.identity.is_some());
        Self {
            table: table.name.clone(),
            references: constraints.references().filter(|name| **name != table.name).cloned().collect(),
            identities: identities.map(|column| column.name.clone()).collect(),
            slots,
            constraints,
        }
    }

    /// A search for rows that PostgreSQL takes.
    pub fn search(&self) -> Search<'_> {
        Search::new(self)
    }

    /// The `INSERT` with the chosen values of the slots.
    pub(super) fn insert(&self, chosen: &[usize]) -> String {
        let values = self.slots.iter().zip(chosen).flat_map(|(slot, index)| {
            let values = slot.values.get(*index).map(Vec::as_slice).unwrap_or_default();
            slot.columns.iter().map(String::as_str).zip(values)
        });
        let values: Vec<(&str, &Value)> = values.collect();
        Insert { table: &self.table, values: &values, identities: &self.identities }.sql()
    }
}
