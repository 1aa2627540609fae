//! Processes that are told to end, that are many, and that sleep while others work.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use dbmig_tests::deployed::{Ended, Process};
use dbmig_tests::proxy::{Proxy, Then};
use dbmig_tests::server::{self, TestDatabase};

use super::course::{LIMIT, binary, ends_right, finished, run, server_of, undisturbed};
use super::wait_until;

fn statements_running(database: &TestDatabase, beginning: &str) -> bool {
    let sql = "SELECT count(*) FROM pg_stat_activity \
               WHERE datname = $1 AND state = 'active' AND starts_with(query, $2)";
    let row = database.connect().query_one(sql, &[&database.name(), &beginning]).unwrap();
    row.get::<_, i64>(0) > 0
}

#[test]
fn a_signal_cancels_the_statement_and_gives_the_lock_back() {
    for signal in ["TERM", "INT", "HUP"] {
        let database = server::database();
        let process = Process::default();
        let ended = thread::scope(|scope| {
            let run = scope.spawn(|| process.run(binary("slow", &database.url(), &["upgrade"]), LIMIT));
            wait_until("the slow statement", || statements_running(&database, "CREATE TABLE two"));
            process.signal(signal);
            run.join().unwrap()
        });
        assert_eq!((ended.code, ended.kind()), (Some(1), "interrupted"), "{signal}: {}", ended.stderr);
        assert!(!statements_running(&database, "CREATE TABLE two"), "{signal}");
        finished(&run("plain", &database.url(), &["upgrade", "--lock-wait", "0"]));
        ends_right(&undisturbed("plain"), &database.url());
    }
}

/// The request to cancel overtakes the statement: it finds nothing to cancel, and the statement would run on.
#[test]
fn a_signal_just_before_a_statement_reaches_the_server() {
    let database = server::database();
    let process = Process::default();
    let victim = process.clone();
    let proxy = Proxy::start(server_of(&database), move |message| {
        if !message.begins("CREATE TABLE two") {
            return Then::Pass;
        }
        victim.signal("TERM");
        Then::PassAfterAnother
    });
    let began = Instant::now();
    let ended = process.run(binary("slow", &proxy.url(&database.url()), &["upgrade"]), LIMIT);
    assert_eq!((ended.code, ended.kind()), (Some(1), "interrupted"), "{}", ended.stderr);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    finished(&run("plain", &database.url(), &["upgrade"]));
    ends_right(&undisturbed("plain"), &database.url());
}

#[test]
fn ten_processes_at_once_do_the_work_of_one() {
    let database = server::database();
    thread::scope(|scope| {
        let runs: Vec<_> =
            (0..10).map(|_| scope.spawn(|| run("long", &database.url(), &["upgrade"]))).collect();
        runs.into_iter().for_each(|run| finished(&run.join().unwrap()));
    });
    ends_right(&undisturbed("long"), &database.url());
}

/// A run that is asleep from its `nth` message of a kind on, while its lock is lost and another run does everything.
fn asleep(history: &'static str, sql: &'static str, nth: usize) -> (TestDatabase, Ended) {
    let database = server::database();
    let process = Process::default();
    let (victim, url) = (process.clone(), database.url());
    let (name, seen) = (database.name().to_owned(), AtomicUsize::new(0));
    let other: Arc<std::sync::Mutex<Option<Ended>>> = Arc::default();
    let others = other.clone();
    let proxy = Proxy::start(server_of(&database), move |message| {
        if message.begins(sql) && seen.fetch_add(1, Ordering::SeqCst) + 1 == nth {
            victim.signal("STOP");
            let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
            // As the server does when the other end has been silent for too long.
            let end = "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks l JOIN pg_stat_activity USING (pid) \
                       WHERE l.locktype = 'advisory' AND datname = $1";
            client.execute(end, &[&name]).unwrap();
            *others.lock().unwrap() = Some(run(history, &url, &["upgrade"]));
            victim.signal("CONT");
        }
        Then::Pass
    });
    let ended = process.run(binary(history, &proxy.url(&database.url()), &["upgrade"]), LIMIT);
    finished(&other.lock().unwrap().take().expect("the other run"));
    (database, ended)
}

#[test]
fn a_run_that_slept_while_another_worked_does_nothing_twice() {
    for (history, sql, nth) in [
        ("counting", "BEGIN", 3),
        ("counting", "SELECT CASE WHEN pg_catalog.pg_advisory_unlock", 2),
        ("counting", "INSERT INTO one", 1),
        ("counting alone", "SELECT CASE WHEN pg_catalog.pg_advisory_unlock", 3),
        ("counting alone", "INSERT INTO public.dbmig_ledger", 1),
    ] {
        let (database, ended) = asleep(history, sql, nth);
        assert_ne!(ended.code, Some(0), "{history}, {sql}: {}", ended.stderr);
        assert!(ended.error["next_step"].is_string(), "{history}, {sql}: {}", ended.stderr);
        finished(&run(history, &database.url(), &["upgrade"]));
        let count = database.connect().query_one("SELECT count(*) FROM one", &[]).unwrap();
        assert_eq!(count.get::<_, i64>(0), 1, "{history}, {sql}");
        ends_right(&undisturbed(history), &database.url());
    }
}
