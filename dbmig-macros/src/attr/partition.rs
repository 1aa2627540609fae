//! `#[partition_by(…)]` and `#[partition(…)]`.

use syn::Attribute;

use super::constraint::span;
use super::{Entry, each, entries, incomplete, set};
use crate::ast::{Partition, PartitionBy, Physical, Strategy};
use crate::context::Context;

const KEYS: &[&str] = &[
    "name",
    "schema",
    "values",
    "default",
    "of",
    "partition_by",
    "unlogged",
    "with",
    "tablespace",
    "comment",
    "renamed_from",
];
const STRATEGIES: &[&str] = &["range", "list", "hash"];

/// The keys of `#[partition_by(…)]`; more than one is a mistake.
pub(crate) fn partition_by(context: &Context, attributes: &[Attribute]) -> Option<PartitionBy> {
    let mut all = each(context, attributes, "partition_by", |context, attribute| {
        let before = context.count();
        let found = strategy(context, entries(context, attribute));
        if found.is_none() {
            let message =
                "say how the table is partitioned: `#[partition_by(range(created_at))]`, or `list` or `hash`";
            incomplete(context, before, attribute, message);
        }
        Some(PartitionBy { span: span(attribute), ..found? })
    })
    .into_iter();
    let first = all.next();
    for again in all {
        context.error(again.span, "a table is partitioned in one way; `partition_by` is given twice");
    }
    first
}

/// `range(key)`, `list(key)` or `hash(key)`.
fn strategy(context: &Context, entries: Vec<Entry>) -> Option<PartitionBy> {
    let mut found = None;
    for entry in entries {
        let key = &entry.key;
        let strategy = match key.to_string().as_str() {
            "range" => Strategy::Range,
            "list" => Strategy::List,
            "hash" => Strategy::Hash,
            _ => {
                entry.unknown(context, "partition_by", STRATEGIES);
                continue;
            }
        };
        let keys = entry.index_keys(context, "created_at");
        set(context, &mut found, key, keys.map(|keys| PartitionBy { span: entry.span(), strategy, keys }));
    }
    found
}

/// The partitions that the struct declares.
pub(crate) fn partitions(context: &Context, attributes: &[Attribute]) -> Vec<Partition> {
    each(context, attributes, "partition", partition)
}

fn partition(context: &Context, attribute: &Attribute) -> Option<Partition> {
    let (mut name, mut schema, mut values, mut default, mut parent) = (None, None, None, None, None);
    let (mut partition_by, mut unlogged, mut comment, mut renamed_from) = (None, None, None, None);
    let mut physical = Physical::default();
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut name, key, entry.text(context)),
            "schema" => set(context, &mut schema, key, entry.text(context)),
            "values" => set(context, &mut values, key, entry.text(context)),
            "default" => set(context, &mut default, key, entry.flag(context)),
            "of" => set(context, &mut parent, key, entry.text(context)),
            "partition_by" => {
                let entries = entry.entries(context, "list(kind)").unwrap_or_default();
                set(context, &mut partition_by, key, strategy(context, entries));
            }
            "unlogged" => set(context, &mut unlogged, key, entry.flag(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            "renamed_from" => set(context, &mut renamed_from, key, entry.text(context)),
            _ if physical.entry(context, &entry) => {}
            _ => entry.unknown(context, "partition", KEYS),
        }
    }
    let Some(name) = name.filter(|_| values.is_some() != default.is_some()) else {
        let message = "a partition needs a name, and its values or `default`: `#[partition(name = \"…\", values = \"FROM \
                       (1) TO (9)\")]`";
        incomplete(context, before, attribute, message);
        return None;
    };
    let unlogged = unlogged.is_some();
    Some(Partition { name, schema, values, parent, partition_by, unlogged, physical, comment, renamed_from })
}
