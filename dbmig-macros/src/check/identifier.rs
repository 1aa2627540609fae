//! Names that PostgreSQL would not keep as they are.

use super::fields::index_keys;
use crate::ast::{Column, Partition, Table, Text};
use crate::context::Context;
use crate::naming::MAX_BYTES;

pub(super) fn table(context: &Context, table: &Table) {
    let own = [
        Some(&table.name),
        table.schema.as_ref(),
        table.renamed_from.as_ref(),
        table.access_method.as_ref(),
        table.physical.tablespace.as_ref(),
        table.replica_identity.as_ref(),
        table.cluster_on.as_ref(),
    ];
    let columns = table.columns.iter().flat_map(column);
    let keys = table.primary_keys.iter().chain(&table.uniques);
    let keys = keys.flat_map(|key| [key.name.as_ref(), key.physical.tablespace.as_ref()]);
    let foreign_keys = table.foreign_keys.iter().map(|key| key.name.as_ref());
    let checks = table.checks.iter().map(|check| check.name.as_ref());
    let exclusions = table.exclusions.iter().flat_map(|exclusion| {
        [exclusion.name.as_ref(), exclusion.method.as_ref(), exclusion.physical.tablespace.as_ref()]
    });
    let indexes = table
        .indexes
        .iter()
        .flat_map(|index| [index.name.as_ref(), index.method.as_ref(), index.physical.tablespace.as_ref()]);
    let collations = index_keys(table).map(|key| key.collation.as_ref());
    let statistics = table.statistics.iter().map(|statistics| statistics.name.as_ref());
    let policies = table.policies.iter();
    let policies = policies.flat_map(|policy| std::iter::once(&policy.name).chain(&policy.roles).map(Some));
    let roles = table.grants.iter().flat_map(|grant| grant.roles.iter().map(Some));
    let partitions = table.partitions.iter().flat_map(partition);
    let all = own.into_iter().chain(columns).chain(keys).chain(foreign_keys).chain(checks);
    let all = all.chain(exclusions).chain(indexes).chain(collations).chain(statistics);
    let all = all.chain(policies).chain(roles).chain(partitions);
    all.flatten().for_each(|text| identifier(context, text));
}

fn column(column: &Column) -> [Option<&Text>; 5] {
    let attr = &column.attr;
    let sequence = attr.identity.as_ref().and_then(|identity| identity.sequence.as_ref());
    let not_null = attr.not_null.as_ref().and_then(|not_null| not_null.name.as_ref());
    [Some(&column.name), attr.renamed_from.as_ref(), attr.collation.as_ref(), sequence, not_null]
}

fn partition(partition: &Partition) -> [Option<&Text>; 4] {
    let Partition { name, schema, renamed_from, physical, .. } = partition;
    [Some(name), schema.as_ref(), renamed_from.as_ref(), physical.tablespace.as_ref()]
}

/// Reports a name that is too long; an empty one and a NUL character were found when the text was read.
pub(super) fn identifier(context: &Context, text: &Text) {
    let bytes = text.value.len();
    if bytes > MAX_BYTES {
        let message = format!(
            "the name {:?} has {bytes} bytes, PostgreSQL keeps {MAX_BYTES}: choose a shorter one",
            text.value
        );
        context.error(text.span, message);
    }
}
