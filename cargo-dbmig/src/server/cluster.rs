//! A data folder and the server process on it.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::account::run_as;
use super::error::{file_error, program_error};
use super::{Account, Binaries, Error, Result};

/// The superuser of every server that dbmig starts; it needs no password, and only this machine can connect.
pub const SUPERUSER: &str = "postgres";

/// How long a server may take to start: a crashed one first reads its log again.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// A data folder (PostgreSQL calls it a cluster), with what is needed to run its server.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub(super) binaries: Binaries,
    pub(super) account: Option<Account>,
    /// The data folder itself; the log lies beside it.
    pub(super) data: PathBuf,
    /// False trades the safety of the data for speed.
    pub(super) durable: bool,
}

impl Cluster {
    /// True once `initdb` has finished here.
    pub(super) fn exists(&self) -> bool {
        self.data.join("PG_VERSION").is_file() && !self.unfinished().exists()
    }

    /// Creates the data folder: UTF-8, sorted by code point, which is the same on every machine.
    pub(super) fn create(&self) -> Result {
        let marker = self.unfinished();
        File::create(&marker).map_err(file_error("create", &marker))?;
        if self.initdb("C.UTF-8").is_err() {
            self.initdb("C")?;
        }
        fs::remove_file(&marker).map_err(file_error("delete", &marker))
    }

    /// Stands while `initdb` runs, so that one that was killed is not taken for a finished one.
    fn unfinished(&self) -> PathBuf {
        self.data.with_extension("unfinished")
    }

    fn initdb(&self, locale: &str) -> Result {
        if self.data.exists() {
            fs::remove_dir_all(&self.data).map_err(file_error("delete", &self.data))?;
        }
        let mut command = self.command("initdb");
        command.arg("-D").arg(&self.data).arg(format!("--locale={locale}"));
        command.args(["--encoding=UTF8", "--auth=trust", "--no-instructions", "-U", SUPERUSER]);
        if !self.durable {
            command.arg("--no-sync");
        }
        let output = command.output().map_err(program_error(self.binaries.program("initdb")))?;
        if output.status.success() {
            return Ok(());
        }
        let output = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(Error::Initdb { data: self.data.clone(), output })
    }

    /// Starts the server on `port`, or on any free one if that is taken, and waits until it answers.
    pub(super) fn start(&self, port: Option<u16>) -> Result<(Child, u16)> {
        // Another process may take the port between our look and the server's bind.
        let mut last = self.start_on(choose_port(port)?);
        for _ in 0..4 {
            match last {
                Err(Error::Start { ref log, .. }) if log.contains("could not bind") => {
                    last = self.start_on(choose_port(None)?);
                }
                done => return done,
            }
        }
        last
    }

    fn start_on(&self, port: u16) -> Result<(Child, u16)> {
        let log_path = self.log();
        let log = File::create(&log_path).map_err(file_error("create", &log_path))?;
        let errors = log.try_clone().map_err(file_error("open", &log_path))?;
        let mut command = self.command("postgres");
        command.arg("-D").arg(&self.data).arg("-p").arg(port.to_string());
        for setting in SETTINGS.iter().chain(if self.durable { &[][..] } else { RECKLESS }) {
            command.args(["-c", setting]);
        }
        command.stdout(log).stderr(errors);
        let mut server = command.spawn().map_err(program_error(self.binaries.program("postgres")))?;
        match self.wait_until_ready(&mut server, port) {
            Ok(()) => Ok((server, port)),
            Err(error) => {
                // It may still be starting; it must not outlive the error.
                let _ = server.kill();
                let _ = server.wait();
                Err(error)
            }
        }
    }

    fn wait_until_ready(&self, server: &mut Child, port: u16) -> Result {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let ended = server.try_wait().map_err(program_error(self.binaries.program("postgres")))?;
            if ended.is_none() && self.answers(port) {
                return Ok(());
            }
            if ended.is_some() || Instant::now() > deadline {
                return Err(Error::Start { data: self.data.clone(), log: tail(&self.log()) });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// True if the server on `port` is the one of this data folder.
    pub(super) fn answers(&self, port: u16) -> bool {
        let Ok(mut client) = connect(port, "postgres") else { return false };
        let Ok(row) = client.query_one("SHOW data_directory", &[]) else { return false };
        row.try_get::<_, String>(0).is_ok_and(|shown| same_path(Path::new(&shown), &self.data))
    }

    /// Ends the server: open transactions are rolled back, the data is written.
    pub(super) fn stop(&self) -> Result {
        let mut command = self.command("pg_ctl");
        command.args(["stop", "-m", "fast", "-w", "-t", "60", "-D"]).arg(&self.data);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().map(drop).map_err(program_error(self.binaries.program("pg_ctl")))
    }

    pub(super) fn log(&self) -> PathBuf {
        self.data.with_extension("log")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.program(program));
        // The current folder may be closed to the account, and some programs of PostgreSQL insist on reading it.
        command.current_dir(self.data.parent().unwrap_or(Path::new("/"))).stdin(Stdio::null());
        command.env("LC_ALL", "C");
        for variable in ["PGDATA", "PGPORT", "PGHOST", "PGUSER", "PGOPTIONS"] {
            command.env_remove(variable);
        }
        run_as(&mut command, self.account.as_ref());
        command
    }
}

/// No socket: its path would have to be short, and a URL with one is not understood by every client.
const SETTINGS: &[&str] =
    &["listen_addresses=127.0.0.1", "unix_socket_directories=", "logging_collector=off"];

const RECKLESS: &[&str] = &["fsync=off", "full_page_writes=off", "synchronous_commit=off"];

/// The port `wanted` if it is free, or else any free one.
pub(super) fn choose_port(wanted: Option<u16>) -> Result<u16> {
    let bind =
        |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(|listener| listener.local_addr());
    let address = match wanted {
        Some(port) => bind(port).or_else(|_| bind(0)),
        None => bind(0),
    };
    Ok(address.map_err(file_error("listen on", "127.0.0.1"))?.port())
}

/// Connects as the superuser.
pub(super) fn connect(port: u16, database: &str) -> Result<postgres::Client, postgres::Error> {
    postgres::Config::new()
        .host("127.0.0.1")
        .port(port)
        .user(SUPERUSER)
        .dbname(database)
        .application_name("cargo-dbmig")
        .connect_timeout(Duration::from_secs(5))
        .connect(postgres::NoTls)
}

fn same_path(a: &Path, b: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    a == b || canonical(a) == canonical(b)
}

/// The last lines of a log, for an error message.
fn tail(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let text = text.unwrap_or_else(|error: io::Error| error.to_string());
    let lines: Vec<&str> = text.lines().collect();
    lines.iter().skip(lines.len().saturating_sub(5)).copied().collect::<Vec<_>>().join("\n")
}
