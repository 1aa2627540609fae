//! What a test calls.

use std::collections::BTreeSet;
use std::time::Instant;

use super::course::Course;
use super::stage::Setting;
use super::{Error, Event, Report, ScratchError, ScratchServer, drop_stale};
use crate::catalog::{Filter, Snapshot};
use crate::revision::{Graph, Range};
use crate::runner::{Canceller, Database, Options, connect, graph, on_own_thread};

/// The environment variable with the URL of the server for scratch databases.
pub const SCRATCH_URL: &str = "DBMIG_SCRATCH_URL";

/// Proves the revisions of a database: each of them is applied, taken back and applied again on a scratch database, and then all
/// of them together. After each step the catalog has to be what it was there before.
///
/// In a test of the migrations package (`migrations::users()` is what its build script registers):
///
/// ```no_run
/// # mod migrations {
/// #     use dbmig_runtime::runner::Database;
/// #     pub fn users() -> Database {
/// #         std::process::abort()
/// #     }
/// # }
/// #[test]
/// fn revisions_are_reversible() -> Result<(), dbmig_runtime::testing::Error> {
///     dbmig_runtime::testing::prove(migrations::users())
///         .on("postgres://postgres@localhost/postgres") // where DBMIG_SCRATCH_URL is not set
///         .run()?;
///     Ok(())
/// }
/// ```
///
/// A test that fails shows every revision that does, with its file and what is different. A revision whose `downgrade` says that it
/// can't be undone is no failure, it is skipped.
pub fn prove(database: Database) -> Prove<'static> {
    Prove {
        scope: recorded_scope(&database),
        database,
        server: None,
        options: Options::default(),
        range: None,
        has_rows: true,
        canceller: Canceller::default(),
        on_event: Box::new(|_| {}),
    }
}

/// What a recorded catalog says that the revisions are about.
fn recorded_scope(database: &Database) -> Filter {
    let snapshot = database.catalog.and_then(|text| Snapshot::parse(text).ok());
    snapshot.map(|snapshot| snapshot.scope()).unwrap_or_default()
}

/// A proof that is about to run: see [`prove`].
#[must_use = "nothing is proven until it runs"]
pub struct Prove<'a> {
    database: Database,
    server: Option<ScratchServer>,
    options: Options,
    scope: Filter,
    range: Option<String>,
    has_rows: bool,
    canceller: Canceller,
    on_event: Box<dyn FnMut(&Event) + Send + 'a>,
}

impl<'a> Prove<'a> {
    /// Takes the server at `url` for scratch databases, unless the environment variable `DBMIG_SCRATCH_URL` names another. The role
    /// has to be allowed to create databases; the database that the URL names is left alone.
    pub fn on(self, url: &str) -> Self {
        match named_server() {
            Some(_) => self,
            None => self.on_server(ScratchServer::named(url)),
        }
    }

    /// Takes this server, whatever the environment says.
    pub fn on_server(mut self, server: ScratchServer) -> Self {
        self.options.single_connection = server.is_single_connection;
        self.server = Some(server);
        self
    }

    /// Proves only the revisions of a range: `a:b`, `a:`, `:b`, both ends included. The others are applied, and the way down to the base
    /// is left out.
    pub fn only(mut self, range: impl Into<String>) -> Self {
        self.range = Some(range.into());
        self
    }

    /// Tells revisions something: what `-x key=value` does for a run.
    pub fn argument(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.arguments.insert(key.into(), value.into());
        self
    }

    /// Leaves every table empty. Otherwise a revision that meets tables is proven a second time with a few rows in them.
    pub fn without_rows(mut self) -> Self {
        self.has_rows = false;
        self
    }

    /// Looks only at these objects. Without it these are what `catalog.json` beside the revisions was recorded with, or all.
    pub fn scope(mut self, scope: Filter) -> Self {
        self.scope = scope;
        self
    }

    /// Calls `listener` with what happens, on the proof's thread.
    pub fn on_event(mut self, listener: impl FnMut(&Event) + Send + 'a) -> Self {
        self.on_event = Box::new(listener);
        self
    }

    /// A handle that stops the proof from another thread.
    pub fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// Runs the proof, from any thread, inside an async runtime too.
    ///
    /// # Errors
    /// [`Error::Failed`] with the whole report if a revision fails; the others if nothing could be proven.
    pub fn run(self) -> Result<Report, Error> {
        on_own_thread(|| self.run_here())
    }

    fn run_here(mut self) -> Result<Report, Error> {
        let began = Instant::now();
        let name = || self.database.name.to_owned();
        let graph = graph(&self.database).map_err(Error::Graph)?;
        if graph.heads().is_empty() {
            return Err(Error::NoRevisions { database: name() });
        }
        let server = self.server.clone().or_else(named_server);
        let server = server.ok_or_else(|| Error::NoServer { database: name() })?;
        let chosen = self.range.as_deref().map(|range| chosen(&graph, range)).transpose()?;
        drop_stale(&mut connect(&server.url).map_err(ScratchError::from)?);
        let setting = Setting {
            database: &self.database,
            graph: &graph,
            server: &server,
            options: &self.options,
            scope: &self.scope,
            canceller: &self.canceller,
            has_rows: self.has_rows,
        };
        let mut course = Course::new(&setting, chosen, &mut *self.on_event);
        course.run()?;
        let report = Report {
            database: name(),
            catalog: course.catalog(),
            cases: course.cases,
            duration: began.elapsed(),
        };
        if report.is_fine() { Ok(report) } else { Err(Error::Failed(Box::new(report))) }
    }
}

impl std::fmt::Debug for Prove<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prove")
            .field("database", &self.database.name)
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

/// The server that the environment names.
pub(super) fn named_server() -> Option<ScratchServer> {
    std::env::var(SCRATCH_URL).ok().filter(|url| !url.trim().is_empty()).map(ScratchServer::named)
}

fn chosen(graph: &Graph, range: &str) -> Result<BTreeSet<String>, Error> {
    let range: Range = range.parse().map_err(Error::Range)?;
    let nodes = graph.history::<&str>(&[], &range).map_err(Error::Range)?;
    Ok(nodes.into_iter().map(|node| node.id.clone()).collect())
}
