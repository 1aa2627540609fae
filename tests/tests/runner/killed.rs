//! Runs that end in the middle: processes killed, sessions terminated, connections cut during COMMIT.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use dbmig_runtime::runner::{Event, Options, Runner};

use super::support::*;

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
        thread::sleep(std::time::Duration::from_millis(300));
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
    let failure = fails(db.runner(scripts).upgrade("head"), "sql");
    assert!(failure.to_string().contains("57P01"), "{failure}");
    assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
    resume(&db, "plain");
}

/// A proxy in front of the server that can cut every connection when it sees the second `COMMIT`: before it is passed
/// on, or after the server has answered it.
fn proxy(server: String, cut_after_answer: bool) -> (u16, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let has_cut = Arc::new(AtomicBool::new(false));
    let cut = has_cut.clone();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (server, cut) = (server.clone(), cut.clone());
            thread::spawn(move || pass(client, TcpStream::connect(server).unwrap(), cut_after_answer, &cut));
        }
    });
    (port, has_cut)
}

fn pass(mut client: TcpStream, mut server: TcpStream, cut_after_answer: bool, cut: &AtomicBool) {
    let (mut answers, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let drop_next = Arc::new(AtomicBool::new(false));
    let dropping = drop_next.clone();
    let answering = thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(count @ 1..) = answers.read(&mut buffer) {
            if dropping.load(Ordering::SeqCst) || back.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        let _ = back.shutdown(Shutdown::Both);
        let _ = answers.shutdown(Shutdown::Both);
    });
    let mut buffer = [0; 8192];
    let mut commits = 0;
    while let Ok(count @ 1..) = client.read(&mut buffer) {
        let bytes = &buffer[..count];
        if bytes.starts_with(b"Q") && bytes[5..].starts_with(b"COMMIT") {
            commits += 1;
            if commits == 2 && !cut.swap(true, Ordering::SeqCst) {
                if !cut_after_answer {
                    break;
                }
                drop_next.store(true, Ordering::SeqCst);
            }
        }
        if server.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Both);
    let _ = answering.join();
}

fn through_proxy(
    cut_after_answer: bool,
    single_connection: bool,
) -> (TestDatabase, Runner<'static>, Events, Arc<AtomicBool>) {
    let db = TestDatabase::new();
    let config: postgres::Config = db.url.parse().unwrap();
    let (user, port) =
        (config.get_user().unwrap_or("postgres"), config.get_ports().first().copied().unwrap_or(5432));
    let (proxy, has_cut) = proxy(format!("127.0.0.1:{port}"), cut_after_answer);
    let password =
        config.get_password().map(|p| format!(":{}", String::from_utf8_lossy(p))).unwrap_or_default();
    let url = format!("postgres://{user}{password}@127.0.0.1:{proxy}/{}", db.name);
    let events = Events::default();
    let options = Options { single_connection, ..Options::default() };
    let runner = Runner::new(database(three()), url).options(options).on_event(events.listener());
    (db, runner, events, has_cut)
}

#[test]
fn cut_after_the_server_committed() {
    for single_connection in [false, true] {
        let (db, mut runner, events, has_cut) = through_proxy(true, single_connection);
        let report = runner.upgrade("head").unwrap();
        assert!(has_cut.load(Ordering::SeqCst));
        assert!(events.has(|event| matches!(event, Event::AskingAfterCommit { .. })));
        assert_eq!(ids(&report), ["a1", "b2", "c3"]);
        assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade", "c3 upgrade"]);
    }
}

#[test]
fn cut_before_the_server_committed() {
    let (db, mut runner, _, has_cut) = through_proxy(false, false);
    let failure = fails(runner.upgrade("head"), "disconnected");
    assert!(has_cut.load(Ordering::SeqCst));
    assert_eq!(ids(&failure.report), ["a1"]);
    assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
    resume(&db, "plain");
}
