//! A throw-away server.

use std::fs;
use std::path::PathBuf;
use std::process::Child;

use super::cluster::{Cluster, SUPERUSER};
use super::error::file_error;
use super::watchdog::Watchdog;
use super::{Account, Binaries, Error, Result, Search, database};
use crate::random::random_hex;

/// How to start a [`LocalServer`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where to look for PostgreSQL's programs.
    pub search: Search,
    /// The major version to take; the newest one unless said.
    pub major: Option<u32>,
}

impl Options {
    /// The newest PostgreSQL that the environment of this process leads to.
    pub fn from_environment() -> Self {
        Self { search: Search::from_environment(), major: None }
    }
}

/// A private PostgreSQL server on a random free port of 127.0.0.1, with an empty data folder of its own.
///
/// It is stopped and its data deleted when the value is dropped, and also when this process is killed. It is fast,
/// not safe: its data would not survive a crash of the machine.
#[derive(Debug)]
pub struct LocalServer {
    binaries: Binaries,
    port: u16,
    watchdog: Watchdog,
    postmaster: Child,
}

impl LocalServer {
    /// Creates the data folder and starts the server; takes about a second.
    ///
    /// # Errors
    /// If no programs are found, or the server does not start.
    pub fn start(options: &Options) -> Result<Self> {
        let binaries = choose(options)?;
        let account = Account::for_server()?;
        let dir = private_dir(account.as_ref())?;
        let cluster = Cluster { binaries, account, data: dir.join("data"), durable: false };
        // Before the server, so that nothing is left behind if this process is killed in between.
        let watchdog = Watchdog::of_throw_away(&cluster, &dir)?;
        cluster.create()?;
        let (postmaster, port) = cluster.start(None)?;
        Ok(Self { binaries: cluster.binaries, port, watchdog, postmaster })
    }

    /// The URL of a database, whether or not it exists; `postgres` does.
    pub fn url(&self, database: &str) -> String {
        database::local_url(self.port, database)
    }

    /// Creates an empty database and gives its URL.
    ///
    /// # Errors
    /// If the server refuses it: the name is taken, for example.
    pub fn create_database(&self, name: &str) -> Result<String> {
        database::create(self.port, name)?;
        Ok(self.url(name))
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The superuser, who needs no password.
    pub fn user(&self) -> &'static str {
        SUPERUSER
    }

    /// The programs that the server was started with; `pg_dump` and `psql` of the same version are often beside them.
    pub fn binaries(&self) -> &Binaries {
        &self.binaries
    }
}

impl Drop for LocalServer {
    fn drop(&mut self) {
        self.watchdog.finish();
        // The watchdog has stopped it; this only collects the exit status.
        let _ = self.postmaster.wait();
    }
}

fn choose(options: &Options) -> Result<Binaries> {
    let all = options.search.all()?;
    let fits = |binaries: &Binaries| options.major.is_none_or(|major| binaries.major == major);
    all.into_iter().find(fits).ok_or(Error::NoBinaries)
}

/// A new folder that only the server's account can enter.
fn private_dir(account: Option<&Account>) -> Result<PathBuf> {
    let create = |parent: PathBuf| {
        let dir = parent.join(format!("dbmig-server-{}", random_hex(12)));
        fs::create_dir(&dir).map_err(file_error("create", &dir))?;
        if let Some(account) = account {
            account.own(&dir)?;
        }
        Ok(dir)
    };
    let dir = create(std::env::temp_dir())?;
    match account {
        Some(account) if !account.can_enter(&dir) => {
            fs::remove_dir(&dir).map_err(file_error("delete", &dir))?;
            create(PathBuf::from("/tmp"))
        }
        _ => Ok(dir),
    }
}
