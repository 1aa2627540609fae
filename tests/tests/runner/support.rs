//! Histories built in code, and databases to run them on.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use dbmig_runtime::runner::{Event, Failure, Options, Report, Runner, Script};
pub use dbmig_tests::history::*;
use postgres::{Client, NoTls};

/// A database of its own on the test server, dropped at the end.
pub struct TestDatabase {
    pub url: String,
    pub name: String,
    admin: String,
}

impl TestDatabase {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("dbmig_runner_{}_{number}", std::process::id());
        let admin = std::env::var("DBMIG_TEST_URL")
            .unwrap_or("postgresql://postgres@127.0.0.1:5599/postgres".to_owned());
        connect(&admin).batch_execute(&format!("CREATE DATABASE {name}")).expect("a new database");
        let url = url_of(&admin, &name);
        Self { url, name, admin }
    }

    pub fn client(&self) -> Client {
        connect(&self.url)
    }

    pub fn runner(&self, scripts: Vec<Script>) -> Runner<'static> {
        Runner::new(database(scripts), &self.url)
    }

    pub fn execute(&self, sql: &str) {
        self.client().batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }

    /// The first column of every row, as text.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.client().query(sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        rows.iter().map(|row| row.get(0)).collect()
    }

    pub fn versions(&self) -> Vec<String> {
        self.texts("SELECT revision FROM dbmig_version ORDER BY 1")
    }

    /// `revision direction` of every history row.
    pub fn history(&self) -> Vec<String> {
        self.texts("SELECT revision || ' ' || direction FROM dbmig_history ORDER BY id")
    }

    /// `revision direction step state` of every ledger row.
    pub fn ledger(&self) -> Vec<String> {
        self.texts(
            "SELECT revision || ' ' || direction || ' ' || step || ' ' || state FROM dbmig_ledger ORDER BY step",
        )
    }

    /// The tables and indexes in `public` that are not dbmig's, with `!` on invalid indexes.
    pub fn relations(&self) -> Vec<String> {
        self.texts(
            "SELECT c.relname || CASE WHEN i.indisvalid THEN '' WHEN i.indisvalid IS NULL THEN '' ELSE '!' END \
             FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid \
             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') \
             AND relname NOT LIKE 'dbmig%' ORDER BY 1",
        )
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        if let Ok(mut client) = Client::connect(&self.admin, NoTls) {
            let _ = client.batch_execute(&sql);
        }
    }
}

pub fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).expect("the test server answers")
}

/// `url` with another database.
pub fn url_of(url: &str, database: &str) -> String {
    let (server, rest) = url.rsplit_once('/').expect("a URL with a database");
    let parameters = rest.find('?').map_or("", |at| &rest[at..]);
    format!("{server}/{database}{parameters}")
}

/// The error text of a run, and of its parts; no secret may be in it.
#[track_caller]
pub fn fails(result: std::result::Result<Report, Failure>, kind: &str) -> Failure {
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
pub fn ids(report: &Report) -> Vec<&str> {
    report.applied.iter().map(|applied| applied.revision.as_str()).collect()
}

/// Collects events by name.
#[derive(Clone, Default)]
pub struct Events(Arc<Mutex<Vec<Event>>>);

impl Events {
    pub fn listener(&self) -> impl FnMut(&Event) + Send + 'static {
        let events = self.0.clone();
        move |event| events.lock().unwrap().push(event.clone())
    }

    pub fn has(&self, matches: impl Fn(&Event) -> bool) -> bool {
        self.0.lock().unwrap().iter().any(matches)
    }

    #[track_caller]
    pub fn wait_for(&self, matches: impl Fn(&Event) -> bool) {
        wait_until("an event", || self.has(&matches));
    }
}

/// Waits up to half a minute.
#[track_caller]
pub fn wait_until(what: &str, is_true: impl Fn() -> bool) {
    let began = std::time::Instant::now();
    while !is_true() {
        assert!(began.elapsed().as_secs() < 30, "waited too long for {what}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

pub fn impatient() -> Options {
    Options { lock_wait: std::time::Duration::ZERO, ..Options::default() }
}
