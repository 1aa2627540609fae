//! Up, down and stamped: what runs, and what is recorded.

use dbmig_runtime::inspect::{self, inspect};
use dbmig_runtime::runner::{Database, Options, Runner};

use super::support::*;

#[test]
fn upgrade_and_downgrade_run_and_record() {
    let db = TestDatabase::new();
    let mut runner = db.runner(three());
    let report = runner.upgrade("b2").unwrap();
    assert_eq!(
        (ids(&report), report.from.clone(), report.to.clone()),
        (vec!["a1", "b2"], vec![], vec!["b2".to_owned()])
    );
    assert_eq!(db.versions(), ["b2"]);
    assert_eq!(db.relations(), ["one", "two"]);

    assert_eq!(ids(&runner.upgrade("head").unwrap()), ["c3"]);
    assert_eq!(ids(&runner.upgrade("head").unwrap()), [""; 0]);
    assert_eq!(ids(&runner.downgrade("-1").unwrap()), ["c3"]);
    assert_eq!(ids(&runner.downgrade("base").unwrap()), ["b2", "a1"]);
    assert_eq!(db.versions(), [""; 0]);
    assert_eq!(db.relations(), [""; 0]);
    assert_eq!(ids(&runner.upgrade("+2").unwrap()), ["a1", "b2"]);
    let expected = [
        "a1 upgrade",
        "b2 upgrade",
        "c3 upgrade",
        "c3 downgrade",
        "b2 downgrade",
        "a1 downgrade",
        "a1 upgrade",
        "b2 upgrade",
    ];
    assert_eq!(db.history(), expected);
    assert_eq!(db.ledger(), [""; 0]);
}

#[test]
fn a_single_connection_is_enough() {
    let db = TestDatabase::new();
    let options = Options { single_connection: true, ..Options::default() };
    let mut runner = db.runner(three()).options(options);
    assert_eq!(runner.upgrade("head").unwrap().applied.len(), 3);
    assert_eq!(runner.downgrade("base").unwrap().applied.len(), 3);
}

#[test]
fn branches_have_a_row_each_and_a_merge_has_one() {
    let db = TestDatabase::new();
    let scripts = vec![
        script("a1", &[], nothing, nothing),
        script("b2", &["a1"], nothing, nothing),
        script("c3", &["a1"], nothing, nothing),
        script("d4", &["b2", "c3"], nothing, nothing),
    ];
    let mut runner = db.runner(scripts);
    runner.upgrade("b2").unwrap();
    runner.upgrade("c3").unwrap();
    assert_eq!(db.versions(), ["b2", "c3"]);
    runner.upgrade("head").unwrap();
    assert_eq!(db.versions(), ["d4"]);
    runner.downgrade("d4-1").unwrap_err();
    runner.downgrade("a1").unwrap();
    assert_eq!(db.versions(), ["a1"]);
}

#[test]
fn another_schema_and_version_table() {
    let db = TestDatabase::new();
    let named = |schema, version_table| Database { schema, version_table, ..database(three()) };
    let mut tenant = Runner::new(named("Tenant \"1\"", "alembic version"), &db.url);
    tenant.upgrade("head").unwrap();
    Runner::new(named("public", "dbmig_version"), &db.url).upgrade("a1").unwrap();
    let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = $$Tenant \"1\"$$ ORDER BY 1";
    assert_eq!(
        db.texts(tables),
        ["alembic version", "alembic version_history", "alembic version_ledger", "one", "three", "two"]
    );
    assert_eq!(tenant.current().unwrap().recorded[0].revision, "c3");
    assert_eq!(db.versions(), ["a1"]);
}

#[test]
fn own_tables_in_a_schema_of_their_own() {
    let db = TestDatabase::new();
    let named = Database { version_schema: Some("Own \"1\""), ..database(three()) };
    let mut runner = Runner::new(named.clone(), &db.url);
    runner.upgrade("head").unwrap();
    assert_eq!(runner.current().unwrap().recorded[0].revision, "c3");
    let tables = "SELECT table_schema || '.' || table_name FROM information_schema.tables \
                  WHERE table_schema IN ('public', $$Own \"1\"$$) ORDER BY 1";
    let own = ["dbmig_history", "dbmig_ledger", "dbmig_version"].map(|table| format!("Own \"1\".{table}"));
    let all: Vec<String> =
        own.into_iter().chain(["one", "three", "two"].map(|name| format!("public.{name}"))).collect();
    assert_eq!(db.texts(tables), all);
    // Neither the tables nor their schema are part of what revisions make, unless somebody else uses it, too.
    let own_tables = named.own_tables();
    let options = inspect::Options { default_schema: "public", own_tables: &own_tables };
    let catalog = || inspect(&mut db.connect(), &options).unwrap();
    assert_eq!((catalog().tables.len(), catalog().namespaces.len()), (3, 0));
    db.connect().batch_execute("CREATE TABLE \"Own \"\"1\"\"\".other (id int)").unwrap();
    assert_eq!((catalog().tables.len(), catalog().namespaces.len()), (4, 1));
    runner.downgrade("base").unwrap();
}

#[test]
fn statements_are_given_so_much_time() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| op.execute("SELECT pg_sleep(20)");
    scripts[2].upgrade = |op| op.execute_outside_transaction("SELECT pg_sleep(0.4)");
    let limited = |scripts| Database {
        statement_timeout: Some("300ms"),
        lock_timeout: Some("200ms"),
        retry_for: Some(std::time::Duration::ZERO),
        ..database(scripts)
    };
    let failure = Runner::new(limited(scripts.clone()), &db.url).upgrade("head").unwrap_err();
    assert!(failure.error.to_string().contains("statement timeout"), "{failure}");
    assert_eq!(db.versions(), ["a1"]);
    scripts[1].upgrade = |op| op.execute("ALTER TABLE one ADD note text");
    let mut other = db.connect();
    other.batch_execute("BEGIN; LOCK one").unwrap();
    let failure = Runner::new(limited(scripts.clone()), &db.url).upgrade("b2").unwrap_err();
    assert!(failure.error.to_string().contains("lock timeout"), "{failure}");
    other.batch_execute("ROLLBACK").unwrap();
    // What runs outside a transaction blocks nobody, and takes its time.
    Runner::new(limited(scripts), &db.url).upgrade("head").unwrap();
}

#[test]
fn transactions_are_given_so_much_time_where_the_server_knows_that() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| op.execute("CREATE TABLE two (id int); SELECT pg_sleep(1)");
    let limited = |scripts| Database { transaction_timeout: Some("400ms"), ..database(scripts) };
    let ended = Runner::new(limited(scripts), &db.url).upgrade("head");
    let version = &db.texts("SHOW server_version_num")[0];
    if version.parse::<i32>().unwrap() < 170_000 {
        ended.unwrap();
        return;
    }
    let failure = fails(ended, "sql");
    assert!(failure.to_string().contains("25P04"), "{failure}");
    assert!(failure.to_string().contains("with a longer --transaction-timeout"), "{failure}");
    assert_eq!((db.versions(), db.relations()), (vec!["a1".to_owned()], vec!["one".to_owned()]));
    db.runner(three()).upgrade("head").unwrap();
}

#[test]
fn stamp_records_and_runs_nothing() {
    let db = TestDatabase::new();
    let mut runner = db.runner(three());
    assert_eq!(runner.stamp("b2", false).unwrap().to, ["b2"]);
    assert_eq!(db.relations(), [""; 0]);
    assert_eq!(runner.stamp("b2", false).unwrap().applied.len(), 0);
    assert_eq!(runner.stamp("a1", false).unwrap().to, ["a1"]);
    assert_eq!(runner.stamp("base", false).unwrap().to, [""; 0]);
    assert_eq!(db.history(), ["b2 stamp", "b2 unstamp", "a1 stamp", "base stamp"]);
}

#[test]
fn purge_forgets_what_the_code_does_not_have() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("head").unwrap();
    let mut older = three();
    older.pop();
    let mut runner = db.runner(older);
    fails(runner.stamp("b2", false), "ahead");
    assert_eq!(runner.stamp("b2", true).unwrap().to, ["b2"]);
    assert_eq!(db.versions(), ["b2"]);
}
