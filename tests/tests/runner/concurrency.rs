//! Two runs at once, and a lock that gets lost.

use std::thread;
use std::time::{Duration, Instant};

use dbmig_runtime::migration::index;
use dbmig_runtime::runner::{Error, Event, Options, Script};

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
