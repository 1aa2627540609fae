//! The runner's command line, as a process.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::support::*;

struct Cli {
    db: TestDatabase,
    history: &'static str,
}

impl Cli {
    fn new(history: &'static str) -> Self {
        Self { db: TestDatabase::new(), history }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_migrations"));
        command
            .args(args)
            .current_dir(std::env::temp_dir())
            .env("DBMIG_TEST_HISTORY", self.history)
            .env("USERS_DATABASE_URL", &self.db.url)
            .env("ANALYTICS_DATABASE_URL", &self.db.url)
            .env("USER", "ann")
            .stdin(Stdio::null());
        command
    }

    #[track_caller]
    fn run(&self, args: &[&str], code: i32) -> (String, String) {
        texts(self.command(args).output().expect("the binary starts"), code)
    }
}

#[track_caller]
fn texts(output: Output, code: i32) -> (String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(code), "{stdout}\n{stderr}");
    assert!(!stdout.contains("s3cret") && !stderr.contains("s3cret"), "{stdout}\n{stderr}");
    (stdout, stderr)
}

/// Replaces durations and times, which differ from run to run.
fn steady(text: &str) -> String {
    let mut steady = String::new();
    for line in text.lines() {
        let line = match (line.find(" ("), line.ends_with(" ms)")) {
            (Some(at), true) => format!("{} (… ms)", &line[..at]),
            _ => line.to_owned(),
        };
        steady.push_str(&line);
        steady.push('\n');
    }
    steady
}

#[test]
fn both_databases_in_order() {
    let cli = Cli::new("plain");
    let (out, err) = cli.run(&["upgrade"], 0);
    let expected = "users: base -> a1 a1 (… ms)\nusers: a1 -> b2 b2 (… ms)\nusers: b2 -> c3 c3 (… ms)\n\
                    analytics: base -> d4 d4 (… ms)\n";
    assert_eq!((steady(&out).as_str(), err.as_str()), (expected, ""));
    assert_eq!(cli.run(&["upgrade"], 0).0, "users: nothing to do, at c3\nanalytics: nothing to do, at d4\n");
    assert_eq!(cli.run(&["current"], 0).0, "users: c3 c3 (head)\nanalytics: d4 d4 (head)\n");
    assert_eq!(cli.run(&["heads"], 0).0, "users: c3 c3\nanalytics: d4 d4\n");
    assert_eq!(steady(&cli.run(&["downgrade", "-1", "--db", "users"], 0).0), "users: c3 -> b2 c3 (… ms)\n");
    assert_eq!(cli.run(&["current", "--db", "users"], 0).0, "users: b2 b2 (1 revision behind)\n");
    let history = cli.run(&["history", "--db", "users", "-r", "b2:"], 0).0;
    assert!(
        history.starts_with("users: * c3 c3 (head, pending)\nusers: * b2 b2 (current, applied 20"),
        "{history}"
    );
    let log = cli.run(&["log", "--db", "users"], 0).0;
    assert_eq!(log.lines().count(), 4);
    assert!(log.contains("downgrade c3 c3: ") && log.contains(" ms, by postgres (ann@"), "{log}");
    assert_eq!(cli.run(&["log", "--db", "users", "-n", "1", "--failed"], 0).0, "");
    assert_eq!(cli.run(&["stamp", "base", "--db", "users"], 0).0, "users: b2 -> base stamped\n");
    assert_eq!(cli.run(&["-q", "stamp", "b2", "--db", "users"], 0), (String::new(), String::new()));
}

#[test]
fn json_is_events_and_documents() {
    let cli = Cli::new("plain");
    let (out, _) = cli.run(&["upgrade", "a1", "--db", "users", "--format", "json"], 0);
    let events: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let names: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "connected",
            "planned",
            "revision_started",
            "statement_started",
            "statement_finished",
            "revision_finished",
            "finished"
        ]
    );
    assert!(events.iter().all(|event| event["database"] == "users"));
    assert_eq!(events[5]["to"][0], "a1");
    let document: Value = serde_json::from_str(&cli.run(&["current", "--format", "json"], 0).0).unwrap();
    assert_eq!(document["databases"][0]["recorded"][0]["revision"], "a1");
    assert_eq!(document["databases"][1]["pending"], 1);
}

#[test]
fn a_failure_says_what_is_done_and_what_is_not() {
    let cli = Cli::new("broken");
    let (out, err) = cli.run(&["upgrade"], 1);
    assert_eq!(steady(&out), "users: base -> a1 a1 (… ms)\n");
    for part in [
        "error: users: statement 1 of 1 in the upgrade of revision b2 (users/b2.rs) failed: column \"nope\"",
        "   1 | CREATE TABLE two (id bigint); SELECT nope",
        "revision b2 was rolled back",
        "users is at a1",
        "not done in users: b2, c3",
        "not begun: analytics",
        "next: correct users/b2.rs, and run upgrade again",
    ] {
        assert!(err.contains(part), "{part}\n{err}");
    }
    let (_, err) = cli.run(&["upgrade", "--format", "json"], 1);
    let error: Value = serde_json::from_str(err.trim()).expect(&err);
    let error = &error["error"];
    assert_eq!((&error["kind"], &error["exit_code"]), (&Value::from("sql"), &Value::from(1)));
    assert_eq!(error["sql"]["server"]["sqlstate"], "42703");
    assert_eq!(error["report"]["to"][0], "a1");
    assert_eq!(error["not_begun"][0], "analytics");
}

#[test]
fn wrong_arguments() {
    let cli = Cli::new("plain");
    for (args, part) in [
        (vec!["downgrade"], "TARGET"),
        (vec!["upgrade", "--db", "nope"], "name one of: users, analytics"),
        (vec!["upgrade", "--url", "postgres://x"], "name the database with --db"),
    ] {
        let (_, err) = cli.run(&args, 2);
        assert!(err.contains(part), "{part}\n{err}");
    }
    for (url, part) in [("postgres://u:s3cret%@h/d", "`%25`"), ("embedded", "cargo dbmig")] {
        let (_, err) = cli.run(&["current", "--db", "users", "--url", url], 1);
        assert!(err.contains(part), "{part}\n{err}");
    }
    let (_, err) = cli.run(&["current", "--db", "users", "--url", "postgres://h/d?sslmode=verify_full"], 1);
    assert!(err.contains("users: ") && err.contains("`sslmode`"), "{err}");
}

#[test]
fn urls_come_from_the_environment_and_dotenv() {
    let cli = Cli::new("plain");
    let dir = tempfile::tempdir().unwrap();
    let inner = dir.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    let current = |change: &dyn Fn(&mut Command)| {
        let mut command = cli.command(&["current", "--db", "users", "-v"]);
        command.current_dir(&inner).env_remove("USERS_DATABASE_URL");
        change(&mut command);
        command.output().unwrap()
    };
    let (_, err) = texts(current(&|_| {}), 2);
    assert!(err.contains("set USERS_DATABASE_URL"), "{err}");
    std::fs::write(dir.path().join(".env"), format!("USERS_DATABASE_URL={}\n", cli.db.url)).unwrap();
    let (_, err) = texts(current(&|_| {}), 0);
    assert!(err.contains("comes from USERS_DATABASE_URL in .env"), "{err}");
    let (_, err) = texts(
        current(&|command| {
            command.env("USERS_DATABASE_URL", "postgres://ann:s3cret@127.0.0.1:1/x");
        }),
        1,
    );
    assert!(err.contains("ann@127.0.0.1:1/x"), "{err}");
    let json = format!("{{\"users\": \"{}\"}}", cli.db.url);
    texts(
        current(&|command| {
            command
                .env("DBMIG_DATABASE_URLS", &json)
                .env("USERS_DATABASE_URL", "postgres://ann:s3cret@127.0.0.1:1/x");
        }),
        0,
    );
    // Its database is not the one that is meant.
    #[cfg(unix)]
    {
        let bytes = b"postgres://ann:s3cret\xff@127.0.0.1/x";
        let value: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(bytes);
        let unreadable = |command: &mut Command| {
            command.env("USERS_DATABASE_URL", value);
        };
        let (_, err) = texts(current(&unreadable), 2);
        assert!(err.contains("variable USERS_DATABASE_URL is no UTF-8"), "{err}");
    }
    // A password file changes nothing of what is refused.
    std::fs::write(dir.path().join(".pgpass"), "*:*:*:*:x\n").unwrap();
    let refused = |command: &mut Command| {
        command.env("HOME", dir.path()).env("PGSSLMODE", "verify_full");
    };
    let (_, err) = texts(current(&refused), 1);
    assert!(err.contains("`sslmode`"), "{err}");
    std::fs::write(dir.path().join(".env"), "USERS_DATABASE_URL='s3cret\n").unwrap();
    let (_, err) = texts(current(&|_| {}), 2);
    assert!(err.contains(".env"), "{err}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_rolls_back_and_says_where_the_database_is() {
    let cli = Cli::new("slow");
    let child = cli
        .command(&["upgrade", "--db", "users"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let running = format!(
        "SELECT query FROM pg_stat_activity WHERE datname = '{}' AND state = 'active' AND query LIKE 'CREATE TABLE two%'",
        cli.db.name
    );
    wait_until("the slow statement", || !cli.db.texts(&running).is_empty());
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
    let (_, err) = texts(child.wait_with_output().unwrap(), 1);
    for part in ["error: users: interrupted", "users is at a1", "next: run the same command again"] {
        assert!(err.contains(part), "{part}\n{err}");
    }
    assert_eq!((cli.db.versions(), cli.db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
}

#[test]
fn nothing_is_begun_while_a_later_database_has_no_url() {
    let cli = Cli::new("plain");
    let output = cli.command(&["upgrade"]).env_remove("ANALYTICS_DATABASE_URL").output().unwrap();
    let (out, err) = texts(output, 2);
    assert_eq!(out, "");
    assert!(err.contains("set ANALYTICS_DATABASE_URL"), "{err}");
}

#[test]
fn nothing_is_begun_while_a_later_database_has_no_such_revision() {
    let cli = Cli::new("plain");
    let (out, err) = cli.run(&["upgrade", "b2"], 2);
    assert_eq!(out, "");
    assert!(err.contains("analytics") && err.contains("nothing was run") && err.contains("--db"), "{err}");
    let (_, err) = cli.run(&["upgrade", "b9", "--db", "users"], 2);
    assert!(err.contains("no revision or label `b9`") && err.contains("\nnext: name one"), "{err}");
    assert!(cli.db.relations().is_empty());
}

#[test]
fn what_was_read_before_a_failure_is_shown() {
    let cli = Cli::new("plain");
    let down = |args: &[&str]| {
        let mut command = cli.command(args);
        command.env("ANALYTICS_DATABASE_URL", "postgres://ann:s3cret@127.0.0.1:1/x");
        texts(command.output().unwrap(), 1)
    };
    assert_eq!(down(&["current"]).0, "users: base (3 revisions behind)\n");
    let document: Value = serde_json::from_str(&down(&["current", "--format", "json"]).0).unwrap();
    assert_eq!(document["databases"][0]["database"], "users");
    assert!(down(&["history"]).0.contains("c3"));
}

#[test]
fn a_url_in_the_wrong_place_is_not_shown() {
    let cli = Cli::new("plain");
    for args in [
        ["upgrade", "postgres://ann:s3cret@h/d"].as_slice(),
        &["upgrade", "head", "postgres://ann:s3cret@h/d"],
        &["upgrade", "--db", "postgres://ann:s3cret@h/d"],
        &["history", "-r", "postgres://ann:s3cret@h/d"],
        &["postgres://ann:s3cret@h/d"],
        &["upgrade", "--urll=postgres://ann:s3cret@h/d"],
    ] {
        let output = cli.command(args).output().unwrap();
        let text = format!("{output:?}");
        assert!(!output.status.success() && !text.contains("s3cret"), "{text}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_can_not_be_written_stops_nothing() {
    let cli = Cli::new("plain");
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    for args in [["upgrade"].as_slice(), &["-v", "downgrade", "base"], &["current"]] {
        let status = cli.command(args).stdout(full()).stderr(full()).status().unwrap();
        assert_eq!(status.code(), Some(0), "{args:?}");
    }
    assert_eq!(cli.db.history().len(), 6);
}

#[test]
fn a_strange_dotenv_matters_only_where_it_is_needed() {
    let cli = Cli::new("plain");
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(".env"), "this is no line\n").unwrap();
    texts(cli.command(&["current"]).current_dir(dir.path()).output().unwrap(), 0);
    let mut command = cli.command(&["current"]);
    command.current_dir(dir.path()).env_remove("ANALYTICS_DATABASE_URL");
    assert!(texts(command.output().unwrap(), 2).1.contains(".env"));
}
