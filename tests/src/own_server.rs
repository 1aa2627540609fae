//! A PostgreSQL server of a test's own, which it may configure, stop, crash, copy and promote.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cargo_dbmig::server::{Account, Binaries, Search};
use postgres::{Client, NoTls};

/// A server with a data folder of its own, both gone with the value, or with this process.
pub struct OwnServer {
    binaries: Binaries,
    account: Option<Account>,
    folder: PathBuf,
    port: u16,
    settings: Vec<String>,
    watchdog: Child,
    pipe: Option<ChildStdin>,
}

/// How a server is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Sessions are ended, transactions rolled back.
    Fast,
    /// As in a crash: the next start reads the log again.
    Immediate,
}

/// Some installations have only what a server needs.
const BACKUP: &str = "pg_basebackup";

const RECKLESS: &[&str] = &["fsync=off", "unix_socket_directories=", "listen_addresses=127.0.0.1"];

/// Ends the server and deletes its folder, once nobody holds the other end of its standard input.
const WATCHDOG: &str = "trap '' HUP INT TERM; cat >/dev/null; \
    \"$1\" stop -D \"$2/data\" -m immediate -w -t 20; rm -rf \"$2\"";

impl OwnServer {
    /// Creates and starts a server with `settings` (`max_connections=10`).
    ///
    /// # Panics
    /// If it doesn't start.
    pub fn start(settings: &[&str]) -> Self {
        let server = Self::prepare(settings);
        let data = server.data();
        let initdb =
            ["-D", &data, "--auth=trust", "--no-sync", "-U", "postgres", "--locale=C", "--encoding=UTF8"];
        server.program("initdb", &initdb);
        server.up();
        server
    }

    /// A standby of this server, which follows it; none where PostgreSQL's programs can't make one.
    ///
    /// # Panics
    /// If it doesn't start.
    pub fn standby(&self) -> Option<Self> {
        if !self.binaries.program(BACKUP).exists() {
            println!("passed by: there is no {BACKUP} beside the server");
            return None;
        }
        let standby = Self::prepare(&[]);
        let (data, port) = (standby.data(), self.port.to_string());
        let from = [
            "-D",
            &data,
            "-h",
            "127.0.0.1",
            "-p",
            &port,
            "-U",
            "postgres",
            "-R",
            "-X",
            "stream",
            "--no-sync",
            "-c",
            "fast",
        ];
        standby.program(BACKUP, &from);
        standby.up();
        Some(standby)
    }

    fn prepare(settings: &[&str]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let all = Search::from_environment().all().expect("PostgreSQL is installed");
        let whole = all.iter().find(|binaries| binaries.program(BACKUP).exists());
        let binaries: Binaries = whole.or(all.first()).expect("one at least").clone();
        let account = Account::for_server().expect("an account for the server");
        let parent =
            if Path::new("/dev/shm").is_dir() { PathBuf::from("/dev/shm") } else { std::env::temp_dir() };
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = parent.join(format!("dbmig-faults-{}-{number}", std::process::id()));
        fs::create_dir(&folder).expect("a new folder");
        if let Some(account) = &account {
            chown(&folder, Some(account.uid), Some(account.gid)).expect("the folder is handed over");
        }
        let mut watch = Command::new("sh");
        watch.args(["-c", WATCHDOG, "sh"]).arg(binaries.program("pg_ctl")).arg(&folder);
        let mut watchdog = as_account(watch, account.as_ref())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh starts");
        let pipe = watchdog.stdin.take();
        let settings = RECKLESS.iter().chain(settings).map(|setting| (*setting).to_owned()).collect();
        let port = free_port();
        Self { binaries, account, folder, port, settings, watchdog, pipe }
    }

    /// Starts the server again, and waits until it answers.
    ///
    /// # Panics
    /// If it doesn't start.
    pub fn up(&self) {
        let mut options: Vec<String> = vec![format!("-p {}", self.port)];
        options.extend(self.settings.iter().map(|setting| format!("-c {setting}")));
        let (data, log) = (self.data(), self.folder.join("log"));
        let log = log.to_string_lossy();
        self.program(
            "pg_ctl",
            &["start", "-w", "-t", "60", "-D", &data, "-l", &log, "-o", &options.join(" ")],
        );
    }

    /// Stops the server, and waits until it is gone.
    ///
    /// # Panics
    /// If it doesn't stop.
    pub fn down(&self, how: Stop) {
        let mode = if how == Stop::Fast { "fast" } else { "immediate" };
        self.program("pg_ctl", &["stop", "-w", "-t", "60", "-m", mode, "-D", &self.data()]);
    }

    /// Makes a standby a primary, and waits until it is one.
    ///
    /// # Panics
    /// If it doesn't become one.
    pub fn promote(&self) {
        self.program("pg_ctl", &["promote", "-w", "-t", "60", "-D", &self.data()]);
    }

    /// Where it listens: host and port.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A folder that the server's account may write into.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The account that it runs as; `None` is this process's own.
    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql://postgres@{}/{database}", self.address())
    }

    /// A connection.
    ///
    /// # Panics
    /// If there is none within some seconds.
    pub fn connect(&self, database: &str) -> Client {
        let began = Instant::now();
        loop {
            match Client::connect(&self.url(database), NoTls) {
                Ok(client) => return client,
                Err(error) if began.elapsed() > Duration::from_secs(20) => panic!("{error:?}"),
                Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// A new database, and its URL.
    ///
    /// # Panics
    /// If the server refuses it.
    pub fn create_database(&self, name: &str) -> String {
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0");
        self.connect("postgres").batch_execute(&sql).expect("the database is created");
        self.url(name)
    }

    fn data(&self) -> String {
        self.folder.join("data").to_string_lossy().into_owned()
    }

    fn program(&self, name: &str, args: &[&str]) {
        let mut command = Command::new(self.binaries.program(name));
        command.args(args).env("LC_ALL", "C").stdin(Stdio::null());
        // A file, since the server keeps what it inherits open.
        let (path, file) = (self.folder.join(name), |path: &Path| fs::File::create(path).expect("a file"));
        let output = file(&path);
        command.stderr(output.try_clone().expect("a file")).stdout(output);
        let status =
            as_account(command, self.account.as_ref()).status().expect("PostgreSQL's programs start");
        let log = |path: &Path| fs::read_to_string(path).unwrap_or_default();
        assert!(status.success(), "{name}: {}{}", log(&path), log(&self.folder.join("log")));
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        drop(self.pipe.take());
        let _ = self.watchdog.wait();
    }
}

/// `command` as another account, in a folder that it may enter.
pub fn as_account(mut command: Command, account: Option<&Account>) -> Command {
    command.current_dir("/").process_group(0);
    if let Some(account) = account {
        command.uid(account.uid).gid(account.gid);
    }
    command
}

/// A port that nobody listens on, below those that the system gives away: a server that is down for a moment keeps it.
///
/// # Panics
/// If there is none.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let ports = std::iter::repeat_with(|| {
        let next = std::process::id().wrapping_mul(31).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        20_000 + u16::try_from(next % 10_000).unwrap_or_default()
    });
    ports.take(1000).find(is_free).expect("a free port")
}
