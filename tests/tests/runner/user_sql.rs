//! SQL that people write: it may do anything to the session, but not to the record.

use dbmig_runtime::migration::{check, table};
use dbmig_runtime::runner::{Event, Options, Runner};

use super::support::*;

#[test]
fn transaction_control_is_refused_before_anything_runs() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| op.execute("INSERT INTO one VALUES (1); COMMIT; BEGIN");
    let failure = fails(db.runner(scripts).upgrade("head"), "transaction_control");
    assert!(failure.to_string().contains("contains COMMIT"), "{failure}");
    assert_eq!(db.relations(), [""; 0]);
}

#[test]
fn several_statements_outside_a_transaction_are_refused() {
    let db = TestDatabase::new();
    let scripts = vec![script("a1", &[], |op| op.execute_outside_transaction("VACUUM; VACUUM"), nothing)];
    fails(db.runner(scripts).upgrade("head"), "several_statements");
}

#[test]
fn functions_and_anonymous_blocks_are_no_transaction_control() {
    let db = TestDatabase::new();
    let scripts = vec![script(
        "a1",
        &[],
        |op| {
            op.execute("DO $$ BEGIN PERFORM 1; END $$; SAVEPOINT x; ROLLBACK TO x")?;
            op.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END")
        },
        |op| op.execute("DROP FUNCTION f()"),
    )];
    db.runner(scripts.clone()).upgrade("head").unwrap();
    db.runner(scripts).downgrade("base").unwrap();
}

#[test]
fn the_session_is_put_back_for_the_next_revision() {
    let db = TestDatabase::new();
    let role = format!("{}_role", db.name);
    db.execute(&format!(
        "CREATE ROLE {role}; CREATE SCHEMA other; CREATE TABLE settings (role text); \
         INSERT INTO settings VALUES ('{role}')"
    ));
    let scripts = vec![
        script(
            "a1",
            &[],
            |op| {
                op.execute(
                    "SET search_path = other; SET statement_timeout = '500ms'; SET row_security = off",
                )?;
                op.execute("SELECT set_config('role', role, false) FROM public.settings")
            },
            nothing,
        ),
        script(
            "b2",
            &["a1"],
            |op| op.execute("CREATE TABLE here AS SELECT current_user AS by FROM pg_sleep(0.7)"),
            nothing,
        ),
    ];
    db.runner(scripts).upgrade("head").unwrap();
    assert_eq!(db.relations(), ["here", "settings"]);
    assert_eq!(db.texts("SELECT by::text FROM public.here"), ["postgres"]);
    db.execute(&format!("DROP ROLE {role}"));
}

#[test]
fn a_table_of_the_same_name_earlier_in_the_path_is_not_ours() {
    let db = TestDatabase::new();
    let scripts =
        vec![script("a1", &[], |op| op.execute("CREATE TEMP TABLE dbmig_version (x int)"), nothing)];
    db.runner(scripts).upgrade("head").unwrap();
    assert_eq!(db.versions(), ["a1"]);
}

#[test]
fn statements_without_a_transaction_may_discard_everything() {
    let db = TestDatabase::new();
    let scripts = vec![
        script("a1", &[], |op| op.execute_outside_transaction("DISCARD ALL"), nothing),
        script("b2", &["a1"], |op| op.execute_outside_transaction("SET ROLE pg_monitor"), nothing),
    ];
    Runner::new(database(scripts), &db.url).upgrade("head").unwrap();
    assert_eq!(db.versions(), ["b2"]);
}

#[test]
fn strange_server_settings_change_nothing() {
    let db = TestDatabase::new();
    db.execute(&format!(
        "ALTER DATABASE {0} SET standard_conforming_strings = off; ALTER DATABASE {0} SET search_path = nowhere; \
         ALTER DATABASE {0} SET DateStyle = 'SQL, DMY'; ALTER DATABASE {0} SET TimeZone = 'Asia/Kathmandu'; \
         ALTER DATABASE {0} SET statement_timeout = '200ms'; ALTER DATABASE {0} SET bytea_output = 'escape'",
        db.name
    ));
    let mut scripts = three();
    scripts[0].upgrade = |op| op.execute("CREATE TABLE one (id bigint); SELECT pg_sleep(0.4)");
    let mut runner = db.runner(scripts);
    runner.upgrade("head").unwrap();
    runner.downgrade("base").unwrap();
    assert_eq!(runner.log().unwrap().len(), 6);
}

#[test]
fn a_commit_that_only_the_server_sees_is_noticed() {
    let db = TestDatabase::new();
    let scripts = vec![script(
        "a1",
        &[],
        |op| {
            op.execute("CREATE TABLE one (id int); SET standard_conforming_strings = off")?;
            op.execute(r"SELECT 'x\''; COMMIT; SELECT ''")?;
            op.execute("CREATE TABLE two (id int)")
        },
        nothing,
    )];
    let failure = fails(db.runner(scripts).upgrade("head"), "transaction_ended");
    assert!(failure.to_string().contains("statement 2 of 3"), "{failure}");
    assert_eq!((db.versions(), db.relations()), (vec![], vec!["one".to_owned()]));
}

#[test]
fn a_read_only_default_does_not_reach_the_next_revision() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[0].upgrade =
        |op| op.execute("CREATE TABLE one (id bigint); SET default_transaction_read_only = on");
    db.runner(scripts).upgrade("head").unwrap();
    assert_eq!(db.versions(), ["c3"]);
}

#[test]
fn copy_through_the_connection_is_refused_before_anything_runs() {
    let db = TestDatabase::new();
    for sql in [
        "COPY one FROM STDIN",
        "SELECT 1; copy one (id) from /* x */ stdin with (format csv)",
        "COPY (SELECT 1) TO STDOUT",
    ] {
        let copy: Directives = match sql {
            "COPY one FROM STDIN" => |op| op.execute("COPY one FROM STDIN"),
            "COPY (SELECT 1) TO STDOUT" => |op| op.execute_outside_transaction("COPY (SELECT 1) TO STDOUT"),
            _ => |op| op.execute("SELECT 1; copy one (id) from /* x */ stdin with (format csv)"),
        };
        let mut scripts = three();
        scripts[1].upgrade = copy;
        let failure = fails(db.runner(scripts).upgrade("head"), "copy");
        assert!(failure.to_string().contains("INSERT"), "{failure}");
        assert_eq!(db.relations(), [""; 0]);
    }
}

#[test]
fn a_lock_that_is_let_go_is_taken_again() {
    let db = TestDatabase::new();
    let scripts = vec![
        script("a1", &[], |op| op.execute_outside_transaction("DISCARD ALL"), nothing),
        script("b2", &["a1"], |op| op.execute("SELECT pg_advisory_unlock_all()"), nothing),
        script("c3", &["b2"], nothing, nothing),
    ];
    let options = Options { single_connection: true, ..Options::default() };
    db.runner(scripts).options(options).upgrade("head").unwrap();
    assert_eq!(db.versions(), ["c3"]);
}

#[test]
fn another_client_encoding_garbles_nothing() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[0].message = "Straße";
    scripts[0].upgrade = |op| {
        op.execute("CREATE TABLE one (id text); SET client_encoding = 'LATIN1'")?;
        op.execute("INSERT INTO one VALUES ('Straße')")
    };
    let mut runner = db.runner(scripts);
    runner.upgrade("a1").unwrap();
    assert_eq!(runner.log().unwrap()[0].message, "Straße");
    assert_eq!(db.texts("SELECT id FROM one"), ["Straße"]);
}

#[test]
fn an_interruption_does_not_hide_what_is_committed_unrecorded() {
    let db = TestDatabase::new();
    let scripts = vec![script(
        "a1",
        &[],
        |op| {
            op.execute("SET standard_conforming_strings = off")?;
            op.execute(r"SELECT 'x\''; COMMIT; SELECT ''")
        },
        nothing,
    )];
    // With a single connection nothing is cancelled in the server, so that the statement ends by itself.
    let options = Options { single_connection: true, ..Options::default() };
    let runner = db.runner(scripts).options(options);
    let canceller = runner.canceller();
    let mut runner = runner.on_event(move |event| {
        if matches!(event, Event::StatementStarted { number: 2, .. }) {
            canceller.cancel();
        }
    });
    fails(runner.upgrade("head"), "transaction_ended");
}

#[test]
fn an_expression_can_not_end_the_transaction() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| op.create_table(table("two").check(check("c", "true)); COMMIT; SELECT ((1")));
    let failure = fails(db.runner(scripts).upgrade("head"), "transaction_control");
    assert!(failure.to_string().contains("contains COMMIT"), "{failure}");
    assert_eq!(db.relations(), [""; 0]);
}
