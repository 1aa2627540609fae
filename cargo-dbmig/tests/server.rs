//! Servers that really run.

#![expect(clippy::unwrap_used, reason = "a test may fail that way")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cargo_dbmig::server::{KeptServer, LocalServer, Options, Search};

const HELPER: &str = env!("CARGO_BIN_EXE_cargo-dbmig");

fn answers(url: &str) -> bool {
    postgres::Client::connect(url, postgres::NoTls).is_ok()
}

fn text(url: &str, sql: &str) -> String {
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    client.query_one(sql, &[]).unwrap().get(0)
}

fn open(dir: &Path) -> KeptServer {
    KeptServer::open(dir, Path::new(HELPER), &Search::from_environment()).unwrap()
}

fn wait_until_gone(url: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while answers(url) {
        assert!(Instant::now() < deadline, "the server still runs");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_throw_away_server_ends_with_its_value() {
    let server = LocalServer::start(&Options::from_environment()).unwrap();
    let url = server.create_database("it's \"odd\" 🦀/%").unwrap();
    assert_eq!(text(&url, "SELECT current_database()::text"), "it's \"odd\" 🦀/%");
    assert_eq!(text(&url, "SELECT pg_encoding_to_char(encoding)::text FROM pg_database LIMIT 1"), "UTF8");
    let data = text(&url, "SHOW data_directory");
    drop(server);
    assert!(!answers(&url));
    assert!(!Path::new(&data).parent().unwrap().exists());
}

#[test]
fn kept_data_is_there_again() {
    let dir = tempfile::tempdir().unwrap();
    let server = open(dir.path());
    let url = server.database("users").unwrap();
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    client.batch_execute("CREATE TABLE kept (n int)").unwrap();
    drop(client);
    drop(server);
    assert!(!answers(&url));

    let server = open(dir.path());
    assert_eq!(server.database("users").unwrap(), url, "the port stays");
    assert_eq!(text(&url, "SELECT count(*)::text FROM kept"), "0");
}

#[test]
fn a_closed_folder_has_its_data_elsewhere() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let server = open(&dir.path().join("postgres"));
    let data = text(&server.database("users").unwrap(), "SHOW data_directory");
    drop(server);
    let data = Path::new(&data);
    // An ordinary user runs the server itself, and needs no other folder.
    if !data.starts_with(dir.path().canonicalize().unwrap()) {
        std::fs::remove_dir_all(data.parent().unwrap()).unwrap();
    }
}

#[test]
fn the_last_user_stops_the_server() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path());
    let second = open(dir.path());
    assert!(second.describe().starts_with("joined"));
    let url = second.database("postgres").unwrap();
    drop(first);
    assert!(answers(&url));
    drop(second);
    assert!(!answers(&url));
}

#[test]
fn a_server_ends_with_a_killed_process() {
    for kind in ["kept", "throw-away"] {
        let dir = tempfile::tempdir().unwrap();
        let (mut process, url) = hold(kind, dir.path());
        assert!(answers(&url));
        process.kill().unwrap();
        process.wait().unwrap();
        wait_until_gone(&url);
    }
}

#[test]
fn a_server_that_a_crash_left_behind_is_joined() {
    let dir = tempfile::tempdir().unwrap();
    let (mut process, url) = hold("kept", dir.path());
    // The watchdog goes first, so that nobody stops the server.
    let found = Command::new("pgrep").arg("-f").arg(dir.path().file_name().unwrap()).output().unwrap();
    let watchdog = String::from_utf8(found.stdout).unwrap().lines().next().map(str::to_owned);
    let Some(watchdog) = watchdog else { return };
    Command::new("kill").args(["-9", &watchdog]).status().unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(answers(&url));
    let server = open(dir.path());
    assert!(server.describe().starts_with("joined"));
    drop(server);
    assert!(!answers(&url));
}

#[test]
fn a_stale_pid_file_is_no_obstacle() {
    let dir = tempfile::tempdir().unwrap();
    let server = open(dir.path());
    let url = server.database("users").unwrap();
    let data = text(&url, "SHOW data_directory");
    drop(server);
    let process = std::process::id();
    let stale = format!("{process}\n{data}\n1\n1\n\n127.0.0.1\n1 1\nready\n");
    std::fs::write(Path::new(&data).join("postmaster.pid"), stale).unwrap();
    assert!(open(dir.path()).describe().starts_with("started"));
}

#[test]
fn data_of_another_version_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let server = open(dir.path());
    let data = text(&server.database("users").unwrap(), "SHOW data_directory");
    drop(server);
    std::fs::write(Path::new(&data).join("PG_VERSION"), "9\n").unwrap();
    let error = KeptServer::open(dir.path(), Path::new(HELPER), &Search::from_environment()).unwrap_err();
    assert!(error.to_string().contains("made by PostgreSQL 9"), "{error}");
    assert!(error.next().unwrap().contains("delete"), "{error}");
}

/// Runs this test program again as a process that holds a server, and gives the server's URL.
fn hold(kind: &str, dir: &Path) -> (Child, String) {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "holder", "--nocapture"])
        .env("DBMIG_TEST_HOLD", kind)
        .env("DBMIG_TEST_DIR", dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let url = lines.find_map(|line| line.unwrap().split_once("url=").map(|(_, url)| url.to_owned()));
    (process, url.unwrap())
}

/// Not a test of its own: see [`hold`].
#[test]
fn holder() {
    let Ok(kind) = std::env::var("DBMIG_TEST_HOLD") else { return };
    let (mut local, mut kept) = (None, None);
    let url = if kind == "kept" {
        let server = kept.insert(open(Path::new(&std::env::var("DBMIG_TEST_DIR").unwrap())));
        server.database("users").unwrap()
    } else {
        local.insert(LocalServer::start(&Options::from_environment()).unwrap()).url("postgres")
    };
    println!("\nurl={url}");
    std::thread::sleep(Duration::from_secs(60));
}
