//! The project's own server, whose data is kept: what `url = "embedded"` means.
//!
//! Several commands may use it at once: see [`turn`](super::turn). The last one stops it.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use super::cluster::Cluster;
use super::error::file_error;
use super::turn::Lock;
use super::watchdog::Watchdog;
use super::{Account, Binaries, Error, Result, Search, data_folder, database, postmaster, turn};

/// The first argument by which a process knows that it was started as the watchdog of a [`KeptServer`].
pub const WATCHDOG_ARGUMENT: &str = "__stop-server-at-end-of-input";

/// How long the lock of a killed process may outlive the pipe that it held: the kernel frees them one after the other.
const AFTER_A_KILL: Duration = Duration::from_secs(5);

/// The server of a folder, shared by all commands that run at the moment.
#[derive(Debug)]
pub struct KeptServer {
    data: PathBuf,
    port: u16,
    version: String,
    started_by_us: bool,
    // In this order: the lock must be free before the watchdog looks whether anyone still holds it.
    users: Option<Lock>,
    watchdog: Watchdog,
    postmaster: Option<Child>,
}

impl KeptServer {
    /// Starts the server of the folder `dir`, or joins the one that runs; creates both where needed.
    ///
    /// `helper` is a program that calls [`watch`] with its arguments when the first is [`WATCHDOG_ARGUMENT`].
    ///
    /// # Errors
    /// If no programs are found, the data is another version's, or the server does not start.
    pub fn open(dir: &Path, helper: &Path, search: &Search) -> Result<Self> {
        fs::create_dir_all(dir).map_err(file_error("create", dir))?;
        let dir = &dir.canonicalize().map_err(file_error("find", dir))?;
        let turn = turn::take(dir)?;
        let users = turn::join_users(dir)?;
        let cluster = cluster_of(dir, search)?;
        let watchdog = spawn_watchdog(dir, &cluster, helper)?;
        let started = start_or_join(dir, &cluster);
        // The watchdog needs the turn, and an error drops the watchdog.
        drop(turn);
        let (postmaster, port) = started?;
        Ok(Self {
            data: cluster.data,
            port,
            version: cluster.binaries.version,
            started_by_us: postmaster.is_some(),
            users: Some(users),
            watchdog,
            postmaster,
        })
    }

    /// The URL of the database `name`, which is created if there is none.
    ///
    /// # Errors
    /// If the server refuses it.
    pub fn database(&self, name: &str) -> Result<String> {
        database::ensure(self.port, name)?;
        Ok(database::local_url(self.port, name))
    }

    /// One line about the server, for `-v`.
    pub fn describe(&self) -> String {
        let verb = if self.started_by_us { "started" } else { "joined" };
        format!("{verb} PostgreSQL {} on port {}, data in {}", self.version, self.port, self.data.display())
    }
}

impl Drop for KeptServer {
    fn drop(&mut self) {
        drop(self.users.take());
        self.watchdog.finish();
        if let Some(mut postmaster) = self.postmaster.take() {
            // Collects the exit status if the server is stopped; others may still use it.
            let _ = postmaster.try_wait();
        }
    }
}

/// The watchdog's whole life: waits for the end of standard input, then stops the server unless another command uses it.
///
/// `arguments` are those after [`WATCHDOG_ARGUMENT`].
///
/// # Errors
/// If the arguments are not what [`KeptServer::open`] gives, or the server can't be stopped.
pub fn watch(arguments: &[std::ffi::OsString]) -> Result {
    let [dir, data, bin, rest @ ..] = arguments else { return Ok(()) };
    let ids: Vec<u32> = rest.iter().filter_map(|id| id.to_str()?.parse().ok()).collect();
    let account = match ids.as_slice() {
        [uid, gid] => Some(Account { name: String::new(), uid: *uid, gid: *gid }),
        _ => None,
    };
    let binaries = Binaries { dir: PathBuf::from(bin), major: 0, version: String::new() };
    let cluster = Cluster { binaries, account, data: PathBuf::from(data), durable: true };
    let mut farewell = Vec::new();
    // An error of reading means the same as its end: nobody is left at the other side.
    let _ = std::io::stdin().read_to_end(&mut farewell);
    let patience = if farewell.is_empty() { AFTER_A_KILL } else { Duration::ZERO };
    stop_if_last(Path::new(dir), &cluster, patience)
}

fn stop_if_last(dir: &Path, cluster: &Cluster, patience: Duration) -> Result {
    let until = Instant::now() + patience;
    loop {
        let turn = turn::take(dir)?;
        if turn::unused(dir)? {
            return cluster.stop();
        }
        drop(turn);
        if Instant::now() >= until {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// The data folder with the programs that fit it.
fn cluster_of(dir: &Path, search: &Search) -> Result<Cluster> {
    let account = Account::for_server()?;
    let data = data_folder::locate(dir, account.as_ref())?;
    let all = search.all()?;
    let newest = all.first().cloned().ok_or(Error::NoBinaries)?;
    let mut cluster = Cluster { binaries: newest, account, data, durable: true };
    if !cluster.exists() {
        cluster.create()?;
    } else if let Some(made_by) = data_folder::major(&cluster.data) {
        let available = cluster.binaries.major;
        let fitting = all.into_iter().find(|binaries| binaries.major == made_by);
        cluster.binaries =
            fitting.ok_or_else(|| Error::OtherMajor { data: cluster.data.clone(), made_by, available })?;
    }
    Ok(cluster)
}

fn spawn_watchdog(dir: &Path, cluster: &Cluster, helper: &Path) -> Result<Watchdog> {
    let ids = cluster.account.iter().flat_map(|account| [account.uid.to_string(), account.gid.to_string()]);
    let ids: Vec<String> = ids.collect();
    let mut arguments = vec![
        OsStr::new(WATCHDOG_ARGUMENT),
        dir.as_os_str(),
        cluster.data.as_os_str(),
        cluster.binaries.dir.as_os_str(),
    ];
    arguments.extend(ids.iter().map(OsStr::new));
    Watchdog::of_helper(helper, &arguments)
}

fn start_or_join(dir: &Path, cluster: &Cluster) -> Result<(Option<Child>, u16)> {
    if let Some(port) = postmaster::running(cluster)? {
        return Ok((None, port));
    }
    let remembered = dir.join("port");
    let wanted = fs::read_to_string(&remembered).ok().and_then(|text| text.trim().parse().ok());
    let (server, port) = cluster.start(wanted)?;
    // The same port every time where possible, so that a URL in an .env file stays right.
    if wanted != Some(port) {
        fs::write(&remembered, port.to_string()).map_err(file_error("write", &remembered))?;
    }
    Ok((Some(server), port))
}
