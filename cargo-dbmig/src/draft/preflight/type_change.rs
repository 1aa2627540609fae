//! Values that a column's new type doesn't hold.

use dbmig_runtime::catalog::{DataType, quote_identifier};
use dbmig_runtime::op::{Obstacle, Preflight};

use super::Rows;

/// An explicit cast cuts texts where the change of a column refuses them, so that their length is asked for.
pub(super) fn preflight(
    rows: &Rows<'_>,
    column: &str,
    new: &DataType,
    using: Option<&str>,
) -> Option<Preflight> {
    let (name, sql) = (quote_identifier(column), new.as_sql());
    let obstacle = match (using, length(sql)) {
        (None, Some(length)) => Obstacle::Matching(format!("length(rtrim({name}::text)) > {length}")),
        (Some(using), _) => Obstacle::Failing(using.to_owned()),
        (None, None) => Obstacle::Failing(format!("{name}::{sql}")),
    };
    Some(rows.preflight(obstacle, format!("column {column} becomes {sql}"), &[column.to_owned()]))
}

/// The length of `character varying(n)` and `character(n)`.
fn length(sql: &str) -> Option<u32> {
    let inside = sql.strip_prefix("character varying(").or_else(|| sql.strip_prefix("character("))?;
    inside.strip_suffix(')')?.parse().ok()
}
