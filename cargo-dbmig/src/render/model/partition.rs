//! Partitioned tables, and the partitions that are declared at them.

use dbmig_runtime::catalog::{
    IndexKey, KeyPart, ObjectName, Table, Token, TokenKind, tokens, without_parentheses,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, Named};
use super::entry::{Entries, word};
use super::index::key;
use super::said::partition::children;

/// `#[partition_by(…)]` and the partitions.
pub(super) fn attributes(context: &Context<'_>, table: &Named<'_>) -> TokenStream {
    let by = table.table.partition_by.as_deref().and_then(|by| strategy(table, by));
    let mut attributes = by.map(|by| quote!(#[partition_by(#by)])).unwrap_or_default();
    attributes.extend(below(context, table, &table.table.name));
    attributes
}

/// The partitions of a table or partition, each above its own.
fn below(context: &Context<'_>, table: &Named<'_>, parent: &ObjectName) -> TokenStream {
    let partitions = children(context.said, parent);
    let with_own = partitions
        .flat_map(|partition| [attribute(table, partition, parent), below(context, table, &partition.name)]);
    with_own.collect()
}

fn attribute(table: &Named<'_>, of: &Table, parent: &ObjectName) -> TokenStream {
    let place = of.partition_of.as_ref();
    let values = place.and_then(|place| place.bound.strip_prefix("FOR VALUES "));
    let mut entries = Entries::default();
    entries.text("name", Some(&of.name.name));
    entries.text("schema", of.name.schema.as_deref());
    entries.text("of", (*parent != table.table.name).then_some(&parent.name));
    entries.text("values", values);
    entries.flag("default", values.is_none());
    if let Some(by) = of.partition_by.as_deref().and_then(|by| strategy(table, by)) {
        entries.push(quote!(partition_by(#by)));
    }
    entries.flag("unlogged", of.unlogged);
    entries.with(&of.storage);
    entries.text("tablespace", of.tablespace.as_deref());
    entries.text("comment", of.comment.as_deref());
    entries.attribute("partition")
}

/// `range(created_at)`.
fn strategy(table: &Named<'_>, by: &str) -> Option<TokenStream> {
    let (strategy, keys) = keys(by)?;
    let (strategy, keys) = (word(&strategy), keys.iter().map(|of| key(table, of, None)));
    Some(quote!(#strategy(#(#keys),*)))
}

/// The strategy in lower case and the keys of `RANGE (a, lower(b) COLLATE "C" text_ops)`, as PostgreSQL prints it; `None` where an
/// attribute can't name what a key is sorted by.
pub(super) fn keys(by: &str) -> Option<(String, Vec<IndexKey>)> {
    let (strategy, keys) = by.split_once('(')?;
    let all = tokens(keys.strip_suffix(')')?);
    let mut depth = 0_i32;
    let parts = all.split(|token| {
        depth += step(token);
        depth == 0 && token.text == ","
    });
    let keys = parts.map(partition_key).collect::<Option<Vec<IndexKey>>>()?;
    Some((strategy.trim().to_lowercase(), keys))
}

fn step(token: &Token<'_>) -> i32 {
    i32::from(token.text == "(") - i32::from(token.text == ")")
}

/// A column or an expression, then `COLLATE` and an operator class.
fn partition_key(of: &[Token<'_>]) -> Option<IndexKey> {
    let start = of.iter().position(|token| token.kind != TokenKind::Space)?;
    let of = of.get(start..)?;
    let (first, after) = of.split_first()?;
    let column = first.identifier().filter(|_| !matches!(after, [next, ..] if next.kind != TokenKind::Space));
    let (part, after) = match column {
        Some(column) => (KeyPart::Column(column.into_owned()), after),
        None => {
            let mut depth = 0;
            let end = of.iter().position(|token| {
                depth += step(token);
                depth == 0 && token.text == ")"
            })?;
            let (expression, after) = of.split_at_checked(end + 1)?;
            let expression: String = expression.iter().map(|token| token.text).collect();
            let expression = without_parentheses(without_parentheses(&expression)).to_owned();
            (KeyPart::Expression(expression), after)
        }
    };
    let mut key = IndexKey::new(part);
    let mut after = after.iter().filter(|token| token.kind != TokenKind::Space).peekable();
    if after.next_if(|token| token.text == "COLLATE").is_some() {
        key.collation = Some(ObjectName::new(after.next()?.identifier()?));
        // With a schema it has no name in an attribute.
        if after.peek().is_some_and(|token| token.text == ".") {
            return None;
        }
    }
    let class: String = after.map(|token| token.text).collect();
    key.operator_class = Some(class).filter(|class| !class.is_empty());
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Part, collation and operator class of each key.
    fn read(by: &str) -> Option<Vec<String>> {
        let (_, keys) = keys(by)?;
        let text = |key: &IndexKey| {
            let (KeyPart::Column(part) | KeyPart::Expression(part)) = &key.part;
            let is_column = matches!(key.part, KeyPart::Column(_));
            let collation = key.collation.as_ref().map(|it| it.name.clone()).unwrap_or_default();
            let class = key.operator_class.clone().unwrap_or_default();
            format!("{}|{part}|{collation}|{class}", if is_column { "column" } else { "expression" })
        };
        Some(keys.iter().map(text).collect())
    }

    #[test]
    fn keys_are_read_as_postgresql_prints_them() {
        for (by, expected) in [
            ("RANGE (a, \"B\")", Some(vec!["column|a||", "column|B||"])),
            ("LIST (lower(a))", Some(vec!["expression|lower(a)||"])),
            (
                "RANGE (((a + (b, c))) audit.int_ops, d)",
                Some(vec!["expression|a + (b, c)||audit.int_ops", "column|d||"]),
            ),
            ("LIST (a COLLATE \"C\" text_pattern_ops)", Some(vec!["column|a|C|text_pattern_ops"])),
            ("RANGE (audit.f(a) COLLATE \"de-x-icu\")", Some(vec!["expression|audit.f(a)|de-x-icu|"])),
            ("LIST (a COLLATE audit.mine)", None),
        ] {
            let expected = expected.map(|keys| keys.into_iter().map(str::to_owned).collect());
            assert_eq!(read(by), expected, "{by}");
        }
        assert_eq!(keys("HASH (a)").map(|(strategy, _)| strategy), Some("hash".to_owned()));
    }
}
