//! `#[index(…)]`.

use syn::Attribute;

use super::constraint::span;
use super::{each, entries, incomplete, set};
use crate::ast::{Index, Physical};
use crate::context::Context;

const KEYS: &[&str] = &[
    "name",
    "columns",
    "unique",
    "where",
    "using",
    "include",
    "nulls_not_distinct",
    "with",
    "tablespace",
    "comment",
];
const COLUMNS: &str = "a, b desc nulls last";

/// The indexes of the struct.
pub(crate) fn indexes(context: &Context, attributes: &[Attribute]) -> Vec<Index> {
    each(context, attributes, "index", index)
}

fn index(context: &Context, attribute: &Attribute) -> Option<Index> {
    let (mut name, mut keys, mut include, mut comment) = (None, None, None, None);
    let (mut unique, mut predicate, mut method, mut nulls_not_distinct) = (None, None, None, None);
    let mut physical = Physical::default();
    let before = context.count();
    for entry in entries(context, attribute) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut name, key, entry.text(context)),
            "columns" => set(context, &mut keys, key, entry.index_keys(context, COLUMNS)),
            "unique" => set(context, &mut unique, key, entry.flag(context)),
            "where" => set(context, &mut predicate, key, entry.text(context)),
            "using" => set(context, &mut method, key, entry.text(context)),
            "include" => set(context, &mut include, key, entry.fields(context)),
            "nulls_not_distinct" => set(context, &mut nulls_not_distinct, key, entry.flag(context)),
            "comment" => set(context, &mut comment, key, entry.text(context)),
            _ if physical.entry(context, &entry) => {}
            _ => entry.unknown(context, "index", KEYS),
        }
    }
    let Some(keys) = keys else {
        let message = format!("an index needs its columns: `#[index(columns({COLUMNS}))]`");
        incomplete(context, before, attribute, &message);
        return None;
    };
    Some(Index {
        span: span(attribute),
        name,
        keys,
        unique: unique.is_some(),
        predicate,
        method,
        include: include.unwrap_or_default(),
        nulls_not_distinct,
        physical,
        comment,
    })
}
