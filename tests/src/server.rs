//! Databases for tests: fresh ones on a private PostgreSQL that ends with the test process.
//!
//! `DBMIG_TEST_URL` names a server to use instead; its role must be allowed to create databases.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, Config, NoTls};

/// An empty database, dropped with this value.
#[derive(Debug)]
pub struct TestDatabase {
    config: Config,
    name: String,
}

/// Creates an empty database on the test process's server, starting that server first if it isn't up.
#[expect(clippy::panic, reason = "a test can't go on without its database")]
pub fn database() -> TestDatabase {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("dbmig_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let create = format!("CREATE DATABASE {name} TEMPLATE template0");
    if let Err(error) = admin().connect(NoTls).and_then(|mut client| client.batch_execute(&create)) {
        panic!("could not create a database: {error:?}");
    }
    let mut config = admin();
    config.dbname(&name);
    TestDatabase { config, name }
}

impl TestDatabase {
    /// Opens a connection.
    #[expect(clippy::panic, reason = "a test can't go on without its database")]
    pub fn connect(&self) -> Client {
        self.config.connect(NoTls).unwrap_or_else(|error| panic!("could not connect: {error:?}"))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        // What is left behind goes with the server.
        let _ = admin().connect(NoTls).and_then(|mut client| client.batch_execute(&drop));
    }
}

/// How to reach the server's maintenance database.
#[expect(clippy::panic, reason = "a test can't go on without its server")]
fn admin() -> Config {
    if let Ok(url) = std::env::var("DBMIG_TEST_URL") {
        return url.parse().unwrap_or_else(|error| panic!("DBMIG_TEST_URL: {error}"));
    }
    static SERVER: OnceLock<Server> = OnceLock::new();
    let server = SERVER.get_or_init(|| Server::start().unwrap_or_else(|error| panic!("{error}")));
    let mut config = Config::new();
    config.host("127.0.0.1").port(server.port).user("postgres").dbname("postgres");
    config
}

struct Server {
    port: u16,
    /// Holds the pipe whose end tells the watchdog to stop the server.
    _watchdog: Child,
}

impl Server {
    fn start() -> Result<Self, String> {
        let bin = find_binaries()?;
        let account = unprivileged_account()?;
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = tempfile::Builder::new()
            .prefix("dbmig-tests-")
            .tempdir_in(parent)
            .map_err(|error| format!("could not make a folder for the test server: {error}"))?
            .keep();
        if let Some((user, group)) = account {
            std::os::unix::fs::chown(&folder, Some(user), Some(group))
                .map_err(|error| format!("could not hand over {}: {error}", folder.display()))?;
        }
        let data = folder.join("data");
        let command = |name: &str| {
            let mut command = Command::new(bin.join(name));
            command.current_dir(&folder).stdin(Stdio::null());
            if let Some((user, group)) = account {
                command.uid(user).gid(group);
            }
            command
        };
        run(command("initdb")
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "-D"])
            .arg(&data))?;
        let port = free_port()?;
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off \
             -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c max_connections=100"
        );
        let log = folder.join("log");
        run(command("pg_ctl")
            .args(["start", "-w", "-s", "-o", &options, "-D"])
            .arg(&data)
            .arg("-l")
            .arg(&log))?;
        // The pipe closes when this process ends, in whatever way.
        let watchdog = Command::new("sh")
            .args(["-c", r#"cat >/dev/null; cd /; kill -QUIT "$(head -1 "$1/data/postmaster.pid")"; sleep 1; rm -rf "$1""#, "sh"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| format!("could not start the watchdog: {error}"))?;
        Ok(Self { port, _watchdog: watchdog })
    }
}

/// Output goes to a file, not to pipes: the server would hold those open.
fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error: std::io::Error| format!("{program} failed: {error}");
    let output = tempfile::tempfile().map_err(failed)?;
    let (stdout, stderr) = (output.try_clone().map_err(failed)?, output.try_clone().map_err(failed)?);
    match command.stdout(stdout).stderr(stderr).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} failed with {status}: {}", read_back(output))),
        Err(error) => Err(failed(error)),
    }
}

fn read_back(mut output: std::fs::File) -> String {
    use std::io::{Read, Seek};
    let mut text = String::new();
    let _ = output.rewind().and_then(|()| output.read_to_string(&mut text));
    text
}

/// `pg_config`, `PATH`, then the folders of distributions, the newest first.
fn find_binaries() -> Result<PathBuf, String> {
    let mut folders = Vec::new();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = versions.map(|entry| entry.path()).collect();
    versions.sort_by_key(|path| {
        let version =
            path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse::<u32>().ok());
        std::cmp::Reverse(version)
    });
    folders.extend(versions.into_iter().map(|path| path.join("bin")));
    let found =
        folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file());
    found.ok_or_else(|| {
        "no PostgreSQL server binaries found: install the postgresql package or set DBMIG_TEST_URL".to_owned()
    })
}

/// PostgreSQL refuses to run as root.
fn unprivileged_account() -> Result<Option<(u32, u32)>, String> {
    if id(&["-u"])? != 0 {
        return Ok(None);
    }
    let account = ["postgres", "nobody"]
        .iter()
        .find_map(|name| Some((id(&["-u", name]).ok()?, id(&["-g", name]).ok()?)));
    account.map(Some).ok_or_else(|| "root can't run PostgreSQL, and there is no user to drop to".to_owned())
}

fn id(arguments: &[&str]) -> Result<u32, String> {
    let output =
        Command::new("id").args(arguments).output().map_err(|error| format!("id failed: {error}"))?;
    String::from_utf8_lossy(&output.stdout).trim().parse().map_err(|_| "id printed no number".to_owned())
}

fn free_port() -> Result<u16, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0");
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}
