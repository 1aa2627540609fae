//! What dbmig needs of PostgreSQL, through the client that dbmig uses.

mod common;

use std::io::{Read as _, Write as _};

use common::{Server, value};
use postgres::error::SqlState;
use postgres::{Client, NoTls};
use tempfile::tempdir;

#[test]
fn parameters_transactions_and_errors() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let mut client = server.connect();
    client.batch_execute("CREATE TABLE item (id int PRIMARY KEY, name text)").expect("create");

    let insert = client.prepare("INSERT INTO item VALUES ($1, $2)").expect("prepare");
    for (id, name) in [(1, "a"), (2, "b")] {
        assert_eq!(client.execute(&insert, &[&id, &name]).expect("insert"), 1);
    }

    let mut transaction = client.transaction().expect("begin");
    transaction.execute(&insert, &[&3, &"c"]).expect("insert");
    let error = transaction.execute(&insert, &[&3, &"again"]).expect_err("duplicate");
    assert_eq!(error.code(), Some(&SqlState::UNIQUE_VIOLATION));
    let error = transaction.query("SELECT 1", &[]).expect_err("aborted");
    assert_eq!(error.code(), Some(&SqlState::IN_FAILED_SQL_TRANSACTION));
    transaction.rollback().expect("rollback");

    let mut transaction = client.transaction().expect("begin");
    let mut savepoint = transaction.savepoint("point").expect("savepoint");
    savepoint.batch_execute("SELECT 1 / 0").expect_err("division");
    savepoint.rollback().expect("rollback to savepoint");
    transaction.execute(&insert, &[&4, &"d"]).expect("insert");
    transaction.commit().expect("commit");

    let error = client.batch_execute("SELECT nothing").expect_err("missing");
    assert_eq!(error.code(), Some(&SqlState::UNDEFINED_COLUMN));
    let ids: Vec<i32> = client
        .query("SELECT id FROM item ORDER BY id", &[])
        .expect("query")
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(ids, [1, 2, 4]);
}

#[test]
fn copy_in_and_out() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let mut client = server.connect();
    client.batch_execute("CREATE TABLE item (id int, name text)").expect("create");
    let mut writer = client.copy_in("COPY item FROM STDIN").expect("copy in");
    for id in 0..20_000 {
        writeln!(writer, "{id}\tname {id}").expect("row");
    }
    assert_eq!(writer.finish().expect("finish"), 20_000);
    let mut text = String::new();
    client.copy_out("COPY item TO STDOUT").expect("copy out").read_to_string(&mut text).expect("read");
    assert_eq!(text.lines().count(), 20_000);
    client.batch_execute("SELECT 1").expect("the session goes on");
}

#[test]
fn statements_outside_a_transaction() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let mut client = server.connect();
    client.batch_execute("CREATE TABLE item (id int); INSERT INTO item VALUES (1), (1)").expect("create");
    client.batch_execute("CREATE INDEX CONCURRENTLY item_id ON item (id)").expect("index");
    client.batch_execute("CREATE UNIQUE INDEX CONCURRENTLY item_key ON item (id)").expect_err("duplicates");
    let valid = "SELECT indexrelid::regclass::text, indisvalid FROM pg_index
        WHERE indrelid = 'item'::regclass ORDER BY 1";
    let rows: Vec<(String, bool)> =
        client.query(valid, &[]).expect("query").iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(rows, [("item_id".to_owned(), true), ("item_key".to_owned(), false)]);
    client.batch_execute("DROP INDEX CONCURRENTLY item_key").expect("drop");
    client.batch_execute("VACUUM ANALYZE item").expect("vacuum");
}

#[test]
fn locks_that_are_not_bound_to_a_transaction() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let mut client = server.connect();
    let mut lock = |sql: &str| -> bool { client.query_one(sql, &[]).expect("lock").get(0) };
    assert!(lock("SELECT pg_try_advisory_lock(1)"));
    assert!(lock("SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory'"));
    assert!(lock("SELECT pg_advisory_unlock(1)"));
    assert!(!lock("SELECT pg_advisory_unlock(1)"));
}

#[test]
fn many_databases_in_one_directory() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    server.connect().batch_execute("CREATE DATABASE scratch").expect("create");
    let scratch = server.url_of("scratch");
    Client::connect(&scratch, NoTls)
        .expect("connect")
        .batch_execute("CREATE TABLE item (id int)")
        .expect("table");
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'item'";
    let count: i64 = value(&mut server.connect(), tables);
    assert_eq!(count, 0);
    server.connect().batch_execute("DROP DATABASE scratch").expect("drop");
    let Err(error) = Client::connect(&scratch, NoTls) else { panic!("dropped") };
    assert_eq!(error.code(), Some(&SqlState::UNDEFINED_DATABASE));

    // What the engine leaves behind of a dropped database is gone after the next start.
    let base = dir.path().join("cluster/tmp/pglite/base/base");
    let databases = || std::fs::read_dir(&base).expect("list").count();
    let before = databases();
    server.stop();
    let server = Server::start(dir.path());
    assert_eq!(databases(), before - 1);
    server.connect().batch_execute("CREATE DATABASE scratch").expect("create");
    Client::connect(&scratch_of(&server), NoTls).expect("connect");
}

fn scratch_of(server: &Server) -> String {
    server.url_of("scratch")
}

#[test]
fn roles() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    server.connect().batch_execute("CREATE ROLE app LOGIN; CREATE TABLE secret (id int)").expect("create");
    let url = server.url.replace("postgres@", "app@");
    let mut client = Client::connect(&url, NoTls).expect("connect");
    let user: String = value(&mut client, "SELECT current_user::text");
    assert_eq!(user, "app");
    let error = client.batch_execute("SELECT * FROM secret").expect_err("not allowed");
    assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE));
    drop(client);
    let url = server.url.replace("postgres@", "nobody@");
    let Err(error) = Client::connect(&url, NoTls) else { panic!("unknown role") };
    assert_eq!(error.code(), Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION));
}

#[test]
fn an_extension_is_there_but_not_created() {
    let dir = tempdir().expect("directory");
    let server = Server::start_with(dir.path(), &["--extension", "citext", "--extension", "btree_gist"]);
    let mut client = server.connect();
    let created: i64 = value(&mut client, "SELECT count(*) FROM pg_extension");
    assert_eq!(created, 1, "only plpgsql");
    client.batch_execute("CREATE EXTENSION citext; CREATE EXTENSION btree_gist").expect("create");
    let equal: bool = value(&mut client, "SELECT 'A'::citext = 'a'");
    assert!(equal);
    client
        .batch_execute("CREATE TABLE booking (room int, during int4range, EXCLUDE USING gist (room WITH =, during WITH &&))")
        .expect("table");
}

#[test]
fn full_text_search() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let mut client = server.connect();
    let mut words = |sql: &str| -> String { client.query_one(sql, &[]).expect("query").get(0) };
    assert_eq!(words("SELECT to_tsvector('english', 'the running dogs')::text"), "'dog':3 'run':2");
    assert_eq!(words("SELECT to_tsvector('german', 'Häuser')::text"), "'haus':1");
}

/// If this test fails, the engine has learnt something: change README and callers.
#[test]
fn what_the_engine_cannot_do() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let mut client = server.connect();
    client
        .batch_execute("SET statement_timeout = '50ms'; SELECT pg_sleep(0.2)")
        .expect("timeouts are ignored");
    client.batch_execute("RESET statement_timeout").expect("reset");
    client.batch_execute("CREATE COLLATION german (provider = icu, locale = 'de')").expect_err("no ICU");
    client.batch_execute("CREATE ROLE app; ALTER ROLE postgres SET work_mem = '9MB'").expect("role");
    let caught = "DO $$ BEGIN RAISE 'oops'; EXCEPTION WHEN OTHERS THEN NULL; END $$";
    client.batch_execute(caught).expect_err("EXCEPTION catches nothing");
    client.batch_execute("ROLLBACK").expect_err("and the session is lost");
    drop(client);
    let setting: String = value(&mut server.connect(), "SHOW work_mem");
    assert_eq!(setting, "4MB", "ALTER ROLE … SET has no effect");
}
