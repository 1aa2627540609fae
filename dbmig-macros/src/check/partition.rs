//! Partitioned tables and their partitions.

use syn::ext::IdentExt;

use super::duplicates;
use crate::ast::{Partition, PartitionBy, Strategy, Table, Text};
use crate::context::Context;

pub(super) fn table(context: &Context, table: &Table) {
    if let Some(partition_by) = &table.partition_by {
        strategy(context, partition_by);
        keys(context, table, partition_by);
        if let Some(parent) = table.inherits.first() {
            context.error_at(parent, "a partitioned table can't inherit");
        }
    }
    for item in &table.partitions {
        partition(context, table, item);
    }
    duplicates(context, table.partitions.iter().map(|partition| &partition.name), "partition");
}

fn strategy(context: &Context, partition_by: &PartitionBy) {
    if partition_by.strategy == Strategy::List && partition_by.keys.len() > 1 {
        context.error(partition_by.span, "a table is partitioned by a list of one column or expression");
    }
    for key in &partition_by.keys {
        if key.descending || key.nulls_first.is_some() || key.statistics.is_some() {
            let message =
                "a partition key is a field or an expression, then `collate \"…\"` or an operator class";
            context.error(partition_by.span, message);
        }
    }
}

/// PostgreSQL keeps a key of a partitioned table in each partition alone, so the partition has to follow from it.
fn keys(context: &Context, table: &Table, partition_by: &PartitionBy) {
    for key in table.primary_keys.iter().chain(&table.uniques) {
        for part in &partition_by.keys {
            let Some(field) = part.field() else {
                context.error(key.span, "a table that is partitioned by an expression can't have keys");
                return;
            };
            if !key.columns.iter().any(|column| column.unraw() == field.unraw()) {
                let message = format!(
                    "a key of a partitioned table has all columns it is partitioned by: add `{field}`"
                );
                context.error(key.span, message);
            }
        }
    }
}

fn partition(context: &Context, table: &Table, partition: &Partition) {
    let Some(strategy) = parent(context, table, partition) else { return };
    match &partition.values {
        Some(values) => self::values(context, strategy, values),
        None if strategy == Strategy::Hash => {
            context
                .error(partition.name.span, "a table that is partitioned by hash has no default partition");
        }
        None => {}
    }
    if let Some(partition_by) = &partition.partition_by {
        self::strategy(context, partition_by);
    }
}

/// How the table or partition that a partition is of is partitioned.
fn parent(context: &Context, table: &Table, partition: &Partition) -> Option<Strategy> {
    let Some(parent) = &partition.parent else {
        let strategy = table.partition_by.as_ref().map(|partition_by| partition_by.strategy);
        if strategy.is_none() {
            let message = "a partition needs a partitioned table: `#[partition_by(range(created_at))]`";
            context.error(partition.name.span, message);
        }
        return strategy;
    };
    let before = table.partitions.iter().take_while(|other| !std::ptr::eq(*other, partition));
    let Some(found) = before.into_iter().find(|other| other.name.value == parent.value) else {
        let message = format!("there is no partition {:?} above this one", parent.value);
        context.error(parent.span, message);
        return None;
    };
    let strategy = found.partition_by.as_ref().map(|partition_by| partition_by.strategy);
    if strategy.is_none() {
        let message =
            format!("the partition {:?} isn't partitioned itself: `partition_by(list(kind))`", parent.value);
        context.error(parent.span, message);
    }
    strategy
}

fn values(context: &Context, strategy: Strategy, values: &Text) {
    let (word, example) = strategy.values();
    let found = values.value.split([' ', '(']).next().unwrap_or_default();
    if !found.eq_ignore_ascii_case(word) {
        let message = format!(
            "the table is partitioned by {}: the values of a partition are `{example}`",
            strategy.word()
        );
        context.error(values.span, message);
    }
}
