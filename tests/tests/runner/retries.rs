//! Transactions that others stand in the way of: tried again, and given up in time.

use std::thread;
use std::time::{Duration, Instant};

use dbmig_runtime::migration::{check, index};
use dbmig_runtime::runner::{Error, Event, Options, Script, TransactionMode};
use postgres::Client;

use super::support::*;

/// `a1` makes tables and `b2` needs a strong lock on `one`.
fn history() -> Vec<Script> {
    let make: Directives =
        |op| op.execute("CREATE TABLE one (id int); CREATE TABLE two (id int); INSERT INTO one VALUES (1)");
    let alter: Directives = |op| {
        op.execute("INSERT INTO two VALUES (2)")?;
        op.execute("ALTER TABLE one ADD note text")
    };
    vec![script("a1", &[], make, nothing), script("b2", &["a1"], alter, nothing)]
}

fn at_a1() -> TestDatabase {
    let db = TestDatabase::new();
    db.runner(history()).upgrade("a1").unwrap();
    db
}

/// A session that has locked `one`.
fn holder(db: &TestDatabase) -> Client {
    let mut client = db.connect();
    client.batch_execute("SET application_name = 'holder'; BEGIN; LOCK one").unwrap();
    client
}

fn retry_for(seconds: f64) -> Options {
    Options { retry_for: Some(Duration::from_secs_f64(seconds)), ..Options::default() }
}

fn retries(events: &Events, sqlstate: &str) -> bool {
    events.has(|event| matches!(event, Event::Retrying { sqlstate: state, .. } if state == sqlstate))
}

#[test]
fn a_lock_is_tried_for_again_until_it_is_free() {
    for mode in [TransactionMode::Each, TransactionMode::All] {
        let db = at_a1();
        let mut other = holder(&db);
        let events = Events::default();
        let options = Options { transaction: Some(mode), ..Options::default() };
        let mut runner = db.runner(history()).options(options).on_event(events.listener());
        thread::scope(|scope| {
            let run = scope.spawn(move || runner.upgrade("head").unwrap());
            events.wait_for(|event| matches!(event, Event::Retrying { attempts: 2.., .. }));
            other.batch_execute("ROLLBACK").unwrap();
            assert_eq!(ids(&run.join().unwrap()), ["b2"]);
        });
        assert!(retries(&events, "55P03"));
        assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade"]);
        // What the attempts before it did was rolled back.
        assert_eq!(db.texts("SELECT count(*)::text FROM two"), ["1"]);
    }
}

#[test]
fn when_the_time_is_over_nothing_is_changed() {
    let db = at_a1();
    let _other = holder(&db);
    let began = Instant::now();
    let failure = fails(db.runner(history()).options(retry_for(1.0)).upgrade("head"), "sql");
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    let Error::Sql(sql) = &failure.error else { unreachable!() };
    let contention = sql.contention.as_ref().unwrap();
    assert_eq!(sql.server.sqlstate, "55P03");
    assert!(contention.attempts > 1 && contention.tried_for >= Duration::from_secs(1), "{contention:?}");
    assert_eq!((db.versions(), db.ledger()), (vec!["a1".to_owned()], vec![]));
    assert_eq!(db.texts("SELECT count(*)::text FROM two"), ["0"]);

    let failure = fails(
        db.runner(history())
            .options(Options { lock_timeout: Some("50ms".to_owned()), ..retry_for(0.0) })
            .upgrade("head"),
        "sql",
    );
    let Error::Sql(sql) = &failure.error else { unreachable!() };
    assert_eq!(sql.contention.as_ref().map(|contention| contention.attempts), Some(1));
}

#[test]
fn however_often_it_was_tried_it_failed_once() {
    for mode in [TransactionMode::Each, TransactionMode::All] {
        let db = at_a1();
        let _other = holder(&db);
        let options = Options { transaction: Some(mode), ..retry_for(1.0) };
        fails(db.runner(history()).options(options).upgrade("head"), "sql");
        assert_eq!(
            db.texts("SELECT revision || ' ' || error FROM dbmig_history WHERE result = 'failed'"),
            ["b2 statement 2 of 2: 55P03: canceling statement due to lock timeout"]
        );
    }
}

#[test]
fn a_run_that_is_stopped_while_it_pauses_stops() {
    let db = at_a1();
    let _other = holder(&db);
    let events = Events::default();
    let mut runner = db.runner(history()).options(retry_for(3600.0)).on_event(events.listener());
    let canceller = runner.canceller();
    thread::scope(|scope| {
        let run = scope.spawn(move || runner.upgrade("head"));
        events.wait_for(|event| matches!(event, Event::Retrying { .. }));
        canceller.cancel();
        fails(run.join().unwrap(), "interrupted");
    });
    assert_eq!(db.versions(), ["a1"]);
}

fn is_waiting(db: &TestDatabase) -> bool {
    let sql = format!(
        "SELECT query FROM pg_stat_activity WHERE datname = '{}' AND application_name LIKE 'dbmig %' \
         AND wait_event_type = 'Lock'",
        db.name
    );
    !db.texts(&sql).is_empty()
}

#[test]
fn a_deadlock_is_tried_again() {
    let db = at_a1();
    let mut scripts = history();
    scripts[1].upgrade = |op| {
        op.execute("LOCK one")?;
        op.execute("LOCK two")
    };
    let mut other = db.connect();
    // It leaves it to the run to find the deadlock.
    other.batch_execute("SET deadlock_timeout = '1h'; BEGIN; LOCK two").unwrap();
    let events = Events::default();
    let options = Options { lock_timeout: Some("25s".to_owned()), ..Options::default() };
    let mut runner = db.runner(scripts).options(options).on_event(events.listener());
    thread::scope(|scope| {
        let run = scope.spawn(move || runner.upgrade("head").unwrap());
        wait_until("the run to wait", || is_waiting(&db));
        other.batch_execute("LOCK one; COMMIT").unwrap();
        assert_eq!(ids(&run.join().unwrap()), ["b2"]);
    });
    assert!(retries(&events, "40P01"));
    assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade"]);
}

#[test]
fn what_can_not_be_serialized_is_tried_again() {
    let db = at_a1();
    db.execute(&format!("ALTER DATABASE {} SET default_transaction_isolation = 'repeatable read'", db.name));
    let mut scripts = history();
    scripts[1].upgrade = |op| op.execute("UPDATE one SET id = id + 10");
    let mut other = db.connect();
    other.batch_execute("BEGIN; UPDATE one SET id = id + 1").unwrap();
    let events = Events::default();
    let options = Options { lock_timeout: Some("25s".to_owned()), ..Options::default() };
    let mut runner = db.runner(scripts).options(options).on_event(events.listener());
    thread::scope(|scope| {
        let run = scope.spawn(move || runner.upgrade("head").unwrap());
        wait_until("the run to wait", || is_waiting(&db));
        other.batch_execute("COMMIT").unwrap();
        run.join().unwrap();
    });
    assert!(retries(&events, "40001"));
    assert_eq!(db.texts("SELECT id::text FROM one"), ["12"]);
}

#[test]
fn a_locked_version_table_is_tried_for_again() {
    let db = at_a1();
    let mut other = db.connect();
    let events = Events::default();
    let mut runner = db.runner(history()).on_event(events.listener());
    other.batch_execute("BEGIN; LOCK dbmig_version IN SHARE MODE").unwrap();
    thread::scope(|scope| {
        let run = scope.spawn(move || runner.upgrade("head").unwrap());
        events.wait_for(|event| matches!(event, Event::Retrying { .. }));
        other.batch_execute("COMMIT").unwrap();
        run.join().unwrap();
    });
    assert_eq!(db.versions(), ["b2"]);
    other.batch_execute("BEGIN; LOCK dbmig_version IN SHARE MODE").unwrap();
    let mut more = history();
    more.push(script("c3", &["b2"], nothing, nothing));
    let began = Instant::now();
    let failure = fails(db.runner(more).options(retry_for(0.3)).upgrade("head"), "own_tables");
    // Nor is the lock waited for to write down that it failed.
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert!(failure.to_string().contains(" attempts in "), "{failure}");
}

#[test]
fn what_ran_outside_a_transaction_and_may_have_an_effect_is_not_run_again() {
    let db = at_a1();
    let mut scripts = history();
    scripts[1].upgrade = |op| {
        op.execute_outside_transaction(
            "DO $$ BEGIN INSERT INTO two VALUES (1); COMMIT; RAISE SQLSTATE '55P03'; END $$",
        )
    };
    let events = Events::default();
    fails(db.runner(scripts).on_event(events.listener()).upgrade("head"), "sql");
    assert!(!retries(&events, "55P03"));
    assert_eq!(db.texts("SELECT count(*)::text FROM two"), ["1"]);
}

#[test]
fn the_limits_of_each_kind_of_step() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE seen (name text, setting text)");
    db.execute(&format!("ALTER DATABASE {} SET lock_timeout = 1", db.name));
    let up: Directives = |op| {
        op.execute(
            "INSERT INTO seen SELECT name, setting FROM pg_settings WHERE name ~ '^(lock|statement)_timeout'",
        )?;
        op.execute("SET lock_timeout = '7s'")?;
        op.execute(
            "INSERT INTO seen SELECT name, setting FROM pg_settings WHERE name ~ '^(lock|statement)_timeout'",
        )?;
        op.create_index(index("seen_name").on("seen").columns(["name"]).concurrently())?;
        op.execute_outside_transaction(
            "DO $$ BEGIN INSERT INTO seen SELECT name, setting FROM pg_settings WHERE name ~ '^(lock|statement)_timeout'; END $$",
        )
    };
    let options = Options {
        lock_timeout: Some("4s".to_owned()),
        statement_timeout: Some("9s".to_owned()),
        ..Options::default()
    };
    db.runner(vec![script("a1", &[], up, nothing)]).options(options).upgrade("head").unwrap();
    let expected =
        ["lock_timeout=4000", "statement_timeout=9000", "lock_timeout=7000", "statement_timeout=9000"];
    let alone = ["lock_timeout=0", "statement_timeout=0"];
    assert_eq!(db.texts("SELECT name || '=' || setting FROM seen"), [&expected[..], &alone[..]].concat());
}

#[test]
fn a_validation_stands_apart_and_is_all_that_is_done_again() {
    let db = TestDatabase::new();
    let make: Directives = |op| op.execute("CREATE TABLE one (id int); INSERT INTO one VALUES (-1)");
    let up: Directives = |op| {
        op.add_constraint("one", check("positive", "id > 0").not_valid())?;
        op.validate_constraint("one", "positive")?;
        op.execute("ALTER TABLE one ADD note text")
    };
    let scripts = || vec![script("a1", &[], make, nothing), script("b2", &["a1"], up, nothing)];
    let failure = fails(db.runner(scripts()).upgrade("head"), "sql");
    assert!(failure.to_string().contains("23514"), "{failure}");
    assert_eq!(db.ledger(), ["b2 upgrade 0 done"]);
    let oid = "SELECT oid::text || convalidated FROM pg_constraint WHERE conname = 'positive'";
    let before = db.texts(oid).remove(0);
    db.execute("DELETE FROM one");
    db.runner(scripts()).upgrade("head").unwrap();
    assert_eq!(db.texts(oid), [before.replace("false", "true")]);
    // The script does the same.
    let plan = db.runner(scripts()).upgrade_script("a1", "head").unwrap().sql;
    assert_eq!(plan.matches("BEGIN;").count(), 3, "{plan}");
    assert_eq!(plan.matches("SET LOCAL lock_timeout = '0'").count(), 1, "{plan}");
}

#[test]
fn the_server_knows_and_watches_the_run_in_every_step() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE seen (name text, setting text)");
    let up: Directives = |op| {
        let note = "INSERT INTO seen SELECT name, setting FROM pg_settings \
                    WHERE name IN ('application_name', 'client_connection_check_interval', 'tcp_keepalives_idle', \
                    'tcp_user_timeout', 'idle_in_transaction_session_timeout')";
        op.execute("RESET ALL; SET application_name = 'mine'; SET client_connection_check_interval = 0")?;
        op.execute_outside_transaction(format!("DO $$ BEGIN {note}; END $$"))?;
        op.execute_outside_transaction("SET application_name = 'mine'")?;
        op.execute(note)
    };
    db.runner(vec![script("a1", &[], up, nothing)]).upgrade("head").unwrap();
    let seen = db.texts("SELECT setting FROM seen WHERE name = 'application_name'");
    assert!(seen.len() == 2 && seen.iter().all(|name| name.starts_with("dbmig ")), "{seen:?}");
    let watched = db.texts(
        "SELECT DISTINCT name || '=' || setting FROM seen WHERE name <> 'application_name' ORDER BY 1",
    );
    // A run that is gone with its machine, or that stands still, does not keep its locks for ever.
    let expected = [
        "client_connection_check_interval=1000",
        "idle_in_transaction_session_timeout=300000",
        "tcp_keepalives_idle=30",
        "tcp_user_timeout=60000",
    ];
    assert_eq!(watched, expected);
}
