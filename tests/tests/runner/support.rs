//! Histories built in code, and databases to run them on.

use std::sync::{Arc, Mutex};

use dbmig_runtime::runner::{Event, Failure, Options, Report, Runner, Script};
pub(super) use dbmig_tests::history::*;
use dbmig_tests::server;
use postgres::{Client, NoTls};

/// A database of its own, with what these tests ask of one.
pub(super) struct TestDatabase {
    pub(super) url: String,
    pub(super) name: String,
    _database: server::TestDatabase,
}

impl TestDatabase {
    pub(super) fn new() -> Self {
        let database = server::database();
        Self { url: database.url(), name: database.name().to_owned(), _database: database }
    }

    pub(super) fn connect(&self) -> Client {
        connect(&self.url)
    }

    pub(super) fn runner(&self, scripts: Vec<Script>) -> Runner<'static> {
        Runner::new(database(scripts), &self.url)
    }

    pub(super) fn execute(&self, sql: &str) {
        self.connect().batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }

    /// The first column of every row, as text.
    pub(super) fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.connect().query(sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        rows.iter().map(|row| row.get(0)).collect()
    }

    pub(super) fn versions(&self) -> Vec<String> {
        self.texts("SELECT revision FROM dbmig_version ORDER BY 1")
    }

    /// `revision direction` of every history row.
    pub(super) fn history(&self) -> Vec<String> {
        self.texts("SELECT revision || ' ' || direction FROM dbmig_history WHERE result = 'done' ORDER BY id")
    }

    /// `revision direction step state` of every ledger row.
    pub(super) fn ledger(&self) -> Vec<String> {
        self.texts(
            "SELECT revision || ' ' || direction || ' ' || step || ' ' || state FROM dbmig_ledger ORDER BY step",
        )
    }

    /// The tables and indexes in `public` that are not dbmig's, with `!` on invalid indexes.
    pub(super) fn relations(&self) -> Vec<String> {
        self.texts(
            "SELECT c.relname || CASE WHEN i.indisvalid THEN '' WHEN i.indisvalid IS NULL THEN '' ELSE '!' END \
             FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid \
             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') \
             AND relname NOT LIKE 'dbmig%' ORDER BY 1",
        )
    }
}

pub(super) fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).expect("the test server answers")
}

/// `url` with another database.
pub(super) fn url_of(url: &str, database: &str) -> String {
    let (server, rest) = url.rsplit_once('/').expect("a URL with a database");
    let parameters = rest.find('?').map_or("", |at| &rest[at..]);
    format!("{server}/{database}{parameters}")
}

/// The error text of a run, and of its parts; no secret may be in it.
#[track_caller]
pub(super) fn fails<T: std::fmt::Debug>(result: std::result::Result<T, Failure>, kind: &str) -> Failure {
    match result {
        Ok(report) => panic!("expected {kind}, but it did {report:#?}"),
        Err(failure) => {
            assert_eq!(failure.error.kind(), kind, "{failure}\n{failure:#?}");
            let everything = format!("{failure} {failure:?}");
            assert!(!everything.contains("s3cret"), "{everything}");
            failure
        }
    }
}

/// The ids of what a run did.
pub(super) fn ids(report: &Report) -> Vec<&str> {
    report.applied.iter().map(|applied| applied.revision.as_str()).collect()
}

/// Collects events by name.
#[derive(Clone, Default)]
pub(super) struct Events(Arc<Mutex<Vec<Event>>>);

impl Events {
    pub(super) fn listener(&self) -> impl FnMut(&Event) + Send + 'static {
        let events = self.0.clone();
        move |event| events.lock().unwrap().push(event.clone())
    }

    pub(super) fn has(&self, matches: impl Fn(&Event) -> bool) -> bool {
        self.0.lock().unwrap().iter().any(matches)
    }

    #[track_caller]
    pub(super) fn wait_for(&self, matches: impl Fn(&Event) -> bool) {
        wait_until("an event", || self.has(&matches));
    }
}

/// Waits up to half a minute.
#[track_caller]
pub(super) fn wait_until(what: &str, is_true: impl Fn() -> bool) {
    let began = std::time::Instant::now();
    while !is_true() {
        assert!(began.elapsed().as_secs() < 30, "waited too long for {what}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

pub(super) fn impatient() -> Options {
    Options { lock_wait: std::time::Duration::ZERO, ..Options::default() }
}
