//! Conditions, for whatever takes one.

use dbmig_runtime::catalog::{Catalog, Table, quote_identifier, quote_literal};

use super::super::source::Random;
use super::column::enum_of;

/// A condition over one or two columns.
pub(super) fn condition(random: &mut Random, catalog: &Catalog, table: &Table) -> String {
    let column = random.pick(&table.columns);
    let quoted = quote_identifier(&column.name);
    if let Some(value) = enum_of(catalog, column) {
        let labels: Vec<String> = value.labels.iter().map(|label| quote_literal(label)).collect();
        return match random.below(3) {
            0 => format!("{quoted} <> {}", random.pick(&labels)),
            1 => format!("{quoted} IN ({})", labels.join(", ")),
            _ => format!("{quoted} IS NOT NULL"),
        };
    }
    let alike = table.columns.iter().find(|other| {
        other.data_type == column.data_type
            && other.name != column.name
            && other.collation == column.collation
    });
    match (column.data_type.as_sql(), alike) {
        (_, Some(other)) if random.chance(2) => format!("{quoted} <> {}", quote_identifier(&other.name)),
        ("integer" | "bigint" | "smallint" | "numeric(10,2)" | "double precision", _) => {
            format!("{quoted} BETWEEN 1 AND {}", 5 + random.below(3))
        }
        ("text" | "character varying(20)", _) => {
            format!("{quoted} NOT IN ('it''s', 'a\\b') OR length({quoted}) > 3")
        }
        ("boolean", _) => format!("NOT {quoted}"),
        _ => format!("{quoted} IS NOT NULL"),
    }
}
