//! Two runs at once, and a lock that gets lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use dbmig_runtime::migration::index;
use dbmig_runtime::runner::{Error, Event, Options, Runner, Script};
use dbmig_tests::proxy::{Proxy, Then};

use super::support::*;

fn slow() -> Vec<Script> {
    let mut scripts = three();
    scripts[0].upgrade = |op| op.execute("CREATE TABLE one (id bigint); SELECT pg_sleep(1)");
    scripts
}

#[test]
fn two_runs_apply_everything_once() {
    let db = TestDatabase::new();
    let applied = thread::scope(|scope| {
        let runs: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| db.runner(slow()).upgrade("head").unwrap().applied.len()))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).sum::<usize>()
    });
    assert_eq!(applied, 3);
    assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade", "c3 upgrade"]);
}

#[test]
fn two_runs_that_build_an_index_concurrently_do_not_deadlock() {
    let db = TestDatabase::new();
    let scripts = || {
        let mut scripts = slow();
        scripts[1].upgrade = |op| op.create_index(index("one_id").on("one").columns(["id"]).concurrently());
        scripts
    };
    let began = Instant::now();
    thread::scope(|scope| {
        for single_connection in [false, true] {
            let options = Options { single_connection, ..Options::default() };
            let mut runner = db.runner(scripts()).options(options);
            scope.spawn(move || runner.upgrade("head").unwrap());
        }
    });
    assert!(began.elapsed() < Duration::from_secs(20));
    assert_eq!(db.relations(), ["one", "one_id", "three"]);
}

#[test]
fn who_holds_the_lock_is_told() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[0].upgrade = |op| op.execute("SELECT pg_sleep(3)");
    let first = Events::default();
    let mut runner = db.runner(scripts).on_event(first.listener());
    thread::scope(|scope| {
        let run = scope.spawn(move || runner.upgrade("head").unwrap());
        first.wait_for(|event| matches!(event, Event::StatementStarted { .. }));
        let events = Events::default();
        let options = Options { lock_wait: Duration::from_millis(600), ..Options::default() };
        let failure =
            fails(db.runner(three()).options(options).on_event(events.listener()).upgrade("head"), "locked");
        let Error::Locked { holder: Some(holder), waited } = &failure.error else { panic!("{failure:?}") };
        assert!(holder.application.starts_with("dbmig "), "{holder:?}");
        assert!(*waited >= Duration::from_millis(600));
        // All of its sessions: one that was left would go on alone.
        let ending = format!("WHERE application_name = '{}'", holder.application);
        assert!(failure.to_string().contains(&ending), "{failure}");
        assert!(events.has(|event| matches!(event, Event::LockWaiting { holder: Some(_), .. })));
        fails(db.runner(three()).options(impatient()).downgrade("base"), "locked");
        // Another history in the same database is not concerned.
        let other = dbmig_runtime::runner::Database { version_table: "other", ..database(vec![]) };
        dbmig_runtime::runner::Runner::new(other, &db.url).options(impatient()).upgrade("heads").unwrap();
        run.join().unwrap();
    });
}

#[test]
fn a_run_that_lost_its_lock_stops_before_the_next_revision() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| {
        op.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND application_name LIKE 'dbmig %' AND pid <> pg_backend_pid()",
        )
    };
    let failure = fails(db.runner(scripts).upgrade("head"), "lock_lost");
    assert_eq!(ids(&failure.report), ["a1", "b2"]);
    assert_eq!(db.versions(), ["b2"]);
}

#[test]
fn a_run_that_lost_its_lock_leaves_the_ledger_alone() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| {
        op.execute_outside_transaction(
            "DO $$ BEGIN PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity \
             WHERE datname = current_database() AND application_name LIKE 'dbmig %' AND pid <> pg_backend_pid(); \
             RAISE 'not now'; END $$",
        )
    };
    fails(db.runner(scripts).upgrade("head"), "sql");
    assert_eq!(db.ledger(), ["b2 upgrade 0 started"]);
}

#[test]
fn a_run_that_slept_does_not_drop_what_its_successor_builds() {
    let db = TestDatabase::new();
    let scripts = || {
        let mut scripts = three();
        scripts[1].upgrade = |op| op.create_index(index("one_id").on("one").columns(["id"]).concurrently());
        scripts
    };
    db.runner(scripts()).upgrade("a1").unwrap();
    let mut writer = db.connect();
    writer.batch_execute("BEGIN; LOCK one IN ROW EXCLUSIVE MODE").unwrap();
    let mut reader = db.connect();
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1").unwrap();
    // The first run falls asleep before it looks what its build left.
    let looks = AtomicUsize::new(0);
    let (sleeps, wakes) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (slept, woken) = (sleeps.clone(), wakes.clone());
    let config: postgres::Config = db.url.parse().unwrap();
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let proxy = Proxy::start(format!("127.0.0.1:{port}"), move |message| {
        let is_look = message.begins("SELECT i.indisvalid AND i.indisready");
        if is_look && looks.fetch_add(1, Ordering::SeqCst) == 1 {
            slept.store(true, Ordering::SeqCst);
            wait_until("the first run's turn", || woken.load(Ordering::SeqCst));
        }
        Then::Pass
    });
    let first = Runner::new(database(scripts()), proxy.url(&db.url));
    let here = "datname = current_database()";
    thread::scope(|scope| {
        let mut runner = first;
        let first = scope.spawn(move || runner.upgrade("head"));
        wait_until("the invalid index", || db.relations().contains(&"one_id!".to_owned()));
        db.texts(&format!(
            "SELECT pg_terminate_backend(pid, 10000)::text FROM pg_locks l JOIN pg_stat_activity USING (pid) \
             WHERE {here} AND l.locktype = 'advisory'"
        ));
        db.texts(&format!(
            "SELECT pg_cancel_backend(pid)::text FROM pg_stat_activity WHERE {here} AND query LIKE 'CREATE INDEX%'"
        ));
        wait_until("the first run's sleep", || sleeps.load(Ordering::SeqCst));
        writer.batch_execute("COMMIT").unwrap();
        let second = scope.spawn(|| db.runner(scripts()).upgrade("head").unwrap());
        let is_waiting = format!(
            "SELECT phase FROM pg_stat_progress_create_index WHERE {here} AND phase = 'waiting for old snapshots'"
        );
        wait_until("the second run's build", || !db.texts(&is_waiting).is_empty());
        wakes.store(true, Ordering::SeqCst);
        // It has nothing to wait for.
        let began = Instant::now();
        while !first.is_finished() && began.elapsed() < Duration::from_secs(10) {
            thread::sleep(Duration::from_millis(20));
        }
        reader.batch_execute("COMMIT").unwrap();
        second.join().unwrap();
        fails(first.join().unwrap(), "lock_lost");
    });
    assert_eq!((db.versions(), db.ledger()), (vec!["c3".to_owned()], vec![]));
    assert_eq!(db.relations(), ["one", "one_id", "three"]);
}
