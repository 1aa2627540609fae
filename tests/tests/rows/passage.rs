//! Rows on their way from one schema to another: those that fit both get there.

use std::fs;
use std::path::Path;

use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::diff::{Changes, diff};
use dbmig_runtime::plan::plan;
use dbmig_runtime::rows::{Filling, Fitting};
use dbmig_runtime::runner::{Filled, fill};
use dbmig_runtime::sql::statements;
use dbmig_tests::corpus::{scripts, two_at_a_time};
use dbmig_tests::dump::run_script;
use dbmig_tests::server::{TestDatabase, database};

use crate::fill::catalog;

/// How the rows get there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Passage {
    /// Any rows do.
    Any,
    /// Those that fit both; others stop with the reason.
    Fitting(String),
    /// None do, with the reason, and the constraints that nothing could be said of.
    None(String, Vec<String>),
}

fn passage(old: impl Fn() -> TestDatabase, new: &Catalog) -> Passage {
    let first = old();
    let start = catalog(&first);
    let changes = diff(start.clone(), new.clone(), &Renames::default());
    let touched = changes.touched_tables();
    filled(&first, &Filling::plan(&start, &touched));
    let Err(reason) = run(&first, &changes) else { return Passage::Any };
    let second = old();
    let fitting = Fitting::new(&changes.renamed, &changes.to);
    let there = diff(start.clone(), fitting.catalog.clone(), &Renames::default());
    run_what_can(&second, &there);
    filled(&second, &fitting.plan(&changes.to, &touched));
    run_what_can(&second, &diff(catalog(&second), start, &Renames::default()));
    match run(&second, &changes) {
        Ok(()) => Passage::Fitting(reason),
        Err(reason) => {
            Passage::None(reason, fitting.unjudged.into_iter().map(|one| one.constraint).collect())
        }
    }
}

fn filled(database: &TestDatabase, filling: &Filling) -> Filled {
    fill(&mut database.connect(), filling, "public").unwrap()
}

fn run(database: &TestDatabase, changes: &Changes) -> Result<(), String> {
    let mut client = database.connect();
    client.batch_execute("SET search_path = public, pg_temp; BEGIN").unwrap();
    for statement in plan(changes).iter().flat_map(|operation| statements(operation, "public")) {
        let sql = match statement.transactional {
            true => &[statement.sql.as_str()][..],
            false => &["COMMIT", &statement.sql, "BEGIN"],
        };
        for sql in sql {
            let said = |error: &postgres::Error| error.as_db_error().map(ToString::to_string);
            client
                .batch_execute(sql)
                .map_err(|error| format!("{}, in: {sql}", said(&error).unwrap_or_default()))?;
        }
    }
    client.batch_execute("COMMIT").map_err(|error| format!("{error:?}"))
}

/// Each statement by itself, whatever becomes of the others.
fn run_what_can(database: &TestDatabase, changes: &Changes) {
    let mut client = database.connect();
    client.batch_execute("SET search_path = public, pg_temp").unwrap();
    for statement in plan(changes).iter().flat_map(|operation| statements(operation, "public")) {
        let _ = client.batch_execute(&statement.sql);
    }
}

#[track_caller]
fn check(old: &str, new: &str) -> Passage {
    let load = |sql: &str| {
        let database = database();
        database.connect().batch_execute(sql).unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
        database
    };
    let target = load(new);
    passage(|| load(old), &catalog(&target))
}

#[track_caller]
fn any(old: &str, new: &str) {
    assert_eq!(check(old, new), Passage::Any, "{old} => {new}");
}

#[track_caller]
fn fitting(old: &str, new: &str, reason: &str) {
    let found = check(old, new);
    assert!(matches!(&found, Passage::Fitting(found) if found.contains(reason)), "{found:?}\n{old} => {new}");
}

#[track_caller]
fn none(old: &str, new: &str, reason: &str) {
    let found = check(old, new);
    assert!(matches!(&found, Passage::None(found, _) if found.contains(reason)), "{found:?}\n{old} => {new}");
}

#[test]
fn any_rows_get_through() {
    any("CREATE TABLE t (a int)", "CREATE TABLE t (a bigint, b text, c int NOT NULL DEFAULT 5)");
    any("CREATE TABLE t (a int, b text)", "CREATE TABLE t (a int)");
    any("CREATE TABLE t (a int)", "CREATE TABLE u (a int)");
    any(
        "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e)",
        "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e)",
    );
    any(
        "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int, id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
    );
}

#[test]
fn rows_that_fit_both_get_through() {
    let old = "CREATE TABLE t (a text, b int, c int)";
    fitting(old, "CREATE TABLE t (a text NOT NULL, b int, c int)", "contains null values");
    fitting(old, "CREATE TABLE t (a int, b int, c int)", "invalid input syntax for type integer");
    fitting(old, "CREATE TABLE t (a date, b int, c int)", "invalid input syntax for type date");
    fitting(old, "CREATE TABLE t (a uuid NOT NULL UNIQUE, b int, c int)", "");
    fitting(old, "CREATE TABLE t (a varchar(2), b int, c int)", "value too long");
    fitting(
        old,
        "CREATE TABLE t (a text, b int, c int, CHECK (b > 100 AND a ~ '^[A-Z]{3}$'))",
        "is violated by some row",
    );
    fitting("CREATE TABLE t (b bool)", "CREATE TABLE t (b bool, CHECK (b))", "is violated by some row");
    fitting(
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int)",
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES u CHECK (a > 1))",
        "",
    );
    fitting(
        "CREATE TABLE t (a int)",
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES u)",
        "violates foreign key",
    );
    fitting(
        "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (x e NOT NULL)",
        "CREATE TYPE e AS ENUM ('b'); CREATE TABLE t (x e NOT NULL)",
        "",
    );
    fitting(
        "CREATE TABLE t (a text)",
        "CREATE TYPE e AS ENUM ('x', 'y'); CREATE TABLE t (a e)",
        "invalid input value for enum",
    );
    fitting(
        "CREATE DOMAIN d AS int; CREATE TABLE t (a d)",
        "CREATE DOMAIN d AS int CHECK (VALUE > 1000); CREATE TABLE t (a d)",
        "contains values that violate",
    );
}

#[test]
fn rows_fit_what_columns_and_tables_become() {
    fitting(
        "CREATE TABLE t (a text DEFAULT 'none')",
        "CREATE TABLE t (a int CHECK (a > 50))",
        "invalid input syntax",
    );
    fitting("CREATE TABLE t (a text DEFAULT 'some default')", "CREATE TABLE t (a char NOT NULL)", "");
    let parts = |rest: &str| {
        format!(
            "CREATE TABLE p (a text, b int) PARTITION BY LIST (a); CREATE TABLE r (a int) PARTITION BY RANGE (a); \
             CREATE TABLE p1 (a text, b int); CREATE TABLE r1 (a int); {rest}"
        )
    };
    let attached = "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN ('x', 'y'); ALTER TABLE r ATTACH PARTITION r1 FOR VALUES FROM (70) TO (MAXVALUE)";
    fitting(&parts(""), &parts(attached), "violated by some row");
    let keys = "ALTER TABLE p1 ALTER a SET NOT NULL; ALTER TABLE p ADD UNIQUE (a)";
    fitting(&parts(attached), &parts(&format!("{attached}; {keys}")), "");
}

#[test]
fn no_row_gets_through() {
    none("CREATE TABLE t (a int)", "CREATE TABLE t (a int, b int NOT NULL)", "contains null values");
    none(
        "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int, b int DEFAULT 1 UNIQUE)",
        "could not create unique index",
    );
    none(
        "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int, b int NOT NULL DEFAULT 1 CHECK (b > 5))",
        "violated by some row",
    );
}

#[test]
fn constraints_of_old_and_new_columns_are_named() {
    let found = check(
        "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int, b int DEFAULT 0, CONSTRAINT c CHECK (a < b))",
    );
    assert!(matches!(&found, Passage::None(_, unjudged) if unjudged == &["c"]), "{found:?}");
}

/// What becomes of the rows of the corpus; printed.
#[test]
fn corpus() {
    let scripts: Vec<_> = scripts().into_iter().filter(|script| script.ends_with("old.sql")).collect();
    let of = |script: std::path::PathBuf| {
        let load = |script: &Path| {
            let database = database();
            run_script(&database, script).ok()?;
            Some(database)
        };
        let target = load(&script.with_file_name("new.sql"))?;
        load(&script)?;
        let found = passage(|| load(&script).unwrap(), &catalog(&target));
        Some((script.parent().map(Path::to_owned).unwrap_or_default(), found))
    };
    let mut all = two_at_a_time(scripts, of);
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let count = |is: fn(&Passage) -> bool| all.iter().filter(|(_, found)| is(found)).count();
    let any = count(|found| *found == Passage::Any);
    let some = count(|found| matches!(found, Passage::Fitting(_)));
    let lines: Vec<String> = all
        .iter()
        .filter(|(_, found)| *found != Passage::Any)
        .map(|(name, found)| format!("{}: {found:?}", name.display()))
        .collect();
    println!(
        "{} pairs: any rows get through {any}, those that fit both through {some}\n{}",
        all.len(),
        lines.join("\n")
    );
    if let Some(keep) = std::env::var_os("DBMIG_CORPUS_KEEP") {
        fs::write(Path::new(&keep).join("passage.txt"), lines.join("\n")).unwrap();
    }
}
