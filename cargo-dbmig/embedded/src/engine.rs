//! PostgreSQL itself. Only this file and those in `engine/` name `pglite-oxide`.
//!
//! The engine runs PostgreSQL's single-user mode in this process, one instance a session. It serves the session on a
//! listener of its own, in a thread that ends for good when a client resets its connection. So each session gets its own
//! engine server, which costs a millisecond beside the start of the instance, and is reached through [`crate::relay`],
//! which never breaks a connection rudely.

mod extension;
mod leftovers;
mod text_search;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;

use pglite_oxide::{Pglite, PgliteServer, quote_identifier};

use crate::error::Error;

/// What the engine says when something fails.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The database that exists in every cluster, from which others are created.
const MAINTENANCE: &str = "postgres";

/// Settings in which single-user mode, or the crate's defaults, differ from a server as it is after `initdb`, and one
/// that makes a session start in a third of the time.
const SETTINGS: [(&str, &str); 3] =
    [("allow_system_table_mods", "off"), ("search_path", "\"$user\", public"), ("shared_buffers", "16MB")];

/// A cluster of databases on disk.
pub(crate) struct Engine {
    root: PathBuf,
}

impl Engine {
    /// Names the directory of the cluster. Touches nothing yet.
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Makes sure that the cluster and the database exist, that the extensions can be created and that the engine
    /// runs; returns PostgreSQL's version.
    ///
    /// Later sessions profit: what the engine unpacks and loads here stays loaded in this process.
    pub(crate) fn prepare(&self, database: &str, extensions: &[String]) -> Result<String, Error> {
        let extensions = extension::find(extensions)?;
        self.set_up(database, &extensions).map_err(|source| Error::Engine { dir: self.root.clone(), source })
    }

    fn set_up(&self, database: &str, extensions: &[extension::Extension]) -> Result<String, Failure> {
        let mut admin =
            Pglite::builder().path(&self.root).postgres_configs(SETTINGS).database(MAINTENANCE).open()?;
        extension::install(admin.paths(), extensions)?;
        text_search::install(admin.paths())?;
        let version = texts(&mut admin, "SELECT current_setting('server_version')", &[])?.concat();
        let known = "SELECT datname::text FROM pg_database WHERE datname = $1";
        if texts(&mut admin, known, &[database.into()])?.is_empty() {
            admin.exec(&format!("CREATE DATABASE {}", quote_identifier(database)), None)?;
        }
        let alive = texts(&mut admin, "SELECT oid::text FROM pg_database", &[])?;
        let pgdata = admin.paths().pgdata.clone();
        admin.close()?;
        leftovers::remove(&pgdata, &alive)?;
        Ok(version)
    }

    /// Opens the engine for one client. The caller sees to it that there is only one session at a time.
    pub(crate) fn session(&self) -> Result<Session, Failure> {
        let server = PgliteServer::builder()
            .path(&self.root)
            .postgres_configs(SETTINGS)
            .tcp(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .start()?;
        Ok(Session { server })
    }
}

/// An engine that waits for its one client.
pub(crate) struct Session {
    server: PgliteServer,
}

impl Session {
    /// Connects to the engine, which starts when it gets the startup message.
    pub(crate) fn connect(&self) -> io::Result<TcpStream> {
        let address = self.server.tcp_addr().ok_or(io::ErrorKind::AddrNotAvailable)?;
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// Waits until the engine has written its data and stopped.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        self.server.shutdown().map_err(Into::into)
    }
}

/// The values of a query that has one column, of type `text`.
fn texts(admin: &mut Pglite, sql: &str, params: &[serde_json::Value]) -> Result<Vec<String>, Failure> {
    let results = admin.query(sql, params, None)?;
    let values = results.rows.iter().filter_map(|row| row.as_object()?.values().next()?.as_str());
    Ok(values.map(str::to_owned).collect())
}
