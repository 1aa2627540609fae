use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{resolve, resolve_in};
use crate::catalog::ObjectName;
use crate::manifest::wire::{Declaration, Declared};

/// A table of the database `d` at line `line`, with a column `id` and what `more` adds.
fn table(line: u32, name: &str, more: Value) -> Value {
    let id = json!({"name": "id", "field": "id", "line": line + 1, "type": {"sql": "bigint"}});
    let mut table = json!({
        "kind": "table", "package": "p", "file": "src/lib.rs", "line": line, "rust": "T", "database": "d",
        "name": name, "columns": [id],
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        table[key] = value.clone();
    }
    table
}

fn mood(line: u32, labels: &[&str]) -> Value {
    let labels: Vec<Value> = labels.iter().map(|label| json!({"label": label})).collect();
    json!({"enum": {
        "package": "p", "file": "src/mood.rs", "line": line, "rust": "Mood", "name": "mood", "labels": labels,
    }})
}

fn with_type(data_type: Value) -> Value {
    json!({"columns": [{"name": "id", "field": "id", "line": 1, "type": data_type}]})
}

fn declarations(tables: impl IntoIterator<Item = Value>) -> Vec<Declaration> {
    tables.into_iter().map(|table| serde_json::from_value(table).unwrap()).collect()
}

fn declared<const N: usize>(tables: [Value; N]) -> Declared {
    resolve(declarations(tables)).unwrap().remove("d").unwrap()
}

/// Checks that the tables don't fit together, with these messages.
#[track_caller]
fn check<const N: usize>(tables: [Value; N], messages: &[&str]) {
    let errors = resolve(declarations(tables)).unwrap_err();
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors, messages);
}

#[test]
fn one_declaration_may_be_seen_twice() {
    let task = || table(1, "task", json!({"comment": "c", "renamed_from": "todo"}));
    assert_eq!(declared([task(), task()]), declared([task()]));
    let elsewhere = table(9, "task", json!({"comment": "c", "renamed_from": "todo"}));
    assert_eq!(declared([elsewhere, task()]).places[&"task".into()].line, 1);
}

#[test]
fn two_declarations_of_a_table_are_an_error() {
    for other in [json!({"comment": "c"}), json!({"renamed_from": "x"}), with_type(json!({"sql": "integer"}))]
    {
        check(
            [table(1, "task", json!({})), table(9, "task", other)],
            &[
                "database \"d\" has table task (struct T) at src/lib.rs:1 (package p), and another table task \
               (struct T) at src/lib.rs:9 (package p): remove one or give it another name",
            ],
        );
    }
}

#[test]
fn two_declarations_of_an_enum_type_are_an_error() {
    let first = || table(1, "a", with_type(mood(3, &["x"])));
    declared([first(), table(2, "b", with_type(json!({"option": {"array": mood(3, &["x"])}})))]);
    check(
        [first(), table(2, "b", with_type(mood(5, &["y"]))), table(3, "c", with_type(mood(5, &["y"])))],
        &[
            "database \"d\" has enum type mood at src/mood.rs:3 (package p), and another enum type mood (enum Mood) at \
           src/mood.rs:5 (package p): remove one or give it another name",
        ],
    );
}

#[test]
fn names_that_postgresql_keeps_in_one_list_differ() {
    let index = json!({"indexes": [{"name": "task", "keys": [{"column": "id"}]}]});
    check(
        [table(1, "task", json!({})), table(9, "user", index)],
        &[
            "the name task in database \"d\" can't be both table task (struct T) at src/lib.rs:1 (package p) and index \
           task of table \"user\" (struct T) at src/lib.rs:9 (package p): give one of them another with `name = \"…\"`",
        ],
    );
    let twice = json!({"checks": [
        {"column": "id", "expression": "true"}, {"name": "task_id_check", "expression": "false"},
    ]});
    check(
        [table(1, "task", twice)],
        &[
            "the name task_id_check in database \"d\" can't be both check task_id_check of table task (struct T) at \
           src/lib.rs:1 (package p) and check task_id_check of table task (struct T) at src/lib.rs:1 (package p): \
           give one of them another with `name = \"…\"`",
        ],
    );
    check(
        [table(1, "mood", with_type(mood(3, &["x"])))],
        &[
            "the name mood in database \"d\" can't be both enum type mood at src/mood.rs:3 (package p) and table mood \
           (struct T) at src/lib.rs:1 (package p): give one of them another with `name = \"…\"`",
        ],
    );
}

#[test]
fn names_that_postgresql_gives_collide_as_they_are_cut() {
    let long = |letter: &str| format!("{}{letter}", "t".repeat(60));
    let unique = |line: u32, name: &str| table(line, name, json!({"uniques": [{"columns": ["id"]}]}));
    let cut = format!("{}_id_key", "t".repeat(56));
    let (one, other) = (long("a"), long("b"));
    check(
        [unique(1, &one), unique(9, &other)],
        &[&format!(
            "the name {cut} in database \"d\" can't be both unique constraint {cut} of table {one} (struct T) at \
             src/lib.rs:1 (package p) and unique constraint {cut} of table {other} (struct T) at src/lib.rs:9 (package p): \
             give one of them another with `name = \"…\"`"
        )],
    );
}

#[test]
fn partitions_and_statistics_have_names_too() {
    let partitioned = |line: u32, name: &str| {
        table(
            line,
            name,
            json!({
                "partition_by": {"strategy": "list", "keys": [{"column": "id"}]},
                "partitions": [{"name": "part", "line": line + 2, "values": "IN (1)"}],
                "statistics": [{"name": "stat", "parts": [{"expression": "id + 1"}]}],
            }),
        )
    };
    check(
        [partitioned(1, "a"), partitioned(9, "b")],
        &[
            "the name stat in database \"d\" can't be both statistics stat of table a (struct T) at src/lib.rs:1 \
             (package p) and statistics stat of table b (struct T) at src/lib.rs:9 (package p): give one of them \
             another with `name = \"…\"`",
            "the name part in database \"d\" can't be both partition part of table a (struct T) at src/lib.rs:3 \
             (package p) and partition part of table b (struct T) at src/lib.rs:11 (package p): give one of them \
             another with `name = \"…\"`",
        ],
    );
    let declared = declared([partitioned(1, "a")]);
    assert_eq!(declared.places[&"part".into()].line, 3);
}

#[test]
fn an_enum_type_is_no_domain() {
    let domain = json!({"domain": {
        "package": "p", "file": "src/mood.rs", "line": 9, "rust": "Mood", "name": "mood", "type": {"sql": "text"},
    }});
    check(
        [table(1, "a", with_type(mood(3, &["x"]))), table(2, "b", with_type(domain))],
        &[
            "database \"d\" has enum type mood at src/mood.rs:3 (package p), and another domain mood (struct Mood) at \
             src/mood.rs:9 (package p): remove one or give it another name",
        ],
    );
}

#[test]
fn names_may_repeat_where_postgresql_lets_them() {
    let check = |name: &str| json!({"checks": [{"name": name, "expression": "true"}], "schema": "s"});
    declared([
        table(1, "a", check("c")),
        table(2, "b", check("c")),
        table(3, "b", json!({})),
        table(4, "c", json!({})),
    ]);
}

#[test]
fn foreign_keys_need_their_table_and_column() {
    let key = |table: &str, field: &str| {
        let key = json!({"columns": ["id"], "references": {"name": table}, "fields": [field], "line": 4});
        json!({"foreign_keys": [key]})
    };
    check(
        [table(1, "a", key("nowhere", "id")), table(2, "b", key("a", "nothing"))],
        &[
            "struct T at src/lib.rs:4 (package p) references table nowhere, which no model of database \"d\" \
             declares: add its package to `models` of the migrations package",
            "struct T at src/lib.rs:4 (package p) references field `nothing` of table a in database \"d\", which \
             isn't there: the packages were built from different versions of the models; rebuild them",
        ],
    );
}

#[test]
fn the_default_schema_has_no_name() {
    let tables = || {
        let public = table(1, "a", json!({"schema": "public"}));
        declarations([public, table(2, "b", json!({"schema": "app"}))])
    };
    let by_default = resolve(tables()).unwrap().remove("d").unwrap().catalog;
    assert_eq!(Vec::from_iter(by_default.tables.keys()), [&"a".into(), &("app", "b").into()]);
    assert_eq!(Vec::from_iter(by_default.namespaces.keys()), ["app"]);
    let schemas = BTreeMap::from([("d".to_owned(), "app".to_owned())]);
    let configured = resolve_in(tables(), &schemas).unwrap().remove("d").unwrap().catalog;
    assert_eq!(Vec::from_iter(configured.tables.keys()), [&"b".into(), &("public", "a").into()]);
    assert!(configured.namespaces.is_empty(), "`public` is there already: {:?}", configured.namespaces);
}

#[test]
fn databases_are_apart() {
    let other = table(9, "task", json!({"database": "e", "comment": "another"}));
    let databases = resolve(declarations([table(1, "task", json!({})), other])).unwrap();
    assert_eq!(Vec::from_iter(databases.keys()), ["d", "e"]);
    assert!(resolve([]).unwrap().is_empty());
}

#[test]
fn fields_of_a_later_release_are_ignored() {
    let later = table(1, "task", json!({"colour": "red", "rust": "Task"}));
    assert!(declared([later]).catalog.tables.contains_key(&ObjectName::new("task")));
}

fn view(line: u32, name: &str, more: Value) -> Value {
    let query = json!({"file": "src/lib.rs", "line": line - 1, "sql": "SELECT id FROM task; -- all"});
    let mut view = table(line, name, json!({"kind": "view", "query": query}));
    for (key, value) in more.as_object().into_iter().flatten() {
        view[key] = value.clone();
    }
    view
}

#[test]
fn a_view_is_its_query_and_its_fields() {
    let own = view(5, "v", json!({"schema": "public", "options": ["security_barrier=true"]}));
    let declared = declared([own.clone(), table(1, "task", json!({})), own]);
    let view = &declared.views[&"v".into()];
    assert_eq!(declared.catalog.views[&"v".into()].query, "SELECT id FROM task");
    assert_eq!((view.query.place.line, view.query.sql.ends_with("all")), (4, true));
    assert_eq!(view.fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["id"]);
    assert_eq!(declared.places[&"v".into()].line, 5);
}

#[test]
fn a_view_shares_names_with_tables() {
    let both = "the name v in database \"d\" can't be both table v (struct T) at src/lib.rs:1 (package p) and \
                materialized view v (struct T) at src/lib.rs:9 (package p): give one of them another with `name = \"…\"`";
    check([table(1, "v", json!({})), view(9, "v", json!({"materialized": true}))], &[both]);
    let index = json!({"keys": [{"column": "id"}], "name": "task"});
    let taken = "the name task in database \"d\" can't be both table task (struct T) at src/lib.rs:1 (package p) and \
                 index task of materialized view v (struct T) at src/lib.rs:9 (package p): give one of them another with \
                 `name = \"…\"`";
    let kept = view(9, "v", json!({"materialized": true, "indexes": [index]}));
    check([table(1, "task", json!({})), kept], &[taken]);
    let again = "database \"d\" has view v (struct T) at src/lib.rs:5 (package p), and another view v (struct T) at \
                 src/lib.rs:9 (package p): remove one or give it another name";
    check([view(5, "v", json!({})), view(9, "v", json!({"comment": "c"}))], &[again]);
}
