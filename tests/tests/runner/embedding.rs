//! Runs that a service starts, from inside an async runtime too, and stops.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use dbmig_runtime::migration::Op;
use dbmig_runtime::runner::{Event, IfAhead, IfLocked, NotRun, Options, Script};

use super::support::*;

#[test]
fn inside_async_runtimes() {
    let db = TestDatabase::new();
    let run = |target: &'static str| {
        let mut runner = db.runner(three());
        async move {
            runner.current().unwrap();
            runner.upgrade(target).unwrap().applied.len()
        }
    };
    let current_thread = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert_eq!(current_thread.block_on(run("a1")), 1);
    let multi_thread = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    assert_eq!(multi_thread.block_on(run("head")), 2);
}

#[test]
fn a_run_is_stopped_from_another_thread() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| op.execute("CREATE TABLE two (id int); SELECT pg_sleep(60)");
    let events = Events::default();
    let mut runner = db.runner(scripts).on_event(events.listener());
    let canceller = runner.canceller();
    thread::scope(|scope| {
        let run = scope.spawn(move || fails(runner.upgrade("head"), "interrupted"));
        events
            .wait_for(|event| matches!(event, Event::StatementStarted { revision, .. } if revision == "b2"));
        canceller.cancel();
        let failure = run.join().unwrap();
        assert_eq!(ids(&failure.report), ["a1"]);
        assert!(failure.to_string().contains("the database is at a1"), "{failure}");
    });
    assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
}

#[test]
fn a_stopped_concurrent_build_ends_at_once_and_the_next_run_clears_up() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (code int)");
    let mut blocker = db.connect();
    blocker.batch_execute("BEGIN; LOCK TABLE item IN ROW EXCLUSIVE MODE").unwrap();
    let scripts = vec![script(
        "a1",
        &[],
        |op| {
            op.create_index(
                dbmig_runtime::migration::index("item_code").on("item").columns(["code"]).concurrently(),
            )
        },
        nothing,
    )];
    let events = Events::default();
    let mut runner = db.runner(scripts.clone()).on_event(events.listener());
    let canceller = runner.canceller();
    thread::scope(|scope| {
        let run = scope.spawn(move || fails(runner.upgrade("head"), "interrupted"));
        wait_until("the invalid index", || db.relations().contains(&"item_code!".to_owned()));
        canceller.cancel();
        // What the build waited for is still there.
        run.join().unwrap();
    });
    assert!(events.has(|event| matches!(event, Event::LeftUnfinished { .. })));
    assert!(!events.has(|event| matches!(event, Event::DroppingUnfinishedIndex { .. })));
    assert_eq!(db.ledger(), ["a1 upgrade 0 started"]);
    // Clearing up waits for it, too, and can be stopped in turn.
    let events = Events::default();
    let mut runner = db.runner(scripts.clone()).on_event(events.listener());
    let canceller = runner.canceller();
    thread::scope(|scope| {
        let run = scope.spawn(move || fails(runner.upgrade("head"), "interrupted"));
        events.wait_for(|event| matches!(event, Event::DroppingUnfinishedIndex { .. }));
        canceller.cancel();
        run.join().unwrap();
    });
    blocker.batch_execute("ROLLBACK").unwrap();
    db.runner(scripts).upgrade("head").unwrap();
    assert_eq!((db.relations(), db.ledger()), (vec!["item".to_owned(), "item_code".to_owned()], vec![]));
}

/// Three revisions, the second of which takes a minute.
fn slow() -> Vec<Script> {
    let mut scripts = three();
    scripts[1].upgrade = |op| op.execute("CREATE TABLE two (id int); SELECT pg_sleep(60)");
    scripts
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn async_code_waits_for_a_run() {
    let db = TestDatabase::new();
    runtime().block_on(async {
        let report = database(three()).at(&db.url).upgrade_async("b2").await.unwrap();
        assert_eq!(ids(&report), ["a1", "b2"]);
        let current = database(three()).at(&db.url).in_background(|runner| runner.current()).await.unwrap();
        assert_eq!(current.pending, 1);
        let failure = database(three()).at(&db.url).upgrade_async("nowhere").await.unwrap_err();
        assert_eq!(failure.error.kind(), "target");
    });
}

#[test]
fn a_future_that_is_dropped_stops_its_run() {
    let db = TestDatabase::new();
    let events = Events::default();
    let runner = db.runner(slow()).on_event(events.listener());
    runtime().block_on(async {
        let mut run = Box::pin(runner.upgrade_async("head"));
        let begun =
            |event: &Event| matches!(event, Event::StatementStarted { revision, .. } if revision == "b2");
        while !events.has(begun) {
            let polled = tokio::time::timeout(Duration::from_millis(20), run.as_mut()).await;
            assert!(polled.is_err(), "it takes a minute");
        }
    });
    wait_until("the run to end", || {
        db.texts("SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'dbmig%'")
            .is_empty()
    });
    assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
}

#[test]
#[should_panic(expected = "a revision that panics")]
fn a_panic_comes_through() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[0].upgrade = |_: &mut Op| panic!("a revision that panics");
    let _ = runtime().block_on(db.runner(scripts).upgrade_async("head"));
}

#[test]
fn replicas_that_start_at_once_migrate_once() {
    let db = TestDatabase::new();
    let applied: Vec<usize> = thread::scope(|scope| {
        let one = || scope.spawn(|| database(three()).upgrade(&db.url).unwrap().applied.len());
        let threads: Vec<_> = (0..6).map(|_| one()).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(applied.iter().sum::<usize>(), 3, "{applied:?}");
    assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade", "c3 upgrade"]);
}

#[test]
fn a_replica_leaves_it_to_another_run() {
    let db = TestDatabase::new();
    let events = Events::default();
    let mut runner = db.runner(slow()).on_event(events.listener());
    let canceller = runner.canceller();
    thread::scope(|scope| {
        let run = scope.spawn(move || fails(runner.upgrade("head"), "interrupted"));
        events
            .wait_for(|event| matches!(event, Event::StatementStarted { revision, .. } if revision == "b2"));
        let with = |if_locked| db.runner(three()).options(Options { if_locked, ..Options::default() });
        let report = with(IfLocked::Skip).upgrade("head").unwrap();
        let Some(NotRun::Locked { holder: Some(holder) }) = report.not_run else { panic!("{report:?}") };
        assert!(holder.application.starts_with("dbmig "), "{holder}");
        fails(with(IfLocked::Fail).upgrade("head"), "locked");
        canceller.cancel();
        run.join().unwrap();
    });
}

#[test]
fn an_old_replica_lets_a_newer_database_be() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("head").unwrap();
    let older: Vec<Script> = three().into_iter().take(2).collect();
    fails(db.runner(older.clone()).upgrade("head"), "ahead");
    let options = Options { if_ahead: IfAhead::Skip, ..Options::default() };
    let mut runner = db.runner(older).options(options);
    let report = runner.upgrade("head").unwrap();
    assert!(
        matches!(&report.not_run, Some(NotRun::Ahead { unknown }) if unknown[0].id == "c3"),
        "{report:?}"
    );
    assert!(runner.check().is_ok());
    assert_eq!(db.versions(), ["c3"]);
}

#[test]
fn a_service_that_must_not_migrate_checks() {
    let db = TestDatabase::new();
    let kind = |scripts: Vec<Script>| database(scripts).check(&db.url).map_err(|error| error.kind());
    assert_eq!(kind(three()).unwrap_err(), "behind");
    db.runner(three()).upgrade("b2").unwrap();
    let error = database(three()).check(&db.url).unwrap_err().to_string();
    assert!(error.contains("is behind this code: 1 revision is not applied (c3); run upgrade"), "{error}");
    db.runner(three()).upgrade("head").unwrap();
    // A role that may read is enough, where nothing may be written.
    let role = format!("{}_reader", db.name);
    db.execute(&format!(
        "CREATE ROLE {role} LOGIN; GRANT SELECT ON dbmig_version, dbmig_history, dbmig_ledger TO {role}; \
         ALTER ROLE {role} SET default_transaction_read_only = on"
    ));
    let url = db.url.replace("postgres@", &format!("{role}@"));
    let current = database(three()).check(url);
    db.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    assert!(current.unwrap().is_at_heads());
    assert_eq!(kind(three().into_iter().take(2).collect()).unwrap_err(), "ahead");
}

/// What the `tracing` crate is told, a line an event.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl tracing::Subscriber for Lines {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        self.0.lock().unwrap().push(format!("span {}", span.metadata().name()));
        tracing::span::Id::from_u64(1)
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = event.metadata().level().to_string();
        event.record(&mut |field: &tracing::field::Field, value: &dyn std::fmt::Debug| {
            line.push_str(&format!(" {field}={value:?}"));
        });
        self.0.lock().unwrap().push(line);
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

#[test]
fn a_run_is_traced() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[0].upgrade = |op| op.execute("DO $$ BEGIN PERFORM 'password=s3cret'; END $$");
    let lines = Lines::default();
    // While there is only one, tracing asks the thread that comes first to an event whether anybody listens: another test's.
    let _second = tracing::Dispatch::new(Lines::default());
    tracing::subscriber::with_default(lines.clone(), || db.runner(scripts).upgrade("a1").unwrap());
    let lines = lines.0.lock().unwrap().join("\n");
    for part in [
        "span dbmig",
        "INFO message=revision started revision=\"a1\"",
        "INFO message=revision finished",
        "password=***",
    ] {
        assert!(lines.contains(part), "{part}: {lines}");
    }
    assert!(!lines.contains("s3cret"), "{lines}");
}
