//! One client at a time, and nothing of it is left for the next one.

mod common;

use std::thread;
use std::time::{Duration, Instant};

use common::{Server, value};
use postgres::error::SqlState;
use postgres::{Client, NoTls};
use tempfile::tempdir;

#[test]
fn a_second_client_waits_for_the_first() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let first = server.connect();
    let url = server.url.clone();
    let second = thread::spawn(move || {
        let began = Instant::now();
        let mut client = Client::connect(&url, NoTls).expect("second");
        client.batch_execute("SELECT 1").expect("query");
        began.elapsed()
    });
    thread::sleep(Duration::from_millis(500));
    drop(first);
    assert!(second.join().expect("second") >= Duration::from_millis(400));
}

#[test]
fn a_second_client_is_refused_when_the_first_one_stays() {
    let dir = tempdir().expect("directory");
    let server = Server::start_with(dir.path(), &["--wait", "1"]);
    let mut first = server.connect();
    let Err(error) = Client::connect(&server.url, NoTls) else { panic!("two at once") };
    assert_eq!(error.code(), Some(&SqlState::TOO_MANY_CONNECTIONS));
    first.batch_execute("SELECT 1").expect("the first is unharmed");
    drop(first);
    server.connect();
}

#[test]
fn clients_are_served_in_turn() {
    let dir = tempdir().expect("directory");
    let server = Server::start_with(dir.path(), &["--wait", "60"]);
    server.connect().batch_execute("CREATE TABLE log (id int)").expect("create");
    let clients: Vec<_> = (0..8)
        .map(|id: i32| {
            let url = server.url.clone();
            thread::spawn(move || {
                let mut client = Client::connect(&url, NoTls).expect("connect");
                client.execute("INSERT INTO log VALUES ($1)", &[&id]).expect("insert");
            })
        })
        .collect();
    for client in clients {
        client.join().expect("client");
    }
    let count: i64 = value(&mut server.connect(), "SELECT count(DISTINCT id) FROM log");
    assert_eq!(count, 8);
}

#[test]
fn nothing_is_left_for_the_next_client() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let dirt = "CREATE TABLE kept (id int); INSERT INTO kept VALUES (1);
        SET search_path = pg_catalog; SET work_mem = '7MB'; CREATE TEMP TABLE temporary (id int);
        PREPARE statement AS SELECT 1; SELECT pg_advisory_lock(42); LISTEN channel";
    let mut client = server.connect();
    client.batch_execute(dirt).expect("dirt");
    client.batch_execute("BEGIN; INSERT INTO public.kept VALUES (2)").expect("transaction");
    drop(client);
    assert_clean(&server);
}

#[test]
fn nothing_is_left_by_a_client_that_died() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    server
        .connect()
        .batch_execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)")
        .expect("create");
    let dirt = "SET search_path = pg_catalog; SET work_mem = '7MB'; CREATE TEMP TABLE temporary (id int);
        PREPARE statement AS SELECT 1; SELECT pg_advisory_lock(42);";
    // Dies while it should read a long answer.
    let client =
        server.rude_client(&format!("{dirt} SELECT repeat('x', 100) FROM generate_series(1, 100000)"));
    thread::sleep(Duration::from_millis(500));
    drop(client);
    assert_clean(&server);
    // Dies in the middle of a transaction, with unread answers, upon which its connection is reset.
    let client = server.rude_client(&format!("{dirt} BEGIN; INSERT INTO public.kept VALUES (2)"));
    thread::sleep(Duration::from_millis(500));
    drop(client);
    assert_clean(&server);
    // Dies before its session has begun, and while it sends the rows of a COPY.
    drop(server.rude_client("SELECT 1"));
    let client = server.rude_client("COPY kept FROM STDIN");
    thread::sleep(Duration::from_millis(500));
    drop(client);
    assert_clean(&server);
}

#[test]
fn a_failed_engine_is_replaced() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let mut client = server.connect();
    client
        .batch_execute(
            "CREATE TABLE kept (id int); INSERT INTO kept VALUES (1);
             CREATE FUNCTION deep(i int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN deep(i + 1); END'",
        )
        .expect("create");
    // PostgreSQL's own guard against endless recursion is more than the engine can bear.
    client.batch_execute("SELECT deep(1)").expect_err("endless");
    drop(client);
    let count: i64 = value(&mut server.connect(), "SELECT count(*) FROM kept");
    assert_eq!(count, 1);
}

fn assert_clean(server: &Server) {
    let mut client = server.connect();
    assert_eq!(value::<String>(&mut client, "SHOW search_path"), "\"$user\", public");
    assert_eq!(value::<String>(&mut client, "SHOW work_mem"), "4MB");
    for (sql, expected) in [
        ("SELECT count(*) FROM kept", 1),
        ("SELECT count(*) FROM pg_class WHERE relname = 'temporary'", 0),
        ("SELECT count(*) FROM pg_prepared_statements WHERE name = 'statement'", 0),
        ("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'", 0),
        ("SELECT count(*) FROM pg_listening_channels()", 0),
    ] {
        assert_eq!(value::<i64>(&mut client, sql), expected, "{sql}");
    }
}
