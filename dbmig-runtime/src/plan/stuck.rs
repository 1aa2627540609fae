//! Tables that can't become what they should: PostgreSQL changes nothing that a partition key stands on.

use super::kept_table::KeptTable;
use super::scope::Scope;
use crate::catalog::{Object, ObjectName, identifiers};

impl<'a> Scope<'a> {
    /// The tables on both sides that have to be dropped and created though their own definition may be the same.
    pub(super) fn stuck_tables(&self) -> impl Iterator<Item = &'a ObjectName> {
        self.kept.iter().filter(|(_, table)| self.is_stuck(table)).map(|(name, _)| *name)
    }

    fn is_stuck(&self, table: &KeptTable<'_>) -> bool {
        let Some(key) = &table.from.partition_by else { return false };
        let columns = identifiers(key);
        let object = Object::Table(table.to.name.clone());
        let on = self.changes.renamed.dependencies.get(&object);
        table.retyped.union(&table.replaced).any(|name| columns.contains(*name))
            || on.into_iter().flatten().any(|object| self.disturbed.again(object))
    }
}
