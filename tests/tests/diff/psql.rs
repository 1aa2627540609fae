//! The script runs as it is, whatever the names and texts in it.

use super::{check, diff, loaded, psql};
use dbmig_tests::dump::schema_dump;
use dbmig_tests::server::database_with;

#[test]
fn forwards_and_backwards() {
    let old = "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (id int PRIMARY KEY, m mood, gone text)";
    let new = "CREATE TYPE mood AS ENUM ('a', 'x', 'b'); CREATE SCHEMA s; \
               CREATE TABLE t (id bigint PRIMARY KEY, m mood DEFAULT 'x', at timestamptz DEFAULT now()); \
               CREATE TABLE s.u (t bigint REFERENCES t, CHECK (t > 0)); CREATE INDEX ON s.u (t); \
               CREATE VIEW v AS SELECT id FROM t JOIN s.u ON t = id";
    check(old, new);
    check(new, old);
}

#[test]
fn names_and_texts_that_psql_could_take_for_its_own() {
    let new = r#"
        CREATE SCHEMA "od;d\";
        CREATE TABLE "od;d\"."We""ird
\! touch broken-out" (
            a int[], "USER" int, n int, x text DEFAULT E'\\q\n\\echo \'hi\' :USER :"USER" $$ /* -- ',
            CONSTRAINT "c:USER" CHECK (a[1:"USER"] <> a[n:2] OR a[:n] = a[2:]),
            CONSTRAINT "-- not
a comment" CHECK (x <> ':n')
        );
        COMMENT ON TABLE "od;d\"."We""ird
\! touch broken-out" IS E'it''s\n\\! touch broken-out\n:USER; */ -- ';
        CREATE TYPE "my:USER" AS ENUM (':n', E'a\\', '$$');
        CREATE INDEX "\i" ON "od;d\"."We""ird
\! touch broken-out" ((a[1:n])) WHERE n > 2;
        CREATE VIEW "v:n" AS SELECT a[1:"USER"] AS s, ':USER' || E'\\;' AS "$$" FROM "od;d\"."We""ird
\! touch broken-out";"#;
    check("", new);
    check(new, "");
}

#[test]
fn comments_stay_comments() {
    let old = "CREATE TABLE t (\"a\n; SELECT 1/0; --\" int, \"b\r\\! touch broken-out\" int, c int)";
    let (from, to) = (loaded(old), loaded("CREATE TABLE t (c int)"));
    let script = diff(&from, &to, &[]).exits(0).stdout();
    assert!(script.contains("-- H14: "), "{script}");
    assert!(psql(&from, &script).status.success(), "{script}");
    assert_eq!(schema_dump(&from), schema_dump(&to), "{script}");
}

#[test]
fn a_failing_statement_takes_its_transaction_back() {
    let from = loaded("CREATE TABLE t (a text); INSERT INTO t VALUES ('x')");
    let to = loaded("CREATE TABLE added (id int); CREATE TABLE t (a text, CHECK (a = 'y'))");
    let script = diff(&from, &to, &[]).exits(0).stdout();
    let before = schema_dump(&from);
    assert!(!psql(&from, &script).status.success());
    assert_eq!(schema_dump(&from), before);
}

#[test]
fn the_script_says_that_it_is_in_utf_8() {
    let latin = |sql: &str| {
        let database = database_with("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
        database.connect().batch_execute(sql).unwrap();
        database
    };
    let (from, to) = (latin(""), latin("CREATE TABLE größe (straße text DEFAULT 'é')"));
    let script = diff(&from, &to, &[]).exits(0).stdout();
    let output = psql(&from, &script);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(diff(&from, &to, &[]).exits(0).stdout(), "");
}
