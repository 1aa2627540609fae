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
    pub(super) operators: Operators,
}

/// The operators that the key's index is sorted by, as SQL with their schema: those that `ORDER BY` means, whatever the search path
/// would find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operators {
    pub(super) lt: String,
    pub(super) le: String,
    pub(super) eq: String,
    pub(super) ge: String,
    pub(super) gt: String,
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
            Self::Columns(columns) => columns_range(columns, alias, after, to),
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

/// What the two bounds have in common is compared by itself, and the first column that they don't on both sides too: of a comparison of
/// rows PostgreSQL guesses a third of the table.
fn columns_range(columns: &[KeyColumn], alias: &str, after: Option<&Bound>, to: &Bound) -> String {
    let no_bound = Bound::new();
    let common = after.map_or(0, |after| after.iter().zip(to).take_while(|(a, b)| a == b).count());
    let (same, rest) = columns.split_at(common.min(columns.len().saturating_sub(1)));
    let values = |bound: &'_ Bound| bound.get(same.len()..).unwrap_or_default().to_vec();
    let mut conditions: Vec<String> = same
        .iter()
        .zip(to)
        .map(|(column, value)| compared(column, alias, &column.operators.eq, value))
        .collect();
    let (from, to) = (values(after.unwrap_or(&no_bound)), values(to));
    if let (Some(_), [first, _, ..]) = (after, rest) {
        let ends = [(&first.operators.ge, from.first()), (&first.operators.le, to.first())];
        let ends =
            ends.iter().filter_map(|(operator, value)| Some(compared(first, alias, operator, (*value)?)));
        conditions.extend(ends);
    }
    if after.is_some() {
        conditions.push(beyond(rest, alias, &from, Side::Behind));
    }
    conditions.push(beyond(rest, alias, &to, Side::UpTo));
    conditions.join(" AND ")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Behind,
    UpTo,
}

impl Side {
    /// The operator of the last column, and that of the ones before it where these are not equal.
    fn operators(self, operators: &Operators) -> (&str, &str) {
        match self {
            Self::Behind => (&operators.gt, &operators.gt),
            Self::UpTo => (&operators.le, &operators.lt),
        }
    }

    fn or_equal(self, operators: &Operators) -> &str {
        match self {
            Self::Behind => &operators.ge,
            Self::UpTo => &operators.le,
        }
    }
}

/// Rows behind the values, or up to them: `(a, b) > (1, 2)`, or in parts where no operator is one for all of the columns.
fn beyond(columns: &[KeyColumn], alias: &str, values: &[String], side: Side) -> String {
    let (Some((first, others)), Some((value, further))) = (columns.split_first(), values.split_first())
    else {
        return "true".to_owned();
    };
    let (last, unequal) = side.operators(&first.operators);
    if others.is_empty() {
        return compared(first, alias, last, value);
    }
    if others.iter().all(|column| column.operators == first.operators) {
        let key = parenthesized(columns.iter().map(|column| qualified(column, alias)));
        return format!("{key} {last} {}", literals(columns, values));
    }
    format!(
        "{} AND ({} OR {})",
        compared(first, alias, side.or_equal(&first.operators), value),
        compared(first, alias, unequal, value),
        beyond(others, alias, further, side)
    )
}

fn compared(column: &KeyColumn, alias: &str, operator: &str, value: &str) -> String {
    format!("{} {operator} {}", qualified(column, alias), literal(column, value))
}

fn qualified(column: &KeyColumn, alias: &str) -> String {
    format!("{alias}.{}", quote_identifier(&column.name))
}

fn literal(column: &KeyColumn, value: &str) -> String {
    format!("{}::{}", quote_literal(value), column.data_type)
}

fn literals(columns: &[KeyColumn], values: &[String]) -> String {
    parenthesized(columns.iter().zip(values).map(|(column, value)| literal(column, value)))
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

    fn operators(schema: &str) -> Operators {
        let operator = |sign: &str| format!("OPERATOR({schema}.{sign})");
        Operators {
            lt: operator("<"),
            le: operator("<="),
            eq: operator("="),
            ge: operator(">="),
            gt: operator(">"),
        }
    }

    fn key(columns: &[(&str, &str)]) -> Key {
        let column = |(name, data_type): &(&str, &str)| KeyColumn {
            name: (*name).to_owned(),
            data_type: (*data_type).to_owned(),
            operators: operators(data_type.split_once('.').map_or("p", |(schema, _)| schema)),
        };
        Key::Columns(columns.iter().map(column).collect())
    }

    fn bound(values: &[&str]) -> Bound {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    /// With operators of the schema `p` written plainly.
    #[track_caller]
    fn check(key: &Key, after: Option<&[&str]>, to: &[&str], expected: &str) {
        let range = key.range("t", after.map(bound).as_ref(), &bound(to));
        let plain = ["<=", ">=", "<", ">", "="]
            .iter()
            .fold(range, |range, sign| range.replace(&format!("OPERATOR(p.{sign})"), sign));
        assert_eq!(plain, expected);
    }

    #[test]
    fn ranges() {
        let one = key(&[("id", "bigint")]);
        check(&one, None, &["9"], "t.id <= '9'::bigint");
        check(&one, Some(&["1"]), &["9"], "t.id > '1'::bigint AND t.id <= '9'::bigint");
        check(&one, Some(&["9"]), &["9"], "t.id > '9'::bigint AND t.id <= '9'::bigint");
        check(
            &Key::Pages,
            Some(&["16"]),
            &["32"],
            "t.ctid >= '(16,0)'::pg_catalog.tid AND t.ctid < '(32,0)'::pg_catalog.tid",
        );
        assert_eq!(
            one.bound_query("ONLY s.t", "t", None, &bound(&["9"]), 500).unwrap(),
            "SELECT pg_catalog.format('%s', t.id) FROM ONLY s.t WHERE t.id OPERATOR(p.<=) '9'::bigint ORDER BY t.id OFFSET 499 LIMIT 1"
        );
    }

    #[test]
    fn ranges_of_several_columns() {
        let two = key(&[("a", "text"), ("B", "uuid")]);
        check(&two, None, &["\\", "y"], "(t.a, t.\"B\") <= (E'\\\\'::text, 'y'::uuid)");
        check(
            &two,
            Some(&["it's", "x"]),
            &["j", "y"],
            "t.a >= 'it''s'::text AND t.a <= 'j'::text AND (t.a, t.\"B\") > ('it''s'::text, 'x'::uuid) \
             AND (t.a, t.\"B\") <= ('j'::text, 'y'::uuid)",
        );
        check(
            &two,
            Some(&["j", "x"]),
            &["j", "y"],
            "t.a = 'j'::text AND t.\"B\" > 'x'::uuid AND t.\"B\" <= 'y'::uuid",
        );
        check(
            &two,
            Some(&["j", "x"]),
            &["j", "x"],
            "t.a = 'j'::text AND t.\"B\" > 'x'::uuid AND t.\"B\" <= 'x'::uuid",
        );
        assert_eq!(
            two.end_query("ONLY s.t", "t").unwrap(),
            "SELECT pg_catalog.format('%s', t.a), pg_catalog.format('%s', t.\"B\") FROM ONLY s.t ORDER BY t.a DESC, t.\"B\" DESC LIMIT 1"
        );
    }

    #[test]
    fn operators_of_several_schemas() {
        let mixed = key(&[("a", "int"), ("k", "x.citext")]);
        check(
            &mixed,
            Some(&["1", "q"]),
            &["2", "r"],
            "t.a >= '1'::int AND t.a <= '2'::int AND t.a >= '1'::int AND (t.a > '1'::int OR t.k OPERATOR(x.>) 'q'::x.citext) \
             AND t.a <= '2'::int AND (t.a < '2'::int OR t.k OPERATOR(x.<=) 'r'::x.citext)",
        );
    }
}
