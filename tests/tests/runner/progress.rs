//! How far long statements are, by what the server shows.

use std::thread;

use dbmig_runtime::migration::index;
use dbmig_runtime::runner::{Event, Script, ServerProgress};

use super::support::*;

fn history(up: Directives) -> Vec<Script> {
    let make: Directives = |op| {
        op.execute("CREATE TABLE one (id int); CREATE TABLE two (id int)")?;
        op.execute("INSERT INTO one SELECT * FROM generate_series(1, 1000)")?;
        // Slow enough to be seen at work.
        op.execute(
            "CREATE FUNCTION slow(id int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS \
             'BEGIN PERFORM pg_catalog.pg_sleep(0.003); RETURN id; END'",
        )
    };
    vec![script("a1", &[], make, nothing), script("b2", &["a1"], up, nothing)]
}

fn at_a1(up: Directives) -> (TestDatabase, Vec<Script>) {
    let (db, scripts) = (TestDatabase::new(), history(up));
    db.runner(scripts.clone()).upgrade("a1").unwrap();
    (db, scripts)
}

fn shows(event: &Event, matches: impl Fn(&ServerProgress) -> bool) -> bool {
    matches!(event, Event::StatementProgress { progress: Some(progress), .. } if matches(progress))
}

#[test]
fn a_concurrent_build_shows_phase_and_locker() {
    let (db, scripts) = at_a1(|op| op.create_index(index("one_id").on("one").columns(["id"]).concurrently()));
    let mut other = db.connect();
    other.batch_execute("BEGIN; LOCK one IN ROW EXCLUSIVE MODE").unwrap();
    let pid: i32 = other.query_one("SELECT pg_backend_pid()", &[]).unwrap().get(0);
    let events = Events::default();
    let mut runner = db.runner(scripts).on_event(events.listener());
    thread::scope(|scope| {
        let run = scope.spawn(move || runner.upgrade("head").unwrap());
        events.wait_for(|event| {
            shows(event, |progress| {
                progress.command == "CREATE INDEX CONCURRENTLY"
                    && progress.phase.starts_with("waiting for")
                    && (progress.unit, progress.total) == (Some("lockers"), Some(1))
                    && progress.locker.as_ref().is_some_and(|locker| {
                        // Named as a blocker is.
                        locker.pid == Some(pid) && locker.user.is_some()
                    })
            })
        });
        assert!(events.has(|event| matches!(event, Event::StatementProgress { is_waiting: true, .. })));
        other.batch_execute("COMMIT").unwrap();
        run.join().unwrap();
    });
}

#[test]
fn a_build_shows_how_much_of_the_table_it_has_read() {
    let (db, scripts) = at_a1(|op| {
        op.execute("SELECT pg_sleep(1.2)")?;
        op.execute("CREATE INDEX one_slow ON one (slow(id))")
    });
    let events = Events::default();
    db.runner(scripts).on_event(events.listener()).upgrade("head").unwrap();
    let percent = |event: &Event| {
        shows(event, |progress| {
            progress.command == "CREATE INDEX"
                && progress.phase == "building index: scanning table"
                && progress.percent.is_some_and(|percent| (0.0..=100.0).contains(&percent))
        })
    };
    assert!(events.has(percent));
    // What the server has no view for is at least known to run.
    assert!(events.has(|event| matches!(
        event,
        Event::StatementProgress { number: 1, is_waiting: false, progress: None, .. }
    )));
}
