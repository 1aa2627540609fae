//! Reading what is recorded, which creates nothing; and what history keeps.

use std::time::{Duration, SystemTime};

use dbmig_runtime::migration::index;
use dbmig_runtime::runner::{Action, Database, Error, LogFilter, Options, Outcome, Runner, Script};

use super::support::*;

#[test]
fn reading_creates_nothing() {
    let db = TestDatabase::new();
    let mut runner = db.runner(three());
    let current = runner.current().unwrap();
    assert_eq!((current.recorded.len(), current.pending), (0, 3));
    assert_eq!(runner.history(None).unwrap().len(), 3);
    assert_eq!(runner.log().unwrap().len(), 0);
    assert_eq!(runner.heads(false).unwrap()[0].revision, "c3");
    fails(runner.upgrade("zzzz"), "target");
    fails(runner.downgrade("-1"), "target");
    assert_eq!(db.texts("SELECT relname::text FROM pg_class WHERE relname LIKE 'dbmig%'"), [""; 0]);
}

#[test]
fn current_and_history_tell_what_is_applied() {
    let db = TestDatabase::new();
    let mut runner = db.runner(three());
    runner.upgrade("b2").unwrap();
    let current = runner.current().unwrap();
    assert_eq!((current.recorded[0].revision.as_str(), current.pending), ("b2", 1));
    assert!(!current.recorded[0].is_head);
    let lines = runner.history(None).unwrap();
    let told: Vec<_> =
        lines.iter().map(|l| (l.revision.revision.as_str(), l.is_applied, l.is_current)).collect();
    assert_eq!(told, [("c3", false, false), ("b2", true, true), ("a1", true, false)]);
    assert_eq!(runner.history(Some("b2:")).unwrap().len(), 2);
}

#[test]
fn the_history_says_who_when_how_long_and_what() {
    let db = TestDatabase::new();
    let scripts = vec![script("a1", &[], |op| op.execute("SELECT pg_sleep(0.05)"), nothing)];
    let options = Options { client: Some("ann@laptop".to_owned()), ..Options::default() };
    let mut runner = db.runner(scripts).options(options);
    runner.upgrade("head").unwrap();
    let log = runner.log().unwrap();
    let entry = &log[0];
    assert_eq!(
        (entry.revision.as_str(), entry.action, entry.message.as_str()),
        ("a1", Action::Upgrade, "a1")
    );
    assert_eq!((entry.checksum.as_str(), entry.applied_by.as_str()), ("a1", "postgres"));
    assert_eq!(entry.client.as_deref(), Some("ann@laptop"));
    assert!((50..5_000).contains(&entry.duration.as_millis()), "{entry:?}");
    let ago = SystemTime::now().duration_since(entry.started_at).unwrap_or_default();
    assert!(ago < Duration::from_secs(60), "{entry:?}");
    assert!(!entry.dbmig_version.is_empty());
}

#[test]
fn a_message_that_the_encoding_lacks_is_recorded_all_the_same() {
    let db = TestDatabase::new();
    let name = format!("{}_latin1", db.name);
    db.execute(&format!("CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"));
    let mut scripts = three();
    scripts[0].message = "Straße → Weg";
    scripts[1].message = "a NUL: \0";
    let options = Options { client: Some("łucja@laptop".to_owned()), ..Options::default() };
    let mut runner = Runner::new(database(scripts), url_of(&db.url, &name)).options(options);
    let result = runner.upgrade("head");
    let log = runner.log();
    drop(runner);
    db.execute(&format!("DROP DATABASE {name}"));
    result.unwrap();
    let messages: Vec<String> = log.unwrap().into_iter().map(|entry| entry.message).collect();
    assert_eq!(messages, ["Stra\\u{df}e \\u{2192} Weg", "a NUL: \\u{0}", "c3"]);
}

#[test]
fn what_failed_is_recorded_too() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| {
        op.execute("CREATE ROLE dbmig_nobody PASSWORD 's3cret'; CREATE TABLE two (id bigint)")?;
        op.execute("SELECT nope")
    };
    fails(db.runner(scripts).upgrade("head"), "sql");
    db.runner(three()).upgrade("head").unwrap();
    let log = db.runner(three()).log().unwrap();
    let told: Vec<_> = log.iter().map(|e| (e.revision.as_str(), e.result, e.error.as_deref())).collect();
    let error = Some("statement 2 of 2: 42703: column \"nope\" does not exist");
    let (done, failed) = (Outcome::Done, Outcome::Failed);
    assert_eq!(told, [("a1", done, None), ("b2", failed, error), ("b2", done, None), ("c3", done, None)]);
    assert_eq!(
        log[1].sql.as_deref(),
        Some("CREATE ROLE dbmig_nobody PASSWORD '***'; CREATE TABLE two (id bigint);\nSELECT nope")
    );
    let filter = LogFilter { revision: Some("b".to_owned()), last: Some(1), ..LogFilter::default() };
    let one = db.runner(three()).log_of(&filter).unwrap();
    assert_eq!(one.iter().map(|e| (e.id, e.result, e.sql.clone())).collect::<Vec<_>>(), [(3, done, None)]);
    let failures = LogFilter { failed: true, ..LogFilter::default() };
    assert_eq!(db.runner(three()).log_of(&failures).unwrap().len(), 1);
    // A revision that failed is not one that was edited later.
    fails(db.runner(edited_b2()).upgrade("head"), "edited");
}

#[test]
fn what_the_server_quotes_holds_no_password() {
    let db = TestDatabase::new();
    let quoting: Directives =
        |op| op.execute("DO $$ BEGIN EXECUTE 'CREATE ROLE postgres PASSWORD \'\'s3cret\'\''; END $$");
    let failure = fails(db.runner(vec![script("a1", &[], quoting, nothing)]).upgrade("head"), "sql");
    let Error::Sql(sql) = &failure.error else { unreachable!() };
    let context = sql.server.context.as_deref().unwrap_or_default();
    assert!(context.contains("CREATE ROLE postgres PASSWORD '***'"), "{failure}");
    let log = db.runner(three()).log().unwrap();
    assert!(log[0].sql.as_deref().is_some_and(|sql| sql.contains("PASSWORD \'\'***\'\'")), "{log:?}");
}

fn edited_b2() -> Vec<Script> {
    let mut scripts = three();
    scripts[1].checksum = "another";
    scripts
}

#[test]
fn tables_of_an_earlier_version_get_what_they_lack() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("b2").unwrap();
    db.execute("ALTER TABLE dbmig_history DROP COLUMN sql, DROP COLUMN result, DROP COLUMN error");
    assert_eq!(db.runner(three()).log().unwrap().len(), 2);
    let failed = LogFilter { failed: true, ..LogFilter::default() };
    assert_eq!(db.runner(three()).log_of(&failed).unwrap().len(), 0);
    assert_eq!(db.runner(three()).current().unwrap().pending, 1);
    db.runner(three()).upgrade("head").unwrap();
    let log = db.runner(three()).log().unwrap();
    assert_eq!(log[2].sql.as_deref(), Some("CREATE TABLE three (id bigint)"));
}

#[test]
fn something_else_with_the_name_of_our_table_is_explained() {
    let db = TestDatabase::new();
    for (sql, words) in [
        ("CREATE TABLE dbmig_version (number int)", "it has no column revision (its columns: number)"),
        ("CREATE TABLE dbmig_version (revision int)", "its column revision is integer"),
        ("CREATE TABLE dbmig_version (revision varchar(40) PRIMARY KEY, at date NOT NULL)", "its column at,"),
        ("CREATE VIEW dbmig_version AS SELECT 'a1'::text AS revision", "it is no table"),
        ("CREATE SEQUENCE dbmig_version", "it is no table"),
    ] {
        db.execute(sql);
        for failure in [
            fails(db.runner(three()).upgrade("head"), "foreign_table").to_string(),
            fails(db.runner(three()).stamp("head", true), "foreign_table").to_string(),
            db.runner(three()).current().unwrap_err().to_string(),
        ] {
            assert!(failure.contains(words) && failure.contains("version-table"), "{failure}");
        }
        let kind = sql.split(' ').nth(1).unwrap_or_default();
        db.execute(&format!("DROP {kind} dbmig_version"));
    }
    db.execute("CREATE TABLE dbmig_version (revision varchar(40)); INSERT INTO dbmig_version VALUES (NULL)");
    let failure = fails(db.runner(three()).upgrade("head"), "null_version");
    assert!(
        failure.to_string().contains("DELETE FROM public.dbmig_version WHERE revision IS NULL"),
        "{failure}"
    );
    db.execute(
        "DROP TABLE dbmig_version; CREATE TABLE dbmig_ledger (revision int, direction text, step int, \
         statement_hash text, state text, at timestamptz); INSERT INTO dbmig_ledger VALUES (1, 'upgrade', 1, 'x', 'done')",
    );
    fails(db.runner(three()).upgrade("head"), "foreign_table");
}

#[test]
fn strange_names_of_schema_and_version_table() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| {
        op.execute("CREATE TABLE two (id bigint)")?;
        op.create_index(index("i\"; DROP").on("two").columns(["id"]).concurrently())?;
        op.execute_outside_transaction("VACUUM two")
    };
    let strange = Database { schema: "My \"S\"; --", version_table: "v'e\"r 🦀 $1", ..database(scripts) };
    let mut runner = Runner::new(strange, &db.url);
    runner.upgrade("head").unwrap();
    assert_eq!(runner.current().unwrap().recorded[0].revision, "c3");
    runner.downgrade("b2").unwrap();
    runner.stamp("a1", true).unwrap();
    assert_eq!(runner.log().unwrap().len(), 6);
    let tables = "SELECT relname::text FROM pg_class WHERE relkind = 'r' \
                  AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'My \"S\"; --') ORDER BY 1";
    assert_eq!(
        db.texts(tables),
        ["one", "two", "v'e\"r 🦀 $1", "v'e\"r 🦀 $1_history", "v'e\"r 🦀 $1_ledger"]
    );
    assert_eq!(db.relations(), [""; 0]);
}

#[test]
fn what_is_pending_where_the_code_lacks_a_row() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("b2").unwrap();
    db.execute("INSERT INTO dbmig_version VALUES ('zz')");
    assert_eq!(db.runner(three()).current().unwrap().pending, 1);
}

#[test]
fn a_version_table_that_is_gone_is_not_taken_for_the_base() {
    let db = TestDatabase::new();
    let mut runner = db.runner(three());
    runner.upgrade("b2").unwrap();
    db.execute("DROP TABLE dbmig_version");
    let failure = fails(runner.upgrade("head"), "no_versions");
    assert!(failure.to_string().contains("stamp TARGET"), "{failure}");
    runner.stamp("b2", false).unwrap();
    runner.upgrade("head").unwrap();
    assert_eq!(db.versions(), ["c3"]);
}

#[test]
fn a_sequence_behind_the_history_is_set() {
    let db = TestDatabase::new();
    let mut runner = db.runner(three());
    // As after logical replication, and after a restore of rows alone.
    let behind = || db.execute("ALTER SEQUENCE dbmig_history_id_seq RESTART");
    runner.upgrade("b2").unwrap();
    behind();
    runner.upgrade("head").unwrap();
    behind();
    runner.stamp("a1", false).unwrap();
    let ids: Vec<i64> = runner.log().unwrap().iter().map(|entry| entry.id).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_role_that_may_not_set_the_sequence_is_told_what_to_run() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("b2").unwrap();
    let role = format!("{}_runner", db.name);
    db.execute(&format!(
        "CREATE ROLE {role} LOGIN; GRANT USAGE, CREATE ON SCHEMA public TO {role}; \
         GRANT ALL ON dbmig_version, dbmig_history, dbmig_ledger TO {role}"
    ));
    let url = format!("{}{}user={role}", db.url, if db.url.contains('?') { '&' } else { '?' });
    let runner = |scripts| Runner::new(database(scripts), &url);
    // No right to the sequence is needed.
    runner(three()).stamp("a1", false).unwrap();
    db.execute("ALTER SEQUENCE dbmig_history_id_seq RESTART");
    let unseen = fails(runner(three()).stamp("b2", false), "own_tables").to_string();
    db.execute(&format!("GRANT SELECT ON SEQUENCE dbmig_history_id_seq TO {role}"));
    let seen = fails(runner(three()).stamp("b2", false), "history_behind").to_string();
    db.execute("SELECT setval(pg_get_serial_sequence('public.dbmig_history', 'id'), max(id)) FROM public.dbmig_history");
    let set = runner(three()).stamp("b2", false);
    db.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    set.unwrap();
    assert!(unseen.contains("setval(pg_get_serial_sequence('HISTORY', 'id'), max(id))"), "{unseen}");
    let advice = "let its owner run SELECT setval(pg_get_serial_sequence('public.dbmig_history', 'id'), max(id)) \
                  FROM public.dbmig_history";
    assert!(seen.contains(advice), "{seen}");
}

#[test]
fn only_a_version_row_is_changed_by_someone_else() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[2].upgrade = |op| op.execute("INSERT INTO dbmig_version VALUES ('c3')");
    fails(db.runner(scripts.clone()).upgrade("head"), "changed_meanwhile");
    scripts[2].upgrade = |op| op.execute("ALTER SEQUENCE dbmig_history_id_seq RESTART");
    let failure = fails(db.runner(scripts).upgrade("head"), "own_tables");
    assert!(failure.to_string().contains("dbmig_history_pkey"), "{failure}");
}
