//! Ranges of the rows of a table, as SQL.

use crate::catalog::{quote_identifier, quote_literal};

/// What the rows of a table are walked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The columns of a unique key, none of which can be null. Values are carried as text.
    Columns(Vec<KeyColumn>),
    /// Pages: rows that are changed move, so they may come again.
    Pages,
    /// All at once: PostgreSQL knows no order of a foreign table's rows.
    Whole,
}

/// A column of a key, and its type as SQL without a length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyColumn {
    pub(super) name: String,
    pub(super) data_type: String,
}

/// Where a range begins or ends: the values of the key's columns, or the number of a page.
pub(super) type Bound = Vec<String>;

impl Key {
    /// By what a cursor is known to be one of this key.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Columns(columns) => columns.iter().map(|column| column.name.clone()).collect(),
            Self::Pages => vec!["ctid".to_owned()],
            Self::Whole => Vec::new(),
        }
    }

    /// The condition for the rows behind `after` up to `to`; pages end before it.
    pub(super) fn range(&self, alias: &str, after: Option<&Bound>, to: &Bound) -> String {
        match self {
            Self::Columns(columns) => {
                let key = tuple(columns, alias);
                let up_to = format!("{key} <= {}", literals(columns, to));
                match after {
                    Some(after) => format!("{key} > {} AND {up_to}", literals(columns, after)),
                    None => up_to,
                }
            }
            Self::Pages => {
                let page = |bound: &Bound| quote_literal(&format!("({},0)", bound.concat()));
                let from = after.map_or("'(0,0)'".to_owned(), page);
                format!(
                    "{alias}.ctid >= {from}::pg_catalog.tid AND {alias}.ctid < {}::pg_catalog.tid",
                    page(to)
                )
            }
            Self::Whole => "true".to_owned(),
        }
    }

    /// The query for the bound of the range of `rows` rows behind `after`; nothing where fewer are left before `end`.
    pub(super) fn bound_query(
        &self,
        table: &str,
        alias: &str,
        after: Option<&Bound>,
        end: &Bound,
        rows: u64,
    ) -> Option<String> {
        let Self::Columns(columns) = self else { return None };
        Some(format!(
            "SELECT {} FROM {table} WHERE {} ORDER BY {} OFFSET {} LIMIT 1",
            texts(columns, alias),
            self.range(alias, after, end),
            order(columns, alias, ""),
            rows.saturating_sub(1)
        ))
    }

    /// The query for the end of the rows that are there now.
    pub(super) fn end_query(&self, table: &str, alias: &str) -> Option<String> {
        let Self::Columns(columns) = self else { return None };
        Some(format!(
            "SELECT {} FROM {table} ORDER BY {} LIMIT 1",
            texts(columns, alias),
            order(columns, alias, " DESC")
        ))
    }

    /// A range for people.
    pub(super) fn describe(&self, after: Option<&Bound>, to: &Bound) -> String {
        let (names, from) = (self.names().join(", "), after.map(|after| after.join(", ")));
        match (self, from) {
            (Self::Columns(_), Some(from)) => format!("{names} after {from} up to {}", to.join(", ")),
            (Self::Columns(_), None) => format!("{names} up to {}", to.join(", ")),
            (Self::Pages, from) => {
                format!("pages {} to {}", from.unwrap_or_else(|| "0".to_owned()), to.concat())
            }
            (Self::Whole, _) => "all rows".to_owned(),
        }
    }
}

/// `t.id`, or `(t.a, t.b)`.
fn tuple(columns: &[KeyColumn], alias: &str) -> String {
    parenthesized(columns.iter().map(|column| format!("{alias}.{}", quote_identifier(&column.name))))
}

fn literals(columns: &[KeyColumn], values: &Bound) -> String {
    let literal =
        |(column, value): (&KeyColumn, &String)| format!("{}::{}", quote_literal(value), column.data_type);
    parenthesized(columns.iter().zip(values).map(literal))
}

fn parenthesized(parts: impl Iterator<Item = String>) -> String {
    match parts.collect::<Vec<_>>().as_slice() {
        [one] => one.clone(),
        parts => format!("({})", parts.join(", ")),
    }
}

/// As the type's own output function writes it, which its input function reads; a cast to text may be another.
fn texts(columns: &[KeyColumn], alias: &str) -> String {
    let text =
        |column: &KeyColumn| format!("pg_catalog.format('%s', {alias}.{})", quote_identifier(&column.name));
    columns.iter().map(text).collect::<Vec<_>>().join(", ")
}

fn order(columns: &[KeyColumn], alias: &str, direction: &str) -> String {
    let one = |column: &KeyColumn| format!("{alias}.{}{direction}", quote_identifier(&column.name));
    columns.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(columns: &[(&str, &str)]) -> Key {
        let column = |(name, data_type): &(&str, &str)| KeyColumn {
            name: (*name).to_owned(),
            data_type: (*data_type).to_owned(),
        };
        Key::Columns(columns.iter().map(column).collect())
    }

    fn bound(values: &[&str]) -> Bound {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[test]
    fn ranges() {
        let one = key(&[("id", "bigint")]);
        assert_eq!(one.range("t", None, &bound(&["9"])), "t.id <= '9'::bigint");
        assert_eq!(
            one.range("t", Some(&bound(&["1"])), &bound(&["9"])),
            "t.id > '1'::bigint AND t.id <= '9'::bigint"
        );
        let two = key(&[("a", "text"), ("B", "uuid")]);
        assert_eq!(
            two.range("\"T\"", Some(&bound(&["it's", "x"])), &bound(&["\\", "y"])),
            "(\"T\".a, \"T\".\"B\") > ('it''s'::text, 'x'::uuid) AND (\"T\".a, \"T\".\"B\") <= (E'\\\\'::text, 'y'::uuid)"
        );
        assert_eq!(
            Key::Pages.range("t", Some(&bound(&["16"])), &bound(&["32"])),
            "t.ctid >= '(16,0)'::pg_catalog.tid AND t.ctid < '(32,0)'::pg_catalog.tid"
        );
        assert_eq!(
            one.bound_query("ONLY s.t", "t", None, &bound(&["9"]), 500).unwrap(),
            "SELECT pg_catalog.format('%s', t.id) FROM ONLY s.t WHERE t.id <= '9'::bigint ORDER BY t.id OFFSET 499 LIMIT 1"
        );
        assert_eq!(
            two.end_query("ONLY s.t", "t").unwrap(),
            "SELECT pg_catalog.format('%s', t.a), pg_catalog.format('%s', t.\"B\") FROM ONLY s.t ORDER BY t.a DESC, t.\"B\" DESC LIMIT 1"
        );
    }
}
