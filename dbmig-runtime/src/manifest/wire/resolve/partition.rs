//! Partitioned tables and their partitions.

use super::super::model::{IndexKey, Partition, PartitionBy, Strategy};
use super::{Resolver, sorted};
use crate::catalog::{self, Column, ObjectName, quote_identifier};

impl PartitionBy {
    /// As SQL: `RANGE (a, lower(b))`.
    pub(super) fn sql(&self) -> String {
        let strategy = match self.strategy {
            Strategy::Range => "RANGE",
            Strategy::List => "LIST",
            Strategy::Hash => "HASH",
        };
        let keys: Vec<String> = self.keys.iter().map(key_sql).collect();
        format!("{strategy} ({})", keys.join(", "))
    }
}

fn key_sql(key: &IndexKey) -> String {
    let column = key.column.as_deref().map(|column| quote_identifier(column).into_owned());
    let expression = key.expression.as_ref().map(|expression| format!("({expression})"));
    let mut sql = column.or(expression).unwrap_or_default();
    if let Some(collation) = &key.collation {
        sql += &format!(" COLLATE {}", quote_identifier(collation));
    }
    if let Some(operator_class) = &key.operator_class {
        sql += &format!(" {operator_class}");
    }
    sql
}

impl Resolver<'_> {
    /// The partition `declared` of `table`, which is `built` but for its partitions.
    pub(super) fn partition(&self, built: &catalog::Table, declared: &Partition) -> catalog::Table {
        let bound =
            declared.values.as_ref().map_or_else(|| "DEFAULT".to_owned(), |values| for_values(values));
        let mut partition = catalog::Table::new(self.object_name(&declared.name));
        // PostgreSQL gives them all that it copies from the parent.
        partition.columns = built.columns.iter().map(inherited).collect();
        let parent = declared.parent.as_deref().map(|parent| self.partition_name(built, parent));
        let parent = parent.unwrap_or_else(|| built.name.clone());
        partition.partition_of = Some(catalog::Partition::new(parent, bound));
        partition.partition_by = declared.partition_by.as_ref().map(PartitionBy::sql);
        partition.unlogged = declared.unlogged;
        partition.storage = sorted(&declared.storage);
        partition.tablespace.clone_from(&declared.tablespace);
        partition.comment.clone_from(&declared.comment);
        partition
    }

    /// The name of another partition of the same table, which the derive has found.
    fn partition_name(&self, built: &catalog::Table, name: &str) -> ObjectName {
        let declared = self.tables.iter().filter(|table| self.object_name(&table.name) == built.name);
        let mut partitions = declared.flat_map(|table| &table.partitions);
        let found = partitions.find(|partition| partition.name.name == name);
        found.map_or_else(|| ObjectName::new(name), |partition| self.object_name(&partition.name))
    }
}

fn for_values(values: &str) -> String {
    format!("FOR VALUES {values}")
}

/// A column as a partition or another child gets it.
pub(super) fn inherited(column: &Column) -> Column {
    Column {
        identity: None,
        not_null: None,
        statistics: None,
        options: Vec::new(),
        comment: None,
        inherited: true,
        ..column.clone()
    }
}
