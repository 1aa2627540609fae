//! Rows that come with a revision, as SQL.

use std::fmt::Write;

use super::{Renderer, Statement, columns};
use crate::catalog::{quote_identifier, quote_literal};
use crate::op::{BulkInsert, OnConflict, Value};

/// As many rows in a statement, and as many bytes.
const ROWS: usize = 1000;
const BYTES: usize = 1 << 20;

/// `INSERT INTO … VALUES …`, as often as the rows need.
pub(super) fn statements(insert: &BulkInsert, sql: Renderer<'_>) -> Vec<Statement> {
    let overriding = if insert.overriding { " OVERRIDING SYSTEM VALUE" } else { "" };
    let start =
        format!("INSERT INTO {} {}{overriding} VALUES", sql.name(&insert.table), columns(&insert.columns));
    let end = on_conflict(insert);
    let mut statements = Vec::new();
    let (mut text, mut count) = (String::new(), 0);
    for row in &insert.rows {
        let values: Vec<String> = row.iter().map(value).collect();
        let row = format!("({})", values.join(", "));
        if count == ROWS || count > 0 && text.len() + row.len() > BYTES {
            statements.push(Statement::new(format!("{start}{text}{end}")));
            (text, count) = (String::new(), 0);
        }
        let comma = if count > 0 { "," } else { "" };
        _ = write!(text, "{comma}\n    {row}");
        count += 1;
    }
    if count > 0 {
        statements.push(Statement::new(format!("{start}{text}{end}")));
    }
    statements
}

fn on_conflict(insert: &BulkInsert) -> String {
    match &insert.on_conflict {
        OnConflict::Fail => String::new(),
        OnConflict::Skip => "\nON CONFLICT DO NOTHING".to_owned(),
        OnConflict::Update(key) => {
            let others = insert.columns.iter().filter(|column| !key.contains(column));
            let sets: Vec<String> = others
                .map(|column| quote_identifier(column))
                .map(|column| format!("{column} = excluded.{column}"))
                .collect();
            let key = columns(key);
            match sets.is_empty() {
                true => format!("\nON CONFLICT {key} DO NOTHING"),
                false => format!("\nON CONFLICT {key} DO UPDATE SET {}", sets.join(", ")),
            }
        }
    }
}

/// A value that takes the type of its column: a literal in quotes has none of its own.
fn value(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Text(text) => quote_literal(text),
        Value::Bytes(bytes) => quote_literal(&hex(bytes)),
        Value::Array(values) if values.iter().any(has_sql) => {
            format!("ARRAY[{}]", values.iter().map(self::value).collect::<Vec<_>>().join(", "))
        }
        Value::Array(values) => quote_literal(&array(values)),
        Value::Sql(sql) => format!("({sql})"),
    }
}

fn has_sql(value: &Value) -> bool {
    match value {
        Value::Sql(_) => true,
        Value::Array(values) => values.iter().any(has_sql),
        _ => false,
    }
}

/// `{1,"a b",NULL}`: as PostgreSQL reads an array of any type.
///
/// See [Array Input and Output Syntax](https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO).
fn array(values: &[Value]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let items = values.iter().map(|value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Text(text) | Value::Sql(text) => quoted(text),
        Value::Bytes(bytes) => quoted(&hex(bytes)),
        Value::Array(values) => array(values),
    });
    format!("{{{}}}", items.collect::<Vec<_>>().join(","))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = "\\x".to_owned();
    bytes.iter().for_each(|byte| _ = write!(text, "{byte:02x}"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::{IntoRow, Op, bytes, expression, into_columns};
    use crate::sql;

    fn sql_of(record: impl FnOnce(&mut Op) -> crate::op::Result) -> Vec<String> {
        let mut op = Op::new();
        record(&mut op).unwrap();
        let operations = op.into_operations();
        operations
            .iter()
            .flat_map(|operation| sql::statements(operation, "app"))
            .map(|statement| statement.sql)
            .collect()
    }

    #[test]
    fn values() {
        let row = ("it's", -1, None::<i32>, true, bytes([0, 255]), vec!["a\"b", "c\\"], expression("now()"));
        let columns = ["a", "b", "c", "d", "e", "f", "G"];
        assert_eq!(
            sql_of(|op| op.bulk_insert(
                "t",
                into_columns(columns).or_update(["a", "G"]),
                [row.clone().into_row()]
            )),
            ["INSERT INTO app.t (a, b, c, d, e, f, \"G\") VALUES\n    \
              ('it''s', -1, NULL, true, E'\\\\x00ff', E'{\"a\\\\\"b\",\"c\\\\\\\\\"}', (now()))\n\
              ON CONFLICT (a, \"G\") DO UPDATE SET b = excluded.b, c = excluded.c, d = excluded.d, e = excluded.e, f = excluded.f"]
        );
        assert_eq!(
            sql_of(|op| op.bulk_insert(
                "t",
                into_columns(["a"]).or_skip().overriding_system_value(),
                [[vec![expression("1")]]]
            )),
            [
                "INSERT INTO app.t (a) OVERRIDING SYSTEM VALUE VALUES\n    (ARRAY[(1)])\nON CONFLICT DO NOTHING"
            ]
        );
    }

    #[test]
    fn many_rows_are_several_statements() {
        let statements = sql_of(|op| op.bulk_insert("t", ["a"], (0..2500).map(|n| [n])));
        assert_eq!(statements.len(), 3);
        let long = "x".repeat(BYTES / 2);
        assert_eq!(sql_of(|op| op.bulk_insert("t", ["a"], [[long.as_str()], [&long], [&long]])).len(), 3);
        assert!(sql_of(|op| op.bulk_insert("t", ["a"], Vec::<[i32; 1]>::new())).is_empty());
    }
}
