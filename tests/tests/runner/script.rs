//! Scripts, run by the real psql, do what runs do.

use std::io::Write;
use std::process::{Command, Stdio};

use dbmig_runtime::migration::{Op, Result, index, set};
use dbmig_runtime::runner::{Event, Offline, Options, Runner, Script, TransactionMode};
use dbmig_tests::dump::program;

use super::support::*;

/// Runs a script up to its first error; psql's complaint, or nothing.
fn psql(db: &TestDatabase, script: &str) -> String {
    let mut child = Command::new(program("psql"))
        .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", &db.url])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "a script prints nothing");
    assert_eq!(output.status.success(), !errors.contains("ERROR"), "{errors}");
    // Tables of dbmig's own may be there.
    errors.lines().filter(|line| !line.starts_with("NOTICE:")).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn runs(db: &TestDatabase, script: &Offline) {
    let errors = psql(db, &script.sql);
    assert_eq!(errors, "", "{}", script.sql);
}

fn offline(scripts: Vec<Script>) -> Runner<'static> {
    Runner::new(database(scripts), "")
}

/// What a run sends of its own statements.
fn sent(db: &TestDatabase, scripts: Vec<Script>, options: &Options) -> Vec<String> {
    let events = Events::default();
    let mut runner = db.runner(scripts).options(options.clone()).on_event(events.listener());
    runner.upgrade("head").unwrap();
    let statements = std::cell::RefCell::new(Vec::new());
    events.has(|event| {
        if let Event::StatementStarted { sql, .. } = event {
            statements.borrow_mut().push(sql.clone());
        }
        false
    });
    statements.into_inner()
}

/// A concurrent index between two statements; one of them changes the role, the other has what psql would take for itself.
fn split() -> Vec<Script> {
    let mut scripts = three();
    scripts[0].message = "it's one\\ :x\n-- and more";
    scripts[1].upgrade = |op: &mut Op| -> Result {
        op.execute("CREATE TABLE two (id bigint); SET ROLE pg_monitor")?;
        op.create_index(index("two_id").on("one").columns(["id"]).concurrently())?;
        op.execute("INSERT INTO two SELECT cardinality(a[1:2]) FROM (SELECT ARRAY[7, 8] AS a) x")
    };
    scripts
}

fn everything(db: &TestDatabase) -> (Vec<String>, Vec<String>, Vec<String>, Vec<String>) {
    let notes = "SELECT concat_ws('|', revision, direction, message, checksum, dbmig_version) FROM dbmig_history ORDER BY id";
    (db.versions(), db.relations(), db.ledger(), db.texts(notes))
}

#[test]
fn a_script_does_what_a_run_does() {
    for mode in [TransactionMode::Each, TransactionMode::None] {
        let (by_run, by_script) = (TestDatabase::new(), TestDatabase::new());
        let options = Options { transaction: Some(mode), ..Options::default() };
        let statements = sent(&by_run, split(), &options);
        let script = offline(split()).options(options.clone()).upgrade_script("base", "head").unwrap();
        for statement in statements {
            // A space keeps psql from taking `:2` for a variable.
            assert!(script.sql.replace("1: 2", "1:2").contains(&statement), "{statement}\n{}", script.sql);
        }
        runs(&by_script, &script);
        assert_eq!(everything(&by_script), everything(&by_run), "{}", script.sql);
        let current = by_script.runner(split()).current().unwrap();
        assert!(current.recorded[0].is_head && current.pending == 0 && current.half_done.is_none());
        let down = offline(split()).options(options).downgrade_script("c3", "-2").unwrap();
        assert_eq!((down.from, down.to, down.revisions), (ids_of("c3"), ids_of("a1"), ids_of("c3 b2")));
        assert_eq!(psql(&by_script, &down.sql), "");
        assert_eq!(by_script.versions(), ["a1"]);
        assert_eq!(by_script.runner(split()).upgrade("head").unwrap_err().error.kind(), "other_index");
    }
}

fn ids_of(ids: &str) -> Vec<String> {
    ids.split(' ').map(str::to_owned).collect()
}

#[test]
fn one_script_for_all_is_one_transaction() {
    let db = TestDatabase::new();
    let options = Options { transaction: Some(TransactionMode::All), ..Options::default() };
    let mut broken = three();
    broken[2].upgrade = |op| op.execute("SELECT 1 / 0");
    let script = offline(broken).options(options.clone()).upgrade_script("base", "head").unwrap();
    assert!(psql(&db, &script.sql).contains("division by zero"));
    assert_eq!((db.versions(), db.relations()), (vec![], vec![]));
    runs(&db, &offline(three()).options(options.clone()).upgrade_script("base", "head").unwrap());
    assert_eq!(db.versions(), ["c3"]);
    let error = offline(split()).options(options).upgrade_script("base", "head").unwrap_err();
    assert!(error.is_refusal() && error.kind() == "not_together", "{error}");
    let expected = "statement 2 of 3 in the upgrade of revision b2 (users/b2.rs) runs outside a transaction, and all were to be \
                    one transaction; nothing was run; run it with --transaction each, or go only so far with all: upgrade b2-1";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_script_for_another_place_stops_before_it_does_anything() {
    let db = TestDatabase::new();
    let write = |from: &str| offline(three()).upgrade_script(from, "head").unwrap().sql;
    runs(&db, &offline(three()).upgrade_script("base", "a1").unwrap());
    for from in ["base", "b2"] {
        let errors = psql(&db, &write(from));
        assert!(errors.contains(&format!("the database is not at {from}")), "{errors}");
    }
    assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
    let mut other = db.connect();
    let guard = write("a1");
    let key = guard.split("xact_lock(").nth(1).unwrap().split(')').next().unwrap();
    other.batch_execute(&format!("SELECT pg_advisory_lock({key})")).unwrap();
    assert!(psql(&db, &guard).contains("another run of dbmig is at work"));
    drop(other);
    runs(&db, &offline(three()).upgrade_script("a1", "head").unwrap());
    assert_eq!(db.versions(), ["c3"]);
}

#[test]
fn a_run_goes_on_where_a_script_was_broken_off() {
    let db = TestDatabase::new();
    let script = offline(split()).upgrade_script("base", "head").unwrap().sql;
    // Before the second statement's row in the ledger says that it is done.
    let at = script.find("UPDATE").unwrap();
    assert_eq!(psql(&db, &script[..at]), "");
    assert_eq!(
        (db.versions(), db.ledger()),
        (vec!["a1".to_owned()], ids_of_lines(&["b2 upgrade 0 done", "b2 upgrade 1 started"]))
    );
    assert!(psql(&db, &offline(split()).upgrade_script("a1", "head").unwrap().sql).contains("half done"));
    assert_eq!(ids(&db.runner(split()).upgrade("head").unwrap()), ["b2", "c3"]);
    assert_eq!((db.versions(), db.ledger()), (vec!["c3".to_owned()], vec![]));
}

fn ids_of_lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn stamps() {
    let db = TestDatabase::new();
    runs(&db, &offline(three()).stamp_script("base", &["b2"], false).unwrap());
    assert_eq!((db.versions(), db.history()), (vec!["b2".to_owned()], vec!["b2 stamp".to_owned()]));
    runs(&db, &offline(three()).stamp_script("b2", &["a1"], false).unwrap());
    assert!(
        psql(&db, &offline(three()).stamp_script("b2", &["c3"], false).unwrap().sql).contains("not at b2")
    );
    db.execute("INSERT INTO dbmig_version VALUES ('zzzz')");
    runs(&db, &offline(three()).stamp_script("base", &["c3"], true).unwrap());
    assert_eq!(db.versions(), ["c3"]);
    runs(&db, &offline(three()).stamp_script("head", &["base"], false).unwrap());
    assert_eq!(db.versions(), [""; 0]);
    // With --purge the script is for a database at any place.
    let told = ["b2 stamp", "b2 unstamp", "a1 stamp", "base stamp", "c3 stamp", "base stamp"];
    assert_eq!(db.history(), told);
}

#[test]
fn a_script_is_refused_like_a_run() {
    let runner = offline(three());
    let kind =
        |result: std::result::Result<Offline, dbmig_runtime::runner::Error>| result.unwrap_err().kind();
    for from in ["current", "+1", "-1"] {
        let error = runner.upgrade_script(from, "head").unwrap_err().to_string();
        assert!(error.contains("a script is written without a database"), "{error}");
    }
    assert_eq!(kind(runner.upgrade_script("zzzz", "head")), "target");
    assert_eq!(kind(runner.upgrade_script("c3", "a1")), "target");
    let mut losing = three();
    losing[1].upgrade = |op| op.drop_table("one");
    assert_eq!(kind(offline(losing.clone()).upgrade_script("a1", "head")), "destructive");
    let allowed = Options { allow_destructive: true, ..Options::default() };
    assert!(offline(losing).options(allowed).upgrade_script("a1", "head").is_ok());
    let nothing = runner.upgrade_script("c3", "head").unwrap();
    assert!(
        nothing.revisions.is_empty() && nothing.sql.lines().all(|line| line.starts_with("--")),
        "{}",
        nothing.sql
    );
}

#[test]
fn a_script_finds_rows_that_move_to_pages_it_has_read() {
    let db = TestDatabase::new();
    // Space in front, for a row that the first batch moves there.
    db.execute(
        "CREATE TABLE item (id int PRIMARY KEY, n int, pad text); \
         INSERT INTO item SELECT i, NULL, repeat('x', 500) FROM generate_series(1, 20000) i; \
         DELETE FROM item WHERE id BETWEEN 2 AND 1500; \
         CREATE FUNCTION move() RETURNS trigger LANGUAGE plpgsql AS \
         'BEGIN UPDATE item SET pad = pad || ''y'' WHERE id = 15000; RETURN new; END'; \
         CREATE TRIGGER move BEFORE UPDATE ON item FOR EACH ROW WHEN (old.id = 1) EXECUTE FUNCTION move()",
    );
    db.execute("VACUUM item");
    let up: Directives = |op| op.backfill("item", set("n", "id"));
    runs(&db, &offline(vec![script("a1", &[], up, nothing)]).upgrade_script("base", "head").unwrap());
    assert_eq!(db.texts("SELECT id::text FROM item WHERE n IS NULL"), [""; 0]);
}

#[test]
fn a_script_does_not_leave_out_rows_that_a_policy_hides() {
    let changes: [Directives; 2] =
        [|op| op.backfill("item", set("n", "id")), |op| op.backfill("item", set("n", "id").all_rows())];
    for up in changes {
        let db = TestDatabase::new();
        let role = format!("{}_owner", db.name);
        db.execute(&format!(
            "CREATE ROLE {role} LOGIN; GRANT ALL ON SCHEMA public TO {role}; CREATE TABLE item (id int PRIMARY KEY, n int); \
             INSERT INTO item SELECT i FROM generate_series(1, 30) i; ALTER TABLE item OWNER TO {role}, ENABLE ROW LEVEL SECURITY, \
             FORCE ROW LEVEL SECURITY"
        ));
        let script = offline(vec![script("a1", &[], up, nothing)]).upgrade_script("base", "head").unwrap();
        let errors = psql(
            &db,
            &format!(
                "SET SESSION AUTHORIZATION {role};\n{}",
                script.sql.replace("RESET SESSION AUTHORIZATION;\n", "")
            ),
        );
        assert!(errors.contains("row-level security"), "{errors}");
        assert_eq!(db.versions(), [""; 0]);
        db.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    }
}
