//! What statements outside a transaction leave when they are broken off, whoever wrote them: found, and brought to an end.

use std::thread;

use dbmig_runtime::migration::{Op, Result, drop_index, index};
use dbmig_runtime::runner::{Error, Event, Script};
use postgres::Client;

use super::support::*;

fn history(up: Directives) -> Vec<Script> {
    let make: Directives = |op| {
        op.execute("CREATE TABLE one (id int, note text); CREATE INDEX one_id ON one (id)")?;
        op.execute("CREATE TABLE parent (id int) PARTITION BY LIST (id)")?;
        op.execute("CREATE TABLE child PARTITION OF parent FOR VALUES IN (1)")
    };
    vec![script("a1", &[], make, nothing), script("b2", &["a1"], up, nothing)]
}

/// Runs `up` against a session that has run `holding`, and ends it in the middle: when `is_there` gives a row.
fn broken_off(up: Directives, holding: &str, is_there: &str) -> TestDatabase {
    let db = TestDatabase::new();
    db.runner(history(up)).upgrade("a1").unwrap();
    let mut holder: Client = db.connect();
    holder.batch_execute(&format!("BEGIN; {holding}")).unwrap();
    thread::scope(|scope| {
        let run = scope.spawn(|| db.runner(history(up)).upgrade("head").unwrap_err());
        wait_until(is_there, || !db.texts(is_there).is_empty());
        db.texts(
            "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = current_database() \
             AND application_name LIKE 'dbmig %' AND state = 'active' AND wait_event_type = 'Lock'",
        );
        run.join().unwrap();
    });
    assert_eq!(db.ledger(), ["b2 upgrade 0 started"]);
    db
}

/// Runs it again, to its end.
fn again(db: &TestDatabase, up: Directives) -> Events {
    let events = Events::default();
    db.runner(history(up)).on_event(events.listener()).upgrade("head").unwrap();
    assert_eq!((db.versions(), db.ledger()), (vec!["b2".to_owned()], vec![]));
    events
}

fn drops(events: &Events, name: &str) -> bool {
    events.has(|event| matches!(event, Event::DroppingUnfinishedIndex { index } if index.ends_with(name)))
}

const INVALID: &str = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid";

#[test]
fn a_reindex_that_was_broken_off_before_or_after_it_swapped_the_indexes() {
    let up: Directives = |op| op.execute_outside_transaction("REINDEX INDEX CONCURRENTLY one_id");
    for (holding, left) in
        [("LOCK one IN ROW EXCLUSIVE MODE", "one_id_ccnew"), ("SELECT FROM one", "one_id_ccold")]
    {
        let is_there = format!("{INVALID} AND indexrelid::regclass::text = '{left}'");
        let db = broken_off(up, holding, &is_there);
        let events = again(&db, up);
        assert!(drops(&events, left));
        assert_eq!(db.texts(INVALID), [""; 0]);
        assert_eq!(db.relations(), ["child", "one", "one_id"]);
    }
}

#[test]
fn the_leftovers_of_a_whole_table_and_of_what_it_stores_out_of_line() {
    let up: Directives = |op| op.execute_outside_transaction("REINDEX (CONCURRENTLY) TABLE one");
    let is_there = format!("{INVALID} AND indexrelid::regclass::text LIKE 'pg_toast%ccnew'");
    let db = broken_off(up, "LOCK one IN ROW EXCLUSIVE MODE", &is_there);
    assert_eq!(db.texts(INVALID).len(), 2);
    again(&db, up);
    assert_eq!(db.texts(INVALID), [""; 0]);
}

#[test]
fn a_partition_that_is_half_detached() {
    let up: Directives =
        |op| op.execute_outside_transaction("ALTER TABLE parent DETACH PARTITION child CONCURRENTLY");
    let pending = "SELECT 'x' FROM pg_inherits WHERE inhdetachpending";
    let db = broken_off(up, "SELECT FROM parent", pending);
    assert!(!db.texts(pending).is_empty());
    let events = again(&db, up);
    assert!(events.has(|event| matches!(event, Event::FinishingDetach { .. })));
    assert_eq!(db.texts("SELECT inhrelid::regclass::text FROM pg_inherits"), [""; 0]);
}

#[test]
fn a_partition_that_somebody_else_left_half_detached() {
    let up: Directives =
        |op| op.execute_outside_transaction("ALTER TABLE parent DETACH PARTITION child CONCURRENTLY");
    let db = broken_off(up, "SELECT FROM parent", "SELECT 'x' FROM pg_inherits WHERE inhdetachpending");
    // Nothing of ours is known.
    db.execute("DELETE FROM dbmig_ledger");
    again(&db, up);
    assert_eq!(db.texts("SELECT inhrelid::regclass::text FROM pg_inherits"), [""; 0]);
}

#[test]
fn an_index_that_is_half_dropped() {
    let by_directive: Directives = |op| op.drop_index(drop_index("one_id").concurrently());
    let by_hand: Directives = |op| op.execute_outside_transaction("DROP INDEX CONCURRENTLY one_id");
    for up in [by_directive, by_hand] {
        let db = broken_off(up, "SELECT FROM one", INVALID);
        assert_eq!(db.texts(INVALID), ["one_id"]);
        again(&db, up);
        assert_eq!(db.relations(), ["child", "one"]);
    }
}

#[test]
fn an_index_built_by_hand() {
    let up: Directives =
        |op| op.execute_outside_transaction("CREATE INDEX CONCURRENTLY IF NOT EXISTS one_note ON one (note)");
    let db = broken_off(up, "LOCK one IN ROW EXCLUSIVE MODE", INVALID);
    assert_eq!(db.texts(INVALID), ["one_note"]);
    let events = again(&db, up);
    assert!(drops(&events, "one_note"));
    assert_eq!(db.relations(), ["child", "one", "one_id", "one_note"]);
}

#[test]
fn an_index_that_somebody_is_building_is_not_taken_away() {
    let up: Directives = |op| op.create_index(index("one_note").on("one").columns(["note"]).concurrently());
    let db = TestDatabase::new();
    db.runner(history(up)).upgrade("a1").unwrap();
    let mut holder = db.connect();
    holder.batch_execute("BEGIN; LOCK one IN ROW EXCLUSIVE MODE").unwrap();
    let mut builder = db.connect();
    let events = Events::default();
    let mut runner = db.runner(history(up)).on_event(events.listener());
    thread::scope(|scope| {
        let build = scope.spawn(move || {
            builder.batch_execute("CREATE INDEX CONCURRENTLY one_note ON one (note)").unwrap()
        });
        wait_until("the build", || !db.texts(INVALID).is_empty());
        let run = scope.spawn(move || runner.upgrade("head").unwrap_err());
        events.wait_for(|event| matches!(event, Event::OrphanWaiting { .. }));
        holder.batch_execute("COMMIT").unwrap();
        build.join().unwrap();
        // It is the same, and yet somebody else's.
        let failure = run.join().unwrap();
        assert!(matches!(failure.error, Error::OtherIndex { is_same: true, .. }), "{failure:?}");
    });
    assert_eq!(db.relations(), ["child", "one", "one_id", "one_note"]);
}

#[test]
fn an_index_of_the_same_name_is_compared() {
    let unique: fn(&mut Op) -> Result =
        |op| op.create_index(index("one_id").on("one").columns(["id"]).unique().concurrently());
    let same: Directives =
        |op| op.execute_outside_transaction("CREATE INDEX CONCURRENTLY IF NOT EXISTS one_id ON one (id)");
    let other: Directives = |op| {
        op.execute_outside_transaction(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS one_id ON one (id) WHERE id > 0",
        )
    };
    for up in [unique, other] {
        let db = TestDatabase::new();
        let failure = fails(db.runner(history(up)).upgrade("head"), "other_index");
        let text = failure.to_string();
        assert!(text.contains("CREATE INDEX one_id ON public.one USING btree (id)"), "{text}");
        assert!(failure.error.details().iter().any(|line| line.contains("CONCURRENTLY")), "{failure:?}");
        assert_eq!((db.versions(), db.ledger()), (vec!["a1".to_owned()], vec![]));
    }
    TestDatabase::new().runner(history(same)).upgrade("head").unwrap();
}

#[test]
fn a_run_that_ended_before_it_built_anything_does_not_take_another_index_for_its_own() {
    let up: Directives = |op| op.create_index(index("one_note").on("one").columns(["note"]).concurrently());
    let db = broken_off(up, "LOCK one IN ROW EXCLUSIVE MODE", INVALID);
    db.execute("DROP INDEX one_note; CREATE INDEX one_note ON one (note DESC)");
    fails(db.runner(history(up)).upgrade("head"), "other_index");
    db.execute("DROP INDEX one_note; CREATE INDEX one_note ON one USING btree (note)");
    again(&db, up);
}

#[test]
fn duplicates_are_shown() {
    let up: Directives = |op| {
        op.execute("INSERT INTO one VALUES (1, 'A'), (2, 'a'), (3, 'b'), (4, NULL), (5, NULL)")?;
        op.execute_outside_transaction("CREATE UNIQUE INDEX CONCURRENTLY one_note ON one (lower(note) DESC)")
    };
    let db = TestDatabase::new();
    let failure = fails(db.runner(history(up)).upgrade("head"), "sql");
    let details = failure.error.details();
    assert!(details.contains(&"duplicate: lower(note) = a: 2 rows".to_owned()), "{details:?}");
    assert_eq!(db.texts(INVALID), [""; 0]);
    db.execute("DELETE FROM one WHERE id = 2");
    again(&db, up);
}

#[test]
fn what_is_in_the_way_of_clearing_up_is_not_waited_for_for_long() {
    let up: Directives = |op| op.create_index(index("one_note").on("one").columns(["note"]).concurrently());
    let db = TestDatabase::new();
    db.runner(history(up)).upgrade("a1").unwrap();
    let mut holder = db.connect();
    holder.batch_execute("BEGIN; LOCK one IN ROW EXCLUSIVE MODE").unwrap();
    let events = Events::default();
    let mut runner = db.runner(history(up)).on_event(events.listener());
    thread::scope(|scope| {
        let run = scope.spawn(move || fails(runner.upgrade("head"), "sql"));
        wait_until("the build", || !db.texts(INVALID).is_empty());
        db.texts(
            "SELECT pg_cancel_backend(pid)::text FROM pg_stat_activity WHERE datname = current_database() \
             AND query LIKE 'CREATE INDEX%' AND state = 'active'",
        );
        let failure = run.join().unwrap();
        assert!(failure.to_string().contains("57014"), "{failure}");
    });
    assert!(drops(&events, "one_note"));
    assert!(events.has(|event| matches!(event, Event::LeftUnfinished { number: 1, .. })));
    assert_eq!(db.ledger(), ["b2 upgrade 0 started"]);
    holder.batch_execute("COMMIT").unwrap();
    assert!(drops(&again(&db, up), "one_note"));
    assert_eq!(db.relations(), ["child", "one", "one_id", "one_note"]);
}
