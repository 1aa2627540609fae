//! A server whose settings, certificates and sockets are the test's own.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cargo_dbmig::server::{Account, Binaries, Search};
use postgres::{Client, NoTls};
use tempfile::TempDir;

/// A server, stopped and deleted when dropped.
pub struct Cluster {
    pub port: u16,
    dir: TempDir,
    account: Option<Account>,
    server: Child,
}

impl Cluster {
    /// A new server that lets in whom `hba` does.
    pub fn start(hba: &str) -> Self {
        let (dir, account) = folder();
        let data = dir.path().join("data");
        let mut initdb = program("initdb", account.as_ref());
        initdb.args(["-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C", "-D"]);
        run(initdb.arg(&data));
        fs::write(data.join("pg_hba.conf"), hba).unwrap();
        Self::on(dir, account)
    }

    fn on(dir: TempDir, account: Option<Account>) -> Self {
        let port = dbmig_tests::own_server::free_port();
        let log = fs::File::create(dir.path().join("log")).unwrap();
        let mut command = program("postgres", account.as_ref());
        command.arg("-D").arg(dir.path().join("data")).args(["-p", &port.to_string()]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command.args(["-c", &format!("unix_socket_directories={}", dir.path().display())]);
        command.stdout(log.try_clone().unwrap()).stderr(log);
        let server = command.spawn().expect("the server starts");
        let cluster = Self { port, dir, account, server };
        wait_until("the server answers", || Client::connect(&cluster.url("postgres"), NoTls).is_ok());
        cluster
    }

    /// The folder of its socket, and of whatever else a test needs beside it.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The superuser's URL.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    pub fn client(&self) -> Client {
        Client::connect(&self.url("postgres"), NoTls).expect("a connection")
    }

    /// Runs each statement by itself.
    pub fn execute(&self, statements: &[&str]) {
        let mut client = self.client();
        for sql in statements {
            client.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        }
    }

    /// Changes settings, and waits until new connections have them.
    pub fn set(&self, settings: &[(&str, &str)]) {
        let mut client = self.client();
        for (name, value) in settings {
            client.batch_execute(&format!("ALTER SYSTEM SET {name} = '{value}'")).unwrap();
        }
        client.batch_execute("SELECT pg_reload_conf()").unwrap();
        wait_until("the settings are there", || {
            let mut client = self.client();
            settings.iter().all(|(name, value)| {
                client.query_one(&format!("SHOW {name}"), &[]).unwrap().get::<_, String>(0) == *value
            })
        });
    }

    /// Makes a file readable for the server, and for nobody else.
    pub fn hand_over(&self, path: &Path) {
        hand_over(path, self.account.as_ref());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = program("pg_ctl", self.account.as_ref());
        stop.args(["stop", "-m", "immediate", "-D"]).arg(self.dir.path().join("data"));
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
        let _ = self.server.wait();
    }
}

const SETTINGS: [&str; 2] = ["listen_addresses=127.0.0.1", "fsync=off"];

/// Asks again and again; fails after half a minute.
#[track_caller]
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(30), "never: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

pub fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn folder() -> (TempDir, Option<Account>) {
    let account = Account::for_server().unwrap();
    let dir = tempfile::Builder::new().prefix("dbmig-c").tempdir_in("/tmp").unwrap();
    hand_over(dir.path(), account.as_ref());
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    (dir, account)
}

fn hand_over(path: &Path, account: Option<&Account>) {
    if path.is_file() {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    if let Some(account) = account {
        account.own(path).unwrap();
    }
}

fn program(name: &str, account: Option<&Account>) -> Command {
    let binaries = Binaries::find(&Search::from_environment()).expect("PostgreSQL's programs");
    dbmig_tests::own_server::as_account(Command::new(binaries.program(name)), account)
}
