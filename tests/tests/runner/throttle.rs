//! How fast batches go: held up by a rest after each, by a standby that is behind, by a row that is locked, and by nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use dbmig_runtime::migration::*;
use dbmig_runtime::runner::{Event, Runner};
use dbmig_tests::own_server::OwnServer;

use super::support::*;

const NUMBERED: &str = "CREATE TABLE item (id bigint PRIMARY KEY, n int); \
                        INSERT INTO item SELECT i, 0 FROM generate_series(1, 1000) i";

fn one_more(op: &mut Op) -> Result {
    op.backfill("item", set("n", "n + 1").all_rows().batch(100))
}

/// The same over two seconds: a standby tells once a second how far it is.
fn one_more_slowly(op: &mut Op) -> Result {
    op.backfill("item", set("n", "n + 1").all_rows().batch(20).pause("40ms"))
}

#[test]
fn a_rest_after_each_batch() {
    let db = TestDatabase::new();
    db.execute(NUMBERED);
    let mut database = database(vec![script("a1", &[], one_more, nothing)]);
    database.batch_pause = Some("60ms");
    let began = Instant::now();
    Runner::new(database, &db.url).upgrade("head").unwrap();
    assert!(began.elapsed() > Duration::from_millis(600), "{:?}", began.elapsed());
}

#[test]
fn a_setting_that_nobody_understands_is_refused() {
    let db = TestDatabase::new();
    db.execute(NUMBERED);
    let mut database = database(vec![script("a1", &[], one_more, nothing)]);
    database.max_replica_lag = Some("soon");
    let failure = fails(Runner::new(database, &db.url).upgrade("head"), "batches");
    assert!(failure.to_string().contains("max-replica-lag is \"soon\""), "{failure}");
}

#[test]
fn a_standby_that_is_behind_is_waited_for() {
    let primary = OwnServer::start(&["wal_level=replica"]);
    let Some(standby) = primary.standby() else { return };
    let mut follower = standby.connect("postgres");
    for sql in ["ALTER SYSTEM SET wal_receiver_status_interval = '1s'", "SELECT pg_reload_conf()"] {
        follower.batch_execute(sql).unwrap();
    }
    for (limit, name) in [("8kB", "by_bytes"), ("100ms", "by_time")] {
        let url = primary.create_database(name);
        let mut client = primary.connect(name);
        client.batch_execute(NUMBERED).unwrap();
        wait_until("the standby", || {
            let sql = "SELECT bool_and(replay_lsn = pg_current_wal_lsn()) FROM pg_stat_replication";
            primary.connect("postgres").query_one(sql, &[]).unwrap().get::<_, Option<bool>>(0) == Some(true)
        });
        follower.batch_execute("SELECT pg_wal_replay_pause()").unwrap();
        let events = Events::default();
        let mut database = database(vec![script("a1", &[], one_more_slowly, nothing)]);
        database.max_replica_lag = Some(limit);
        std::thread::scope(|scope| {
            let listener = events.listener();
            let run =
                scope.spawn(move || Runner::new(database, url).on_event(listener).upgrade("head").is_ok());
            events
                .wait_for(|event| matches!(event, Event::BatchesWaiting { lag_bytes, .. } if *lag_bytes > 0));
            let done = "SELECT count(*) FROM item WHERE n = 1";
            assert!(client.query_one(done, &[]).unwrap().get::<_, i64>(0) < 1000);
            follower.batch_execute("SELECT pg_wal_replay_resume()").unwrap();
            assert!(run.join().unwrap());
            assert_eq!(client.query_one(done, &[]).unwrap().get::<_, i64>(0), 1000);
        });
    }
}

#[test]
fn a_role_that_may_not_see_standbys_is_told() {
    let primary = OwnServer::start(&["wal_level=replica"]);
    let Some(_standby) = primary.standby() else { return };
    for sql in ["CREATE ROLE plain LOGIN", "CREATE DATABASE plain OWNER plain"] {
        primary.connect("postgres").batch_execute(sql).unwrap();
    }
    let url = primary.url("plain").replace("postgres@", "plain@");
    connect(&url.replace("plain@", "postgres@"))
        .batch_execute("GRANT ALL ON SCHEMA public TO plain")
        .unwrap();
    connect(&url).batch_execute(NUMBERED).unwrap();
    let mut database = database(vec![script("a1", &[], one_more, nothing)]);
    database.max_replica_lag = Some("10s");
    let failure = fails(Runner::new(database, url).upgrade("head"), "batches");
    assert!(failure.to_string().contains("GRANT pg_monitor"), "{failure}");
}

fn count(db: &TestDatabase, sql: &str) -> i64 {
    db.connect().query_one(&format!("SELECT count(*) FROM {sql}"), &[]).unwrap().get(0)
}

#[test]
fn a_locked_row_is_waited_for_in_turns() {
    let db = TestDatabase::new();
    db.execute(NUMBERED);
    let mut database = database(vec![script("a1", &[], one_more, nothing)]);
    database.lock_timeout = Some("20ms");
    let mut other = db.connect();
    other.batch_execute("BEGIN; UPDATE item SET n = n WHERE id = 350").unwrap();
    let waiting =
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let batches = Arc::new(AtomicUsize::new(0));
    let counted = batches.clone();
    std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            let count = move |event: &Event| {
                counted
                    .fetch_add(usize::from(matches!(event, Event::BatchFinished { .. })), Ordering::SeqCst);
            };
            Runner::new(database, &db.url).on_event(count).upgrade("head").is_ok()
        });
        wait_until("the lock", || count(&db, &format!("({waiting}) w")) > 0);
        // Smaller batches go on in front of the row that is locked.
        wait_until("smaller batches", || batches.load(Ordering::SeqCst) > 3);
        other.batch_execute("COMMIT").unwrap();
        assert!(run.join().unwrap());
    });
    assert_eq!(count(&db, "item WHERE n = 1"), 1000);
}

#[test]
fn many_rows_take_few_batches() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (id bigint PRIMARY KEY, n int); INSERT INTO item SELECT i, 0 FROM generate_series(1, 200000) i; ANALYZE item");
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let seen = events.clone();
    let up: Directives = |op| op.backfill("item", set("n", "n + 1").all_rows());
    db.runner(vec![script("a1", &[], up, nothing)])
        .on_event(move |event| seen.lock().unwrap().push(event.clone()))
        .upgrade("head")
        .unwrap();
    assert_eq!(count(&db, "item WHERE n = 1"), 200_000);
    let events = events.lock().unwrap();
    let batches: Vec<_> =
        events.iter().filter(|event| matches!(event, Event::BatchFinished { .. })).collect();
    assert!(batches.len() < 60, "{}", batches.len());
    let Some(Event::BatchFinished { changed: 200_000, total: Some(200_000), .. }) = batches.last() else {
        panic!("{:?}", batches.last())
    };
}
