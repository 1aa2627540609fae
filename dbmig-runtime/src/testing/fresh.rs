//! A database for each test, with all revisions applied.

use std::fmt;
use std::sync::Once;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::prove::named_server;
use super::template::Template;
use super::{Error, ScratchDatabase, ScratchError, ScratchServer, drop_stale};
use crate::runner::{Database, connect, on_own_thread};

/// Databases for tests: each is new, has every revision of `database`, and is dropped with its value.
///
/// The first one applies the revisions to a template on the server; the others are copies of that, which takes PostgreSQL some
/// tens of milliseconds whatever the number of revisions. When a revision changes, or another branch is checked out, there is another
/// template; those that nobody has made for a week go when a new one comes. Tests may run in parallel, in one process or many.
///
/// ```no_run
/// # mod migrations {
/// #     use dbmig_runtime::runner::Database;
/// #     pub fn users() -> Database {
/// #         std::process::abort()
/// #     }
/// # }
/// #[test]
/// fn names_are_unique() -> Result<(), Box<dyn std::error::Error>> {
///     let users = dbmig_runtime::testing::fresh(migrations::users())
///         .on("postgres://postgres@localhost/postgres") // where DBMIG_SCRATCH_URL is not set
///         .create()?;
///     let mut client = postgres::Client::connect(users.url(), postgres::NoTls)?; // or sqlx, or tokio-postgres
///     client.execute("INSERT INTO users (name) VALUES ('ann')", &[])?;
///     Ok(())
/// }
/// ```
pub fn fresh(database: Database) -> Fresh {
    Fresh { database, server: None }
}

/// How test databases are made: see [`fresh`].
#[derive(Clone)]
#[must_use = "no database is made until it is asked for"]
pub struct Fresh {
    database: Database,
    server: Option<ScratchServer>,
}

impl Fresh {
    /// Takes the server at `url`, unless the environment variable `DBMIG_SCRATCH_URL` names another. The role has to be allowed to
    /// create databases; the database that the URL names is left alone.
    pub fn on(self, url: &str) -> Self {
        let server = named_server().unwrap_or_else(|| ScratchServer::named(url));
        self.on_server(server)
    }

    /// Takes this server, whatever the environment says.
    pub fn on_server(mut self, server: ScratchServer) -> Self {
        self.server = Some(server);
        self
    }

    /// Makes one, from any thread, inside an async runtime too.
    ///
    /// # Errors
    /// If no server is known, it refuses, or a revision can't be applied.
    pub fn create(&self) -> Result<FreshDatabase, Error> {
        on_own_thread(|| self.create_here()).map(|scratch| FreshDatabase { scratch: Some(scratch) })
    }

    fn create_here(&self) -> Result<ScratchDatabase, Error> {
        let server = self.server.clone().or_else(named_server);
        let server = server.ok_or_else(|| Error::NoServer { database: self.database.name.to_owned() })?;
        sweep(&server)?;
        let template = Template { database: &self.database, server: &server };
        let name = template.name();
        let began = Instant::now();
        loop {
            let error = match ScratchDatabase::of_template(&server.url, &name) {
                Ok(scratch) => return Ok(scratch),
                Err(error) => error,
            };
            match error.sqlstate() {
                Some(MISSING) => template.make(&name)?,
                // Somebody looks into it.
                Some(IN_USE) if began.elapsed() < PATIENCE => sleep(Duration::from_millis(100)),
                _ => return Err(error.into()),
            }
        }
    }
}

/// `invalid_catalog_name`: there is no such database.
const MISSING: &str = "3D000";
/// `object_in_use`.
const IN_USE: &str = "55006";
/// How long to wait for a template that somebody is connected to.
const PATIENCE: Duration = Duration::from_secs(30);

/// Drops what killed tests left behind, once in a process.
fn sweep(server: &ScratchServer) -> Result<(), Error> {
    static SWEPT: Once = Once::new();
    if SWEPT.is_completed() {
        return Ok(());
    }
    let mut client = connect(&server.url).map_err(ScratchError::from)?;
    SWEPT.call_once(|| drop_stale(&mut client));
    Ok(())
}

impl fmt::Debug for Fresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fresh")
            .field("database", &self.database.name)
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

/// A test's own database, dropped with the value, also when the test panics, from inside an async runtime too.
#[derive(Debug)]
pub struct FreshDatabase {
    scratch: Option<ScratchDatabase>,
}

impl FreshDatabase {
    /// Its URL, for whichever driver.
    pub fn url(&self) -> &str {
        self.scratch.as_ref().map_or("", ScratchDatabase::url)
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        on_own_thread(|| drop(self.scratch.take()));
    }
}
