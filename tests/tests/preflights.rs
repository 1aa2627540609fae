//! Rows that are in the way of a draft: counted and shown before anything is changed.

use cargo_dbmig::draft::{Draft, Fill};
use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::inspect::{Options, inspect};
use dbmig_runtime::op::{Backfill, Operation};
use dbmig_runtime::sql::statements;
use dbmig_tests::server::{TestDatabase, database};

/// The upgrade from `old`, with `rows` in it, to `new` stops with the message and shows the rows.
#[track_caller]
fn stops(old: &str, rows: &str, new: &str, message: &str, shown: &str) {
    let (database, draft) = draft(old, new);
    let mut client = database.connect();
    client.batch_execute(rows).unwrap();
    let error = run(&database, &draft.upgrade).unwrap_err();
    let error = error.as_db_error().unwrap();
    assert_eq!(
        (error.code().code(), error.message(), error.detail().unwrap_or_default()),
        ("23000", message, shown),
        "{error:#?}"
    );
}

/// The upgrade from `old`, with `rows` in it, to `new` passes.
#[track_caller]
fn passes(old: &str, rows: &str, new: &str) {
    let (database, draft) = draft(old, new);
    database.connect().batch_execute(rows).unwrap();
    assert!(draft.upgrade.iter().any(|operation| matches!(operation, Operation::Preflight(_))), "{draft:#?}");
    run(&database, &draft.upgrade).unwrap();
}

fn draft(old: &str, new: &str) -> (TestDatabase, Draft) {
    let (from, to) = (database(), database());
    let draft = Draft::new(&load(&from, old), &load(&to, new), &Renames::default()).unwrap();
    (from, draft)
}

fn load(database: &TestDatabase, sql: &str) -> Catalog {
    let mut client = database.connect();
    client.batch_execute(sql).unwrap();
    inspect(&mut client, &Options { default_schema: "public", own_tables: &[] }).unwrap()
}

fn run(database: &TestDatabase, operations: &[Operation]) -> Result<(), postgres::Error> {
    let mut client = database.connect();
    let mut statements = operations.iter().flat_map(|operation| statements(operation, "public"));
    statements.try_for_each(|statement| client.batch_execute(&statement.sql))
}

#[test]
fn nulls() {
    let (old, new) =
        ("CREATE TABLE t (id int PRIMARY KEY, a int)", "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL)");
    stops(
        old,
        "INSERT INTO t VALUES (1, 1), (2, NULL), (3, NULL)",
        new,
        "2 rows of table t in the way: column a becomes NOT NULL",
        "{\"id\":2,\"a\":null}\n{\"id\":3,\"a\":null}",
    );
    passes(old, "INSERT INTO t VALUES (1, 1)", new);
}

#[test]
fn a_new_column_without_a_value() {
    let (old, new) =
        ("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL)");
    stops(
        old,
        "INSERT INTO t VALUES (7)",
        new,
        "1 row of table t in the way: new column a is NOT NULL, and nothing says what it holds there",
        "{\"id\":7}",
    );
    passes(old, "", new);
}

#[test]
fn narrower_types() {
    let (old, new) = ("CREATE TABLE t (\"the a\" varchar(9))", "CREATE TABLE t (\"the a\" varchar(3))");
    stops(
        old,
        "INSERT INTO t VALUES ('abcd'), ('abc'), ('ab    '), (NULL)",
        new,
        "1 row of table t in the way: column the a becomes character varying(3)",
        "{\"the a\":\"abcd\"}",
    );
    passes(old, "INSERT INTO t VALUES ('abc'), ('ab    '), (NULL)", new);
    let (old, new) = ("CREATE TABLE t (a bigint)", "CREATE TABLE t (a smallint)");
    stops(
        old,
        "INSERT INTO t VALUES (1), (40000), (NULL), (50000)",
        new,
        "2 rows of table t in the way: column a becomes smallint",
        "{\"a\":40000}\n{\"a\":50000}",
    );
    passes(old, "INSERT INTO t VALUES (1), (NULL)", new);
}

#[test]
fn casts_that_fail() {
    let (old, new) = (
        "CREATE TABLE \"My t\" (id int PRIMARY KEY, a text)",
        "CREATE TABLE \"My t\" (id int PRIMARY KEY, a int)",
    );
    stops(
        old,
        "INSERT INTO \"My t\" VALUES (1, '12'), (2, 'x'), (3, NULL)",
        new,
        "1 row of table \"My t\" in the way: column a becomes integer",
        "{\"id\":2,\"a\":\"x\"}",
    );
    passes(old, "INSERT INTO \"My t\" VALUES (1, '12'), (3, NULL)", new);
    // A name of its own variables.
    passes(
        "CREATE TABLE t (dbmig_rows text)",
        "INSERT INTO t VALUES ('1')",
        "CREATE TABLE t (dbmig_rows int)",
    );
}

#[test]
fn a_value_of_an_enum_that_goes() {
    let old = "CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad'); CREATE TABLE t (a mood)";
    let new = "CREATE TYPE mood AS ENUM ('ok', 'glad'); CREATE TABLE t (a mood)";
    stops(
        old,
        "INSERT INTO t VALUES ('ok'), ('sad')",
        new,
        "1 row of table t in the way: column a becomes mood",
        "{\"a\":\"sad\"}",
    );
    passes(old, "INSERT INTO t VALUES ('ok')", new);
}

#[test]
fn checks() {
    let (old, new) =
        ("CREATE TABLE t (a int, b int)", "CREATE TABLE t (a int, b int, CONSTRAINT c CHECK (a > 0))");
    stops(
        old,
        "INSERT INTO t VALUES (0, 1), (NULL, 1), (2, 2)",
        new,
        "1 row of table t in the way: new check c refuses them: a > 0",
        "{\"a\":0}",
    );
    passes(old, "INSERT INTO t VALUES (NULL, 1), (2, 2)", new);
    // What a check calls may come with the revision.
    passes(
        "CREATE TABLE t (a int)",
        "INSERT INTO t VALUES (1)",
        "CREATE FUNCTION f(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1 > 0'; CREATE TABLE t (a int, CHECK (f(a)))",
    );
    passes(
        "CREATE TABLE t (a int)",
        "INSERT INTO t VALUES (1)",
        "CREATE TABLE t (a int, b int DEFAULT 1, CHECK (b > a - 1))",
    );
}

#[test]
fn duplicates() {
    let (old, new) =
        ("CREATE TABLE t (a int, b text)", "CREATE TABLE t (a int, b text, CONSTRAINT u UNIQUE (a, b))");
    stops(
        old,
        "INSERT INTO t VALUES (1, 'x'), (1, 'x'), (1, NULL), (1, NULL), (2, 'x')",
        new,
        "2 rows of table t in the way: u lets each be there once only",
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":1,\"b\":\"x\"}",
    );
    passes(old, "INSERT INTO t VALUES (1, 'x'), (1, NULL), (1, NULL)", new);
    let index = "CREATE TABLE t (a int, b text); CREATE UNIQUE INDEX i ON t (lower(b)) WHERE a > 0";
    stops(
        old,
        "INSERT INTO t VALUES (1, 'x'), (2, 'X'), (0, 'x')",
        index,
        "2 rows of table t in the way: i lets each be there once only",
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"X\"}",
    );
    passes(old, "INSERT INTO t VALUES (1, 'x'), (0, 'X'), (0, 'x')", index);
    if database().major() >= 15 {
        let nulls = "CREATE TABLE t (a int, b text, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a, b))";
        stops(
            old,
            "INSERT INTO t VALUES (1, NULL), (1, NULL), (1, 'x')",
            nulls,
            "2 rows of table t in the way: u lets each be there once only",
            "{\"a\":1,\"b\":null}\n{\"a\":1,\"b\":null}",
        );
        passes(old, "INSERT INTO t VALUES (1, NULL), (1, 'x')", nulls);
    }
}

#[test]
fn keys_that_are_not_there() {
    let old = "CREATE TABLE org (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, org int)";
    let new = "CREATE TABLE org (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, org int CONSTRAINT f REFERENCES org)";
    stops(
        old,
        "INSERT INTO org VALUES (1); INSERT INTO t VALUES (1, 1), (2, 9), (3, NULL)",
        new,
        "1 row of table t in the way: new foreign key f finds no row of org for them",
        "{\"id\":2,\"org\":9}",
    );
    passes(old, "INSERT INTO org VALUES (1); INSERT INTO t VALUES (1, 1), (3, NULL)", new);
    let full = "CREATE TABLE o (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE t (a int, b int";
    stops(
        &format!("{full})"),
        "INSERT INTO t VALUES (1, NULL), (NULL, NULL)",
        &format!("{full}, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES o MATCH FULL)"),
        "1 row of table t in the way: new foreign key f finds no row of o for them",
        "{\"a\":1,\"b\":null}",
    );
    // To a table that comes with the revision, and to itself.
    passes("CREATE TABLE t (id int PRIMARY KEY, org int)", "INSERT INTO t VALUES (1, NULL)", new);
    passes(
        "CREATE TABLE referenced (id int PRIMARY KEY, up int)",
        "INSERT INTO referenced VALUES (1, 1), (2, 1)",
        "CREATE TABLE referenced (id int PRIMARY KEY, up int REFERENCES referenced)",
    );
}

#[test]
fn all_is_asked_before_anything_is_changed() {
    let (_, draft) = draft(
        "CREATE TABLE a (x int); CREATE TABLE b (y text)",
        "CREATE TABLE a (x int, z int); CREATE TABLE b (y varchar(3) UNIQUE); CREATE TABLE c (i int)",
    );
    let first: Vec<bool> =
        draft.upgrade.iter().map(|operation| matches!(operation, Operation::Preflight(_))).collect();
    assert_eq!(first.iter().position(|is_preflight| *is_preflight), Some(0), "{:#?}", draft.upgrade);
}

#[test]
fn nothing_is_filled_before_all_is_asked() {
    let (from, to) = (database(), database());
    let old = load(&from, "CREATE TABLE t (id int PRIMARY KEY, a int, c text)");
    let new = load(&to, "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int NOT NULL, c varchar(3))");
    let fill = Fill { table: "t".into(), column: "b".to_owned(), value: "1".to_owned() };
    let draft = Draft::filled(&old, &new, &Renames::default(), &[fill]).unwrap();
    let kinds = draft.upgrade.iter().map(|operation| match operation {
        Operation::Preflight(_) => "?",
        Operation::Backfill(_) => "fill",
        _ => "",
    });
    let kinds: Vec<&str> = kinds.filter(|kind| !kind.is_empty()).collect();
    assert_eq!(kinds, ["?", "?", "fill"], "{:#?}", draft.upgrade);
}

#[test]
fn rows_are_filled_in_batches() {
    let database = database();
    let mut client = database.connect();
    client.batch_execute("CREATE TABLE p (id int, a int, b text) PARTITION BY RANGE (id)").unwrap();
    client.batch_execute("CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (40000)").unwrap();
    client.batch_execute("CREATE TABLE p2 PARTITION OF p DEFAULT").unwrap();
    client
        .batch_execute(
            "INSERT INTO p SELECT i, CASE i % 5 WHEN 0 THEN i END, 'x' FROM generate_series(1, 100000) i",
        )
        .unwrap();
    let fill = |value: &str, then_lock| {
        let backfill = Backfill::of_nulls("p".into(), "a".to_owned(), value.to_owned(), then_lock);
        run(&database, &[Operation::Backfill(backfill)])
    };
    let error = fill("nullif(id, 77)", false).unwrap_err();
    let error = error.as_db_error().unwrap();
    assert_eq!((error.code().code(), error.message()), ("23502", "the value for p.a is null for 1 row"));
    let nulls = "SELECT count(*) FROM p WHERE a IS NULL";
    assert_eq!(client.query_one(nulls, &[]).unwrap().get::<_, i64>(0), 1);
    fill("id", false).unwrap();
    let wrong = "SELECT count(*) FROM p WHERE a IS DISTINCT FROM id";
    assert_eq!(client.query_one(wrong, &[]).unwrap().get::<_, i64>(0), 0);
}
