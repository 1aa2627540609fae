//! Partitioned tables.

use super::super::json::{Json, Object};
use super::super::place::line;
use super::{index, physical, value};
use crate::ast::{Partition, PartitionBy, Table};

pub(super) fn partition_by(table: &Table, partition_by: &PartitionBy) -> Json {
    let keys = partition_by.keys.iter().map(|key| index::key(table, key));
    Object::default().with("strategy", Json::string(partition_by.strategy.word())).list("keys", keys).json()
}

pub(super) fn partition(table: &Table, partition: &Partition) -> Json {
    let mut object = Object::default()
        .optional("schema", value(&partition.schema))
        .with("name", Json::string(&partition.name.value))
        .with("line", line(partition.name.span))
        .optional("values", value(&partition.values))
        .optional("parent", value(&partition.parent));
    if let Some(own) = &partition.partition_by {
        object = object.with("partition_by", partition_by(table, own));
    }
    physical(object.flag("unlogged", partition.unlogged), &partition.physical)
        .optional("comment", value(&partition.comment))
        .optional("renamed_from", value(&partition.renamed_from))
        .json()
}
