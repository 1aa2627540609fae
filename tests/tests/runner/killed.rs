//! Runs that end in the middle: processes killed, sessions terminated, connections cut during COMMIT.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use dbmig_runtime::runner::{Error, Event, Options, Runner};
use dbmig_tests::proxy::{Proxy, Then};

use super::support::*;

/// Of what waits for another thread.
const PATIENCE: Duration = Duration::from_secs(30);

fn start(db: &TestDatabase, history: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_migrations"))
        .args(["upgrade", "--db", "users", "--url", &db.url])
        .env("DBMIG_TEST_HISTORY", history)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts")
}

fn resume(db: &TestDatabase, history: &str) -> Events {
    let events = Events::default();
    let users = dbmig_tests::history::named(history).remove(0);
    Runner::new(users, &db.url).on_event(events.listener()).upgrade("head").unwrap();
    assert_eq!((db.versions(), db.ledger()), (vec!["c3".to_owned()], vec![]));
    events
}

fn is_running(db: &TestDatabase, sql: &str) -> bool {
    let query = format!(
        "SELECT query FROM pg_stat_activity WHERE datname = '{}' AND state = 'active' AND query LIKE '{sql}%'",
        db.name
    );
    !db.texts(&query).is_empty()
}

#[test]
fn killed_during_a_transaction() {
    let db = TestDatabase::new();
    let mut child = start(&db, "slow");
    wait_until("the slow statement", || is_running(&db, "CREATE TABLE two"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
    resume(&db, "plain");
}

#[test]
fn killed_during_a_concurrent_build() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("a1").unwrap();
    let mut blocker = db.connect();
    blocker.batch_execute("BEGIN; LOCK TABLE one IN ROW EXCLUSIVE MODE").unwrap();
    let mut child = start(&db, "concurrent");
    wait_until("the invalid index", || db.relations().contains(&"two_id!".to_owned()));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(db.ledger(), ["b2 upgrade 0 done", "b2 upgrade 1 started"]);
    wait_until("the orphan to end", || !is_running(&db, "CREATE INDEX CONCURRENTLY"));
    blocker.batch_execute("ROLLBACK").unwrap();
    let events = resume(&db, "concurrent");
    assert!(events.has(|event| matches!(event, Event::DroppingUnfinishedIndex { .. })));
    assert_eq!(db.relations(), ["one", "three", "two", "two_id"]);
    assert_eq!(db.texts("SELECT count(*)::text FROM two"), ["1"]);
}

#[test]
fn an_orphaned_build_that_goes_on_is_waited_for() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("a1").unwrap();
    let mut blocker = db.connect();
    blocker.batch_execute("BEGIN; LOCK TABLE one IN ROW EXCLUSIVE MODE").unwrap();
    let mut child = start(&db, "concurrent");
    wait_until("the invalid index", || db.relations().contains(&"two_id!".to_owned()));
    child.kill().unwrap();
    child.wait().unwrap();
    // The server notices after a second; until then the orphan is there.
    let was_there = is_running(&db, "CREATE INDEX CONCURRENTLY");
    thread::scope(|scope| {
        let run = scope.spawn(|| resume(&db, "concurrent"));
        thread::sleep(Duration::from_millis(300));
        blocker.batch_execute("ROLLBACK").unwrap();
        let events = run.join().unwrap();
        let did_see =
            events.has(|event| matches!(event, Event::OrphanWaiting { .. } | Event::LockWaiting { .. }));
        assert!(did_see || !was_there, "the orphan was not noticed");
    });
    assert_eq!(db.relations(), ["one", "three", "two", "two_id"]);
}

#[test]
fn a_terminated_session_is_rolled_back() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade =
        |op| op.execute("CREATE TABLE two (id int); SELECT pg_terminate_backend(pg_backend_pid())");
    let failure = db.runner(scripts).upgrade("head").unwrap_err();
    // The end of the connection may come to the driver's notice before the server's last word.
    match &failure.error {
        Error::Sql(sql) => assert_eq!(sql.server.sqlstate, "57P01"),
        other => assert!(matches!(other, Error::Disconnected { .. }), "{failure}"),
    }
    assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
    resume(&db, "plain");
}

/// A run through a proxy that cuts the connection at the second `COMMIT`: before it is passed on, or before the server's answer
/// is.
fn through_proxy(
    then: Then,
    single_connection: bool,
) -> (TestDatabase, Runner<'static>, Events, Proxy, Arc<AtomicUsize>) {
    let db = TestDatabase::new();
    let config: postgres::Config = db.url.parse().unwrap();
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let commits = Arc::new(AtomicUsize::new(0));
    let seen = commits.clone();
    let proxy = Proxy::start(format!("127.0.0.1:{port}"), move |message| {
        let is_second = message.begins("COMMIT") && seen.fetch_add(1, Ordering::SeqCst) == 1;
        if is_second { then } else { Then::Pass }
    });
    let events = Events::default();
    let options = Options { single_connection, ..Options::default() };
    let runner =
        Runner::new(database(three()), proxy.url(&db.url)).options(options).on_event(events.listener());
    (db, runner, events, proxy, commits)
}

#[test]
fn cut_after_the_server_committed() {
    let ways = [
        (Then::CutAfter, false),
        (Then::CutAfter, true),
        (Then::LeaveAfter, false),
        (Then::LeaveAfter, true),
    ];
    for (then, single_connection) in ways {
        let (db, mut runner, events, _proxy, commits) = through_proxy(then, single_connection);
        let report = runner.upgrade("head").unwrap();
        assert!(commits.load(Ordering::SeqCst) > 1);
        assert!(events.has(|event| matches!(event, Event::AskingAfterCommit { .. })));
        assert_eq!(ids(&report), ["a1", "b2", "c3"]);
        assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade", "c3 upgrade"]);
    }
}

#[test]
fn what_was_committed_is_done_though_another_run_has_the_lock_since() {
    let (db, runner, _, _proxy, _) = through_proxy(Then::CutAfter, true);
    let (asks, asked) = mpsc::channel();
    let (takes, taken) = mpsc::channel();
    let (ends, ended) = mpsc::channel();
    let mut first = runner.on_event(move |event| {
        if matches!(event, Event::AskingAfterCommit { .. }) {
            asks.send(()).unwrap();
            taken.recv_timeout(PATIENCE).unwrap();
        }
    });
    // The second run has the lock and has changed nothing yet, until the first one has ended.
    let mut second = db.runner(three()).on_event(move |event| {
        if matches!(event, Event::Planned { .. }) {
            takes.send(()).unwrap();
            ended.recv_timeout(PATIENCE).unwrap();
        }
    });
    thread::scope(|scope| {
        let second = scope.spawn(move || {
            asked.recv_timeout(PATIENCE).unwrap();
            second.upgrade("head").unwrap()
        });
        let failure = fails(first.upgrade("head"), "lock_lost");
        assert_eq!(ids(&failure.report), ["a1", "b2"]);
        ends.send(()).unwrap();
        assert_eq!(ids(&second.join().unwrap()), ["c3"]);
    });
    assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade", "c3 upgrade"]);
    let failed = "SELECT error FROM dbmig_history WHERE result = 'failed' AND revision = 'b2'";
    assert_eq!(db.texts(failed), [""; 0]);
}

#[test]
fn cut_before_the_server_committed() {
    for then in [Then::CutBefore, Then::LeaveBefore] {
        let (db, mut runner, _, _proxy, commits) = through_proxy(then, false);
        let failure = fails(runner.upgrade("head"), "disconnected");
        assert!(commits.load(Ordering::SeqCst) > 1);
        assert_eq!(ids(&failure.report), ["a1"]);
        assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
        resume(&db, "plain");
    }
}
