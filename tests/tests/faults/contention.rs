//! Others at work on the same tables, and constraints whose validation is broken off.

use std::thread;

use dbmig_tests::own_server::OwnServer;
use dbmig_tests::server;

use super::course::{State, ends_right, finished, run, undisturbed};
use super::wait_until;

/// A table that takes a vacuum minutes.
const VACUUMED: &str = "CREATE TABLE one (id bigint) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0, \
    autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1); \
    INSERT INTO one SELECT generate_series(1, 200000); DELETE FROM one WHERE id % 2 = 0";

#[test]
fn autovacuum_gives_way() {
    let server = OwnServer::start(&["autovacuum_naptime=1", "log_autovacuum_min_duration=0"]);
    let url = server.create_database("vacuumed");
    finished(&run("altering", &url, &["stamp", "a1"]));
    let mut client = server.connect("vacuumed");
    client.batch_execute(VACUUMED).unwrap();
    let at_work = "SELECT count(*) FROM pg_stat_progress_vacuum WHERE relid = 'one'::regclass";
    wait_until("autovacuum", || client.query_one(at_work, &[]).unwrap().get::<_, i64>(0) > 0);
    finished(&run("altering", &url, &["upgrade"]));
    let altered = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'one'::regclass AND attname = 'more'";
    assert_eq!(client.query_one(altered, &[]).unwrap().get::<_, i64>(0), 1);
}

#[test]
fn a_prepared_transaction_is_named() {
    let server = OwnServer::start(&["max_prepared_transactions=2"]);
    let url = server.create_database("prepared");
    finished(&run("altering", &url, &["upgrade", "a1"]));
    let mut client = server.connect("prepared");
    client
        .batch_execute("BEGIN; LOCK TABLE one IN SHARE MODE; PREPARE TRANSACTION 'it''s forgotten'")
        .unwrap();
    let ended = run("altering", &url, &["upgrade", "--retry-for", "500ms"]);
    assert_eq!((ended.code, ended.kind()), (Some(1), "sql"), "{}", ended.stderr);
    assert!(ended.stderr.contains("55P03") && ended.stderr.contains("it''s forgotten"), "{}", ended.stderr);
    assert_eq!(State::of(&url).versions, ["a1"]);
    client.batch_execute("ROLLBACK PREPARED 'it''s forgotten'").unwrap();
    finished(&run("altering", &url, &["upgrade"]));
    ends_right(&undisturbed("altering"), &url);
}

#[test]
fn a_reader_that_holds_on_is_got_past() {
    let database = server::database();
    finished(&run("altering", &database.url(), &["upgrade", "a1"]));
    let mut reader = database.connect();
    reader.batch_execute("BEGIN; SELECT FROM one").unwrap();
    let refused = run("altering", &database.url(), &["upgrade", "--retry-for", "0"]);
    assert_eq!((refused.code, refused.kind()), (Some(1), "sql"), "{}", refused.stderr);
    thread::scope(|scope| {
        let run = scope.spawn(|| run("altering", &database.url(), &["upgrade"]));
        let waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'one'::regclass";
        let mut looking = database.connect();
        wait_until("the run to wait", || looking.query_one(waits, &[]).unwrap().get::<_, i64>(0) > 0);
        reader.batch_execute("COMMIT").unwrap();
        finished(&run.join().unwrap());
    });
    ends_right(&undisturbed("altering"), &database.url());
}

/// The constraint's oid, and whether it is validated.
fn constraint(client: &mut postgres::Client) -> (u32, bool) {
    let row =
        client.query_one("SELECT oid, convalidated FROM pg_constraint WHERE conname = 'fits'", &[]).unwrap();
    (row.get(0), row.get(1))
}

/// Cancels the validation as soon as it runs.
fn cancel(client: &mut postgres::Client) {
    let sql = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() \
               AND state = 'active' AND query LIKE '%VALIDATE CONSTRAINT%' AND pid <> pg_backend_pid()";
    wait_until("the validation", || client.query_one(sql, &[]).unwrap().get::<_, i64>(0) > 0);
}

#[test]
fn a_validation_that_is_cancelled_or_finds_something_is_all_that_is_done_again() {
    for (trouble, sqlstate) in [("", "57014"), ("INSERT INTO one VALUES (NULL), (-1)", "23514")] {
        let database = server::database();
        let url = database.url();
        finished(&run("validating", &url, &["upgrade", "a1"]));
        let mut client = database.connect();
        if !trouble.is_empty() {
            client.batch_execute(trouble).unwrap();
        }
        // No limit holds for it: it takes its time, and is in nobody's way.
        let limits = ["upgrade", "--statement-timeout", "300ms", "--lock-timeout", "100ms"];
        let ended = thread::scope(|scope| {
            let run = scope.spawn(|| run("validating", &url, &limits));
            if trouble.is_empty() {
                cancel(&mut client);
            }
            run.join().unwrap()
        });
        assert_eq!((ended.code, ended.kind()), (Some(1), "sql"), "{}", ended.stderr);
        assert!(ended.stderr.contains(sqlstate) && ended.error["next_step"].is_string(), "{}", ended.stderr);
        let (oid, validated) = constraint(&mut client);
        assert!(!validated);
        client.batch_execute("DELETE FROM one WHERE id IS NULL OR id < 0").unwrap();
        finished(&run("validating", &url, &["upgrade"]));
        assert_eq!(constraint(&mut client), (oid, true));
        ends_right(&undisturbed("validating"), &url);
    }
}

#[test]
fn what_is_there_already_is_not_passed_over() {
    for there in [
        "CREATE TABLE one (id bigint)",
        "CREATE TABLE one (id text, more int)",
        "CREATE VIEW one AS SELECT 1 AS id",
    ] {
        let database = server::database();
        database.connect().batch_execute(there).unwrap();
        let ended = run("plain", &database.url(), &["upgrade"]);
        assert_eq!((ended.code, ended.kind()), (Some(1), "sql"), "{there}: {}", ended.stderr);
        let next = ended.error["next_step"].as_str().unwrap();
        assert!(ended.stderr.contains("42P07") && next.contains("stamp a1"), "{there}: {}", ended.stderr);
        assert_eq!(State::of(&database.url()).versions, [""; 0]);
    }
    // As the message says: what is there is recorded, and the rest runs.
    let database = server::database();
    database.connect().batch_execute("CREATE TABLE one (id bigint)").unwrap();
    finished(&run("plain", &database.url(), &["stamp", "a1"]));
    finished(&run("plain", &database.url(), &["upgrade"]));
    assert_eq!(State::of(&database.url()).dump, undisturbed("plain").dump);
}
