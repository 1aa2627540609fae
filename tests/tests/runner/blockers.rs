//! Who is in the way of a statement: named while it waits, and when it gives up.

use std::thread;
use std::time::Duration;

use dbmig_runtime::migration::index;
use dbmig_runtime::runner::{Blocker, Error, Event, Failure, Options, Runner, Script};
use dbmig_tests::own_server::OwnServer;
use postgres::Client;

use super::support::*;

fn history() -> Vec<Script> {
    let make: Directives = |op| op.execute("CREATE TABLE one (id int); CREATE TABLE two (id int)");
    let alter: Directives = |op| op.execute("ALTER TABLE one ADD note text");
    vec![script("a1", &[], make, nothing), script("b2", &["a1"], alter, nothing)]
}

fn at_a1() -> TestDatabase {
    let db = TestDatabase::new();
    db.runner(history()).upgrade("a1").unwrap();
    db
}

/// A session called `name` that has run `sql`, and its process id.
fn session(db: &TestDatabase, name: &str, sql: &str) -> (Client, i32) {
    let mut client = db.connect();
    client.batch_execute(&format!("SET application_name = '{name}'; {sql}")).unwrap();
    let pid = client.query_one("SELECT pg_backend_pid()", &[]).unwrap().get(0);
    (client, pid)
}

fn short() -> Options {
    Options { retry_for: Some(Duration::from_millis(600)), ..Options::default() }
}

fn blockers(failure: &Failure) -> &[Blocker] {
    let Error::Sql(sql) = &failure.error else { panic!("{failure:?}") };
    &sql.contention.as_ref().unwrap().blockers
}

/// The blockers of the first event that names some.
fn told(events: &Events) -> Vec<Blocker> {
    let found = std::cell::RefCell::new(Vec::new());
    events.has(|event| match event {
        Event::Blocked { blockers, .. } => {
            found.borrow_mut().clone_from(blockers);
            true
        }
        _ => false,
    });
    found.into_inner()
}

#[test]
fn the_blocker_is_named() {
    let db = at_a1();
    let (_other, pid) = session(&db, "holder", "BEGIN; LOCK one");
    let events = Events::default();
    let mut runner = db.runner(history()).options(short()).on_event(events.listener());
    let failure = fails(runner.upgrade("head"), "sql");
    let text = failure.to_string();
    for part in [
        &*format!("behind \"holder\" (process {pid}, role postgres"),
        "idle in transaction for ",
        " attempts in ",
        &format!("SELECT pg_terminate_backend({pid})"),
        "--retry-for",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let [blocker] = blockers(&failure) else { panic!("{failure:?}") };
    assert_eq!((blocker.pid, &*blocker.application, &blocker.query), (Some(pid), "holder", &None));
    assert_eq!(blocker.backend.as_deref(), Some("client backend"));
    assert_eq!(told(&events).first().and_then(|blocker| blocker.pid), Some(pid));
    assert!(events.has(
        |event| matches!(event, Event::Retrying { blockers, .. } if blockers.iter().any(|b| b.pid == Some(pid)))
    ));
}

#[test]
fn a_single_attempt_names_it_too_with_its_query_if_that_is_asked_for() {
    let db = at_a1();
    let (_other, pid) = session(&db, "holder", "BEGIN; LOCK one");
    let options = Options {
        retry_for: Some(Duration::ZERO),
        lock_timeout: Some("400ms".to_owned()),
        blocker_queries: true,
        ..Options::default()
    };
    let failure = fails(db.runner(history()).options(options).upgrade("head"), "sql");
    let [blocker] = blockers(&failure) else { panic!("{failure:?}") };
    assert_eq!(blocker.pid, Some(pid));
    assert!(blocker.query.as_deref().is_some_and(|query| query.contains("pg_backend_pid")), "{blocker:?}");
}

#[test]
fn a_role_that_may_not_see_what_others_do_is_told_their_process() {
    let db = at_a1();
    let role = format!("{}_owner", db.name);
    db.execute(&format!(
        "CREATE ROLE {role} LOGIN; GRANT ALL ON SCHEMA public TO {role}; ALTER TABLE one OWNER TO {role}; \
         GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}"
    ));
    let (other, pid) = session(&db, "holder", "BEGIN; LOCK one");
    let url = db.url.replace("postgres@", &format!("{role}@"));
    let options = Options { blocker_queries: true, ..short() };
    let failure = fails(Runner::new(database(history()), &url).options(options).upgrade("head"), "sql");
    drop(other);
    db.execute(&format!("DROP OWNED BY {role} CASCADE; DROP ROLE {role}"));
    let [blocker] = blockers(&failure) else { panic!("{failure:?}") };
    assert_eq!((blocker.pid, &*blocker.application, &blocker.state), (Some(pid), "holder", &None));
    let text = failure.to_string();
    assert!(text.contains(&format!("behind \"holder\" (process {pid}, role postgres)")), "{text}");
    assert!(text.contains(&format!("pg_terminate_backend({pid})")), "{text}");
    assert!(!text.contains("insufficient privilege"), "{text}");
}

#[test]
fn the_root_of_a_chain_is_named() {
    let db = at_a1();
    let (mut reader, root) = session(&db, "reader", "BEGIN; SELECT FROM one");
    let (mut waiting, between) = session(&db, "between", "");
    thread::scope(|scope| {
        let waits = scope.spawn(move || waiting.batch_execute("BEGIN; LOCK one; COMMIT").unwrap());
        let is_waiting =
            format!("SELECT 'x' FROM pg_stat_activity WHERE pid = {between} AND wait_event_type = 'Lock'");
        wait_until("the session between", || !db.texts(&is_waiting).is_empty());
        let failure = fails(db.runner(history()).options(short()).upgrade("head"), "sql");
        let [blocker] = blockers(&failure) else { panic!("{failure:?}") };
        assert_eq!((blocker.pid, &*blocker.application), (Some(root), "reader"));
        reader.batch_execute("COMMIT").unwrap();
        waits.join().unwrap();
    });
}

#[test]
fn a_single_connection_watches_nobody_and_tries_again_all_the_same() {
    let db = at_a1();
    let (mut other, _) = session(&db, "holder", "BEGIN; LOCK one");
    let options = Options { single_connection: true, ..short() };
    let failure = fails(db.runner(history()).options(options.clone()).upgrade("head"), "sql");
    assert!(blockers(&failure).is_empty());
    other.batch_execute("COMMIT").unwrap();
    db.runner(history()).options(options).upgrade("head").unwrap();
}

#[test]
fn a_concurrent_build_waits_for_an_old_snapshot_and_says_so() {
    let db = at_a1();
    let mut scripts = history();
    scripts[1].upgrade = |op| op.create_index(index("one_id").on("one").columns(["id"]).concurrently());
    let (mut other, pid) = session(&db, "old", "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM two");
    let events = Events::default();
    // Longer than any limit would let it wait.
    let options = Options { lock_timeout: Some("10ms".to_owned()), ..short() };
    let mut runner = db.runner(scripts).options(options).on_event(events.listener());
    thread::scope(|scope| {
        let run = scope.spawn(move || runner.upgrade("head").unwrap());
        events.wait_for(|event| {
            matches!(event, Event::Blocked { number: 1, blockers, .. } if blockers.iter().any(|b| b.pid == Some(pid)))
        });
        other.batch_execute("COMMIT").unwrap();
        run.join().unwrap();
    });
    assert_eq!(db.relations(), ["one", "one_id", "two"]);
}

#[test]
fn a_prepared_transaction_is_named_by_its_id() {
    let server = OwnServer::start(&["max_prepared_transactions=2"]);
    let url = server.create_database("users");
    let run = |options| Runner::new(database(history()), &url).options(options).upgrade("head");
    Runner::new(database(history()), &url).upgrade("a1").unwrap();
    connect(&url).batch_execute("BEGIN; LOCK one; PREPARE TRANSACTION 'it''s'").unwrap();
    let failure = fails(run(short()), "sql");
    let [blocker] = blockers(&failure) else { panic!("{failure:?}") };
    assert_eq!((blocker.pid, blocker.prepared.as_deref()), (None, Some("it's")));
    assert!(failure.to_string().contains("ROLLBACK PREPARED 'it''s'"), "{failure}");
    // It may be at the end of a chain, too.
    let mut waiting = connect(&url);
    thread::scope(|scope| {
        let waits = scope.spawn(move || waiting.batch_execute("TRUNCATE one").unwrap());
        let is_waiting =
            "SELECT FROM pg_stat_activity WHERE query = 'TRUNCATE one' AND wait_event_type = 'Lock'";
        wait_until("the session between", || !connect(&url).query(is_waiting, &[]).unwrap().is_empty());
        let failure = fails(run(short()), "sql");
        let [blocker] = blockers(&failure) else { panic!("{failure:?}") };
        assert_eq!(blocker.prepared.as_deref(), Some("it's"));
        connect(&url).batch_execute("ROLLBACK PREPARED 'it''s'").unwrap();
        waits.join().unwrap();
    });
    run(Options::default()).unwrap();
}
