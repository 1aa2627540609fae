//! From start to stop.

mod common;

use std::process::Stdio;

use common::{Server, command, value};
use tempfile::tempdir;

#[test]
fn the_ready_line_is_one_line_of_json() {
    let dir = tempdir().expect("directory");
    let server = Server::start_with(&dir.path().join("new/data"), &["--database", "my app"]);
    let port = server.url.split(':').nth(2).and_then(|rest| rest.split('/').next()).expect("port");
    let expected = format!(
        "{{\"url\":\"postgresql://postgres@127.0.0.1:{port}/my%20app\",\"version\":\"17.5\",\"connections\":1}}\n"
    );
    assert_eq!(server.line, expected);
    let name: String = value(&mut server.connect(), "SELECT current_database()::text");
    assert_eq!(name, "my app");
    let (status, rest) = server.stop();
    assert!(status.success());
    assert_eq!(rest, "");
}

#[test]
fn a_restart_keeps_the_data() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    server
        .connect()
        .batch_execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
        .expect("create");
    assert!(server.stop().0.success());

    let server = Server::start(dir.path());
    let id: i32 = value(&mut server.connect(), "SELECT id FROM kept");
    assert_eq!(id, 7);
}

#[test]
fn what_was_committed_survives_a_kill() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let mut client = server.connect();
    client.batch_execute("CREATE TABLE kept AS SELECT generate_series(1, 5000) AS id").expect("create");
    client.batch_execute("BEGIN; DELETE FROM kept").expect("delete");
    server.kill();

    let server = Server::start(dir.path());
    let count: i64 = value(&mut server.connect(), "SELECT count(*) FROM kept");
    assert_eq!(count, 5000);
}

#[test]
fn the_end_of_standard_input_ends_an_open_session_too() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let mut client = server.connect();
    client.batch_execute("CREATE TABLE kept (id int)").expect("create");
    client.batch_execute("BEGIN; INSERT INTO kept VALUES (1)").expect("begin");
    assert!(server.stop().0.success());
    assert!(client.batch_execute("COMMIT").is_err());

    let server = Server::start(dir.path());
    let count: i64 = value(&mut server.connect(), "SELECT count(*) FROM kept");
    assert_eq!(count, 0);
}

#[cfg(unix)]
#[test]
fn a_signal_stops_the_server() {
    for signal in ["-TERM", "-INT"] {
        let dir = tempdir().expect("directory");
        let mut server = Server::start(dir.path());
        let killed = std::process::Command::new("kill").args([signal, &server.id().to_string()]).status();
        assert!(killed.expect("kill").success());
        assert!(server.wait().success(), "{signal}");
    }
}

#[test]
fn a_directory_serves_one_process() {
    let dir = tempdir().expect("directory");
    let server = Server::start(dir.path());
    let second = command(dir.path()).stdin(Stdio::piped()).output().expect("second");
    assert_eq!(second.status.code(), Some(1));
    assert!(second.stdout.is_empty());
    let message = String::from_utf8(second.stderr).expect("text");
    assert!(message.contains("is in use by another dbmig-embedded"), "{message}");
    assert!(message.contains("--data"), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");

    // The first one is unharmed, and the lock ends with it.
    server.connect().batch_execute("SELECT 1").expect("query");
    server.stop();
    Server::start(dir.path());
}

#[test]
fn a_directory_of_somebody_else_is_left_alone() {
    let dir = tempdir().expect("directory");
    std::fs::write(dir.path().join("letter.txt"), "dear").expect("write");
    let output = command(dir.path()).stdin(Stdio::piped()).output().expect("run");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_dir(dir.path()).expect("list").count(), 1);
}

#[test]
fn a_taken_port_is_an_error() {
    let dir = tempdir().expect("directory");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("bind");
    let port = taken.local_addr().expect("address").port().to_string();
    let output = command(dir.path()).args(["--port", &port]).stdin(Stdio::piped()).output().expect("run");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--port"));
}

#[test]
fn wrong_arguments_are_refused_without_a_trace() {
    let dir = tempdir().expect("directory");
    let data = dir.path().join("data");
    for args in [["--port", "many"], ["--database", ""], ["--wait", "-1"], ["--colour", "red"]] {
        let output = command(&data).args(args).output().expect("run");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!data.exists());
    }
    let output = command(&data).args(["--extension", "postgis"]).stdin(Stdio::piped()).output().expect("run");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("pg_trgm"));
}
