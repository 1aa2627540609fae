//! The source of models that `inspect` writes for a database, and the SQL that it leaves.

mod hostile;
mod law;
mod partitions;
mod security;
mod tables;
mod types;

use std::collections::BTreeMap;

use cargo_dbmig::render::Rustfmt;
use cargo_dbmig::render::model::{Models, TypeCrates, models};
use dbmig_runtime::inspect::{Options, inspect};
use dbmig_tests::server::database;

/// Requires that a database that `sql` made is written so, but for imports, `#[db(…)]` and derives: those modules, and that
/// SQL. The package of the models has `chrono` and `serde_json`.
#[track_caller]
fn writes(sql: &str, modules: &[(&str, &str)], rest: &str) {
    let written = written(sql);
    let found: Vec<(String, String)> =
        written.modules.iter().map(|(name, source)| (name.clone(), essence(source))).collect();
    let expected: Vec<(String, String)> =
        modules.iter().map(|(name, source)| ((*name).to_owned(), essence(source))).collect();
    let rest: Vec<&str> = rest.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // Extensions have other versions on other servers.
    let sql = written.sql.iter().filter(|sql| !sql.contains(" EXTENSION "));
    let sql: Vec<String> = sql.map(|sql| essence(sql)).collect();
    assert!(found == expected, "wrote:\n{}", shown(&written));
    assert_eq!(sql, rest, "beside:\n{}", shown(&written));
}

fn written(sql: &str) -> Models {
    let database = database();
    let mut client = database.connect();
    client.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    let catalog = inspect(&mut client, &Options { default_schema: "public", own_tables: &[] }).unwrap();
    let dependencies = [
        ("dbmig-runtime", vec!["with-chrono-0_4", "with-serde_json-1"]),
        ("chrono", vec![]),
        ("serde_json", vec![]),
    ];
    let dependencies = dependencies.map(|(name, features)| {
        (name.to_owned(), features.into_iter().map(str::to_owned).collect::<Vec<String>>())
    });
    let rustfmt =
        Rustfmt { program: "rustfmt".into(), dir: std::env::temp_dir(), edition: "2024".to_owned() };
    models(&catalog, "users", TypeCrates::of(&BTreeMap::from(dependencies)), Some(&rustfmt)).unwrap()
}

/// The source as one line, without what every file has.
fn essence(source: &str) -> String {
    let words: Vec<&str> = source.split_whitespace().collect();
    let mut text = words.join(" ");
    for (from, to) in [
        ("#[derive(Table)] #[db(\"users\")] ", ""),
        ("#[derive(SqlType)] ", ""),
        ("use dbmig_runtime::Table; ", ""),
        ("use dbmig_runtime::SqlType; ", ""),
        (" )", ")"),
        (", }", " }"),
        // What PostgreSQL 18 adds.
        (" CONSTRAINT event_0_id_not_null", ""),
    ] {
        text = text.replace(from, to);
    }
    text
}

fn shown(models: &Models) -> String {
    let mut text = String::new();
    for (name, source) in &models.modules {
        text += &format!("// {name}.rs\n{source}\n");
    }
    text += "-- schema.sql\n";
    text + &models.sql.join("\n")
}
