//! A lock that an autovacuum holds: PostgreSQL cancels it for whoever waits longer than `deadlock_timeout`, and for nobody else.

use std::time::{Duration, Instant};

use dbmig_runtime::runner::{Event, Options, Runner, Script};
use dbmig_tests::own_server::OwnServer;

use super::support::*;

/// Every second it looks for work, and then it does a page every tenth of a second.
const SLOW: &[&str] = &[
    "autovacuum_naptime=1s",
    "autovacuum_vacuum_cost_delay=100ms",
    "autovacuum_vacuum_cost_limit=1",
    "autovacuum_vacuum_threshold=1",
    "autovacuum_vacuum_scale_factor=0",
    "autovacuum_vacuum_insert_threshold=-1",
    "autovacuum_analyze_threshold=1000000000",
];

fn history() -> Vec<Script> {
    let make: Directives = |op| {
        op.execute("CREATE TABLE one (id int) WITH (fillfactor = 10)")?;
        op.execute("INSERT INTO one SELECT * FROM generate_series(1, 20000)")
    };
    let alter: Directives = |op| op.execute("ALTER TABLE one ADD note text");
    vec![script("a1", &[], make, nothing), script("b2", &["a1"], alter, nothing)]
}

#[test]
fn an_autovacuum_gives_way_to_whoever_waits_long_enough() {
    let server = OwnServer::start(SLOW);
    let url = server.create_database("users");
    Runner::new(database(history()), &url).upgrade("a1").unwrap();
    connect(&url).batch_execute("DELETE FROM one WHERE id % 2 = 0").unwrap();
    let is_vacuumed = "SELECT FROM pg_stat_progress_vacuum WHERE relid = 'one'::regclass";
    wait_until("the autovacuum", || !connect(&url).query(is_vacuumed, &[]).unwrap().is_empty());

    // As long as it takes, no attempt within the second gets past it.
    let short = Options {
        lock_timeout: Some("500ms".to_owned()),
        retry_for: Some(Duration::from_secs(2)),
        ..Options::default()
    };
    let failure = fails(Runner::new(database(history()), &url).options(short).upgrade("head"), "sql");
    assert!(failure.to_string().contains("let the autovacuum finish"), "{failure}");

    let began = Instant::now();
    let events = Events::default();
    Runner::new(database(history()), &url).on_event(events.listener()).upgrade("head").unwrap();
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let by_autovacuum = |event: &Event| {
        matches!(event, Event::Retrying { blockers, .. }
            if blockers.iter().any(|blocker| blocker.backend.as_deref() == Some("autovacuum worker")))
    };
    assert!(events.has(by_autovacuum));
}
