//! Runs that a service starts, from inside an async runtime too, and stops.

use std::thread;

use dbmig_runtime::runner::Event;

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
fn a_stopped_concurrent_build_leaves_nothing() {
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
        events.wait_for(|event| matches!(event, Event::DroppingUnfinishedIndex { .. }));
        blocker.batch_execute("ROLLBACK").unwrap();
        run.join().unwrap();
    });
    assert_eq!((db.relations(), db.ledger()), (vec!["item".to_owned()], vec![]));
    db.runner(scripts).upgrade("head").unwrap();
}
