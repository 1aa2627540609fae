//! Rows that come with a revision.

use dbmig_runtime::migration::*;

use super::support::*;

#[test]
fn values_come_back_as_they_were_written() {
    let db = TestDatabase::new();
    db.execute(
        "CREATE TYPE mood AS ENUM ('it''s', 'ok'); CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \
         t text, b bool, i smallint, n numeric, f float8, d date, u uuid, j jsonb, y bytea, m mood, a text[], mm mood[], ii int[][], r int4range)",
    );
    let up: Directives = |op| {
        let columns = ["t", "b", "i", "n", "f", "d", "u", "j", "y", "m", "a", "mm", "ii", "r"];
        let json = r#"{"a": ["it's", "\\", 1]}"#;
        let id = "11111111-2222-3333-4444-555555555555";
        let texts =
            vec![Some("a\"b"), Some("c\\d"), Some("NULL"), None, Some(""), Some("{x,y}"), Some("it's")];
        let row = (
            "it's\n\\ \u{1f980} $1 --",
            true,
            -7_i16,
            "12345678901234567890.5",
            0.1_f64,
            "2026-02-28",
            id,
            json,
        );
        let (t, b, i, n, f, d, u, j) = row;
        let first: Vec<Value> = vec![
            t.into(),
            b.into(),
            i.into(),
            n.into(),
            f.into(),
            d.into(),
            u.into(),
            j.into(),
            bytes([0, 92, 39, 255]),
            "it's".into(),
            texts.into(),
            vec!["ok", "it's"].into(),
            vec![vec![1, 2], vec![3, 4]].into(),
            "[1,5)".into(),
        ];
        let nulls = vec![Value::Null; 14];
        op.bulk_insert("item", columns, [first, nulls])?;
        op.bulk_insert("item", ["t", "f", "n"], [("x", f64::NEG_INFINITY, expression("1 + 1"))])?;
        op.bulk_insert(
            "item",
            into_columns(["id", "t"]).overriding_system_value(),
            [(1000, "k"), (1001, "l")],
        )?;
        op.bulk_insert(
            "item",
            into_columns(["id", "t"]).overriding_system_value().or_update(["id"]),
            [(1000, "new")],
        )?;
        op.bulk_insert("item", into_columns(["id", "t"]).overriding_system_value().or_skip(), [(1001, "no")])
    };
    db.runner(vec![script("a1", &[], up, |op| op.execute("DELETE FROM item"))]).upgrade("head").unwrap();
    let rows = db.texts("SELECT to_jsonb(item)::text FROM item ORDER BY id");
    let first: serde_json::Value = serde_json::from_str(&rows[0]).unwrap();
    let expected = serde_json::json!({
        "id": 1, "t": "it's\n\\ \u{1f980} $1 --", "b": true, "i": -7, "n": 12345678901234567890.5, "f": 0.1,
        "d": "2026-02-28", "u": "11111111-2222-3333-4444-555555555555", "j": {"a": ["it's", "\\", 1]},
        "y": "\\x005c27ff", "m": "it's", "a": ["a\"b", "c\\d", "NULL", null, "", "{x,y}", "it's"],
        "mm": ["ok", "it's"], "ii": [[1, 2], [3, 4]], "r": "[1,5)"
    });
    assert_eq!(first, expected);
    assert!(rows[1].starts_with("{\"a\": null, \"b\": null"), "{}", rows[1]);
    assert_eq!(db.texts("SELECT f::text || n FROM item WHERE t = 'x'"), ["-Infinity2"]);
    assert_eq!(db.texts("SELECT t FROM item WHERE id >= 1000 ORDER BY id"), ["new", "l"]);
}

#[test]
fn a_failing_row_takes_the_revision_back_and_many_rows_take_few_statements() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (id int PRIMARY KEY)");
    let twice: Directives = |op| op.bulk_insert("item", ["id"], (0..5000).map(|n| [n % 4999]));
    fails(db.runner(vec![script("a1", &[], twice, nothing)]).upgrade("head"), "sql");
    assert_eq!(db.texts("SELECT count(*)::text FROM item"), ["0"]);
    let once: Directives = |op| op.bulk_insert("item", ["id"], (0..50_000).map(|n| [n]));
    let runner = db.runner(vec![script("a1", &[], once, nothing)]);
    let text = runner.upgrade_script("base", "head").unwrap().sql;
    assert_eq!(text.matches("INSERT INTO public.item").count(), 50);
    db.runner(vec![script("a1", &[], once, nothing)]).upgrade("head").unwrap();
    assert_eq!(db.texts("SELECT count(*)::text FROM item"), ["50000"]);
}
