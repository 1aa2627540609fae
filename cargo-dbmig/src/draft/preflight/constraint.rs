//! Rows that a new check or foreign key refuses.

use dbmig_runtime::catalog::{Check, ForeignKey, Match, quote_identifier};
use dbmig_runtime::op::{Obstacle, Preflight};

use super::Rows;

/// A check lets pass what is neither true nor false, and so does `NOT`.
pub(super) fn check(rows: &Rows<'_>, check: &Check) -> Option<Preflight> {
    // It holds for the rows of the table alone, and a condition is asked of those of its heirs, too.
    if check.no_inherit {
        return None;
    }
    let reason = format!("new check {} refuses them: {}", check.name, check.expression);
    let columns = rows.named_in(&check.expression);
    Some(rows.preflight(Obstacle::Matching(format!("NOT ({})", check.expression)), reason, &columns))
}

/// Rows whose key is not there.
pub(super) fn foreign_key(rows: &Rows<'_>, key: &ForeignKey) -> Option<Preflight> {
    if key.period || rows.has_heirs() {
        return None;
    }
    let own = quote_identifier(&rows.table.name);
    let alias = if rows.table.name == "referenced" { "referenced_table" } else { "referenced" };
    let columns: Vec<_> = key.columns.iter().map(|column| quote_identifier(column)).collect();
    let given: Vec<String> = columns.iter().map(|column| format!("{column} IS NOT NULL")).collect();
    let equal: Vec<String> = key
        .referenced_columns
        .iter()
        .zip(&columns)
        .map(|(referenced, column)| format!("{alias}.{} = {own}.{column}", quote_identifier(referenced)))
        .collect();
    let mut condition = format!(
        "{} AND NOT EXISTS (SELECT FROM {} AS {alias} WHERE {})",
        given.join(" AND "),
        key.references,
        equal.join(" AND ")
    );
    if key.match_type == Match::Full && columns.len() > 1 {
        condition =
            format!("({condition}) OR num_nulls({0}) NOT IN (0, {1})", columns.join(", "), columns.len());
    }
    let reason = format!("new foreign key {} finds no row of {} for them", key.name, key.references);
    Some(rows.preflight(Obstacle::Matching(condition), reason, &key.columns))
}
