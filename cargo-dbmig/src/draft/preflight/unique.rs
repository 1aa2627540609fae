//! Rows that are there twice, for a new key or unique index.

use dbmig_runtime::catalog::{Index, IndexKey, KeyPart, PrimaryKey, Unique, quote_identifier};
use dbmig_runtime::op::{Obstacle, Preflight};

use super::Rows;

pub(super) fn unique(rows: &Rows<'_>, key: &Unique) -> Option<Preflight> {
    if key.without_overlaps {
        return None;
    }
    let keys = identifiers(&key.columns);
    twice(rows, &key.name, &keys, key.nulls_not_distinct, None, &key.columns)
}

pub(super) fn primary_key(rows: &Rows<'_>, key: &PrimaryKey) -> Option<Preflight> {
    if key.without_overlaps {
        return None;
    }
    twice(rows, &key.name, &identifiers(&key.columns), false, None, &key.columns)
}

pub(super) fn index(rows: &Rows<'_>, index: &Index) -> Option<Preflight> {
    let keys: Vec<String> = index.keys.iter().map(key).collect();
    let text = index.predicate.iter().chain(&keys).cloned().collect::<Vec<_>>().join(" ");
    let predicate = index.predicate.as_deref();
    twice(rows, &index.name, &keys, index.nulls_not_distinct, predicate, &rows.named_in(&text))
}

fn identifiers(columns: &[String]) -> Vec<String> {
    columns.iter().map(|column| quote_identifier(column).into_owned()).collect()
}

fn key(key: &IndexKey) -> String {
    let part = match &key.part {
        KeyPart::Column(column) => quote_identifier(column).into_owned(),
        KeyPart::Expression(expression) => format!("({expression})"),
    };
    key.collation.as_ref().map_or(part.clone(), |collation| format!("{part} COLLATE {collation}"))
}

/// `NULL`s are equal to none, unless they are to be: then the text of the keys is compared.
fn twice(
    rows: &Rows<'_>,
    name: &str,
    keys: &[String],
    nulls_not_distinct: bool,
    predicate: Option<&str>,
    columns: &[String],
) -> Option<Preflight> {
    if rows.has_heirs() {
        return None;
    }
    let list = keys.join(", ");
    let keys = if nulls_not_distinct { format!("ROW({list})::text") } else { list };
    let left = if keys.contains(", ") && !nulls_not_distinct { format!("({keys})") } else { keys.clone() };
    let (only, such) = match predicate {
        Some(predicate) => (format!("({predicate}) AND "), format!(" WHERE {predicate}")),
        None => Default::default(),
    };
    let condition = format!(
        "{only}{left} IN (SELECT {keys} FROM {}{such} GROUP BY {keys} HAVING count(*) > 1)",
        rows.table
    );
    let reason = format!("{name} lets each be there once only");
    Some(rows.preflight(Obstacle::Matching(condition), reason, columns))
}
