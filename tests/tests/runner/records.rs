//! Reading what is recorded, which creates nothing; and what history keeps.

use std::time::{Duration, SystemTime};

use dbmig_runtime::migration::index;
use dbmig_runtime::runner::{Action, Database, Options, Runner};

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
fn a_table_of_somebody_else_with_our_name_is_explained() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE dbmig_version (number int)");
    let failure = fails(db.runner(three()).upgrade("head"), "own_tables");
    assert!(failure.to_string().contains("version-table"), "{failure}");
    db.execute("DROP TABLE dbmig_version; CREATE TABLE dbmig_version (revision text); INSERT INTO dbmig_version VALUES (NULL)");
    let failure = fails(db.runner(three()).upgrade("head"), "null_version");
    assert!(
        failure.to_string().contains("DELETE FROM public.dbmig_version WHERE revision IS NULL"),
        "{failure}"
    );
    db.execute(
        "DROP TABLE dbmig_version; CREATE TABLE dbmig_ledger (revision int, direction text, step int, \
         statement_hash text, state text); INSERT INTO dbmig_ledger VALUES (1, 'upgrade', 1, 'x', 'done')",
    );
    let failure = fails(db.runner(three()).upgrade("head"), "own_tables");
    assert!(failure.error.next_step().is_some(), "{failure}");
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
    assert_eq!(runner.log().unwrap().len(), 5);
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
