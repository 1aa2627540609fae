//! How revisions are put into transactions, and what they are told.

use dbmig_runtime::migration::{Op, Result};
use dbmig_runtime::runner::{Event, Options, TransactionMode};

use super::support::*;

fn mode(mode: TransactionMode) -> Options {
    Options { transaction: Some(mode), ..Options::default() }
}

#[test]
fn all_of_them_or_none() {
    let db = TestDatabase::new();
    let mut broken = three();
    broken[2].upgrade = |op| op.execute("CREATE TABLE three (id bigint); SELECT nope");
    let events = Events::default();
    let mut runner =
        db.runner(broken.clone()).options(mode(TransactionMode::All)).on_event(events.listener());
    let failure = fails(runner.upgrade("head"), "sql");
    assert_eq!((failure.report.at().as_deref(), failure.report.applied.len()), (Some("base"), 0));
    assert_eq!(failure.report.remaining, ["a1", "b2", "c3"]);
    assert!(!events.has(|event| matches!(event, Event::RevisionFinished(_))));
    assert_eq!((db.versions(), db.relations(), db.history()), (vec![], vec![], vec![]));
    let report = db.runner(three()).options(mode(TransactionMode::All)).upgrade("head").unwrap();
    assert_eq!((ids(&report), report.to.as_slice()), (vec!["a1", "b2", "c3"], ["c3".to_owned()].as_slice()));
    assert_eq!(
        (report.applied[1].from.join(" "), report.applied[1].to.join(" ")),
        ("a1".into(), "b2".into())
    );
    assert_eq!((db.versions(), db.history().len()), (vec!["c3".to_owned()], 3));
    let started = "SELECT DISTINCT xmin::text FROM dbmig_history WHERE result = 'done'";
    assert_eq!(db.texts(started).len(), 1, "one transaction");
    let report = db.runner(three()).options(mode(TransactionMode::All)).downgrade("base").unwrap();
    assert_eq!((ids(&report), db.relations()), (vec!["c3", "b2", "a1"], vec![]));
}

#[test]
fn settings_of_a_revision_end_with_it_in_one_transaction_too() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[0].upgrade =
        |op| op.execute("CREATE TABLE one (id bigint); SET search_path = pg_catalog; SET ROLE pg_monitor");
    db.runner(scripts).options(mode(TransactionMode::All)).upgrade("head").unwrap();
    assert_eq!(db.relations(), ["one", "three", "two"]);
}

#[test]
fn what_can_not_be_in_a_transaction_is_refused_before_anything_runs() {
    let db = TestDatabase::new();
    let scripts = named("concurrent").remove(0).scripts;
    let failure =
        fails(db.runner(scripts.clone()).options(mode(TransactionMode::All)).upgrade("head"), "not_together");
    assert!(failure.error.is_refusal() && failure.to_string().contains("statement 2 of 3"), "{failure}");
    assert!(db.relations().is_empty());
    let mut all = database(scripts.clone());
    all.transaction = TransactionMode::All;
    fails(dbmig_runtime::runner::Runner::new(all, &db.url).upgrade("head"), "not_together");
    assert_eq!(ids(&db.runner(scripts).options(mode(TransactionMode::All)).upgrade("a1").unwrap()), ["a1"]);
}

#[test]
fn without_transactions_a_run_goes_on_behind_the_last_directive() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op: &mut Op| -> Result {
        op.execute("CREATE TABLE two (id bigint)")?;
        op.execute("ALTER TABLE two ADD a int; SELECT 1 / (SELECT count(*) FROM one)")?;
        op.execute("ALTER TABLE two ADD b int")
    };
    let options = || mode(TransactionMode::None);
    let failure = fails(db.runner(scripts.clone()).options(options()).upgrade("head"), "sql");
    assert!(failure.to_string().contains("division by zero"), "{failure}");
    assert_eq!((db.versions(), db.ledger()), (vec!["a1".to_owned()], vec!["b2 upgrade 0 done".to_owned()]));
    assert_eq!(
        db.texts("SELECT attname::text FROM pg_attribute WHERE attrelid = 'two'::regclass AND attnum > 0"),
        ["id"]
    );
    db.execute("INSERT INTO one VALUES (1)");
    // In whatever mode it goes on.
    assert_eq!(ids(&db.runner(scripts).upgrade("head").unwrap()), ["b2", "c3"]);
    assert_eq!((db.versions(), db.ledger()), (vec!["c3".to_owned()], vec![]));
}

#[test]
fn arguments_reach_revisions() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op: &mut Op| {
        let owner = op.required_argument("owner")?;
        op.execute(format!("CREATE TABLE two (id bigint); COMMENT ON TABLE two IS 'of {owner}'"))
    };
    let failure = fails(db.runner(scripts.clone()).upgrade("head"), "directive");
    let expected = "upgrade of revision b2 (users/b2.rs): it needs the argument `owner`, which is not given; give it: -x owner=VALUE; \
                    nothing was run; the database is at base";
    assert_eq!(failure.to_string(), expected);
    assert!(failure.error.is_usage() && db.relations().is_empty());
    let options =
        Options { arguments: [("owner".to_owned(), "ann".to_owned())].into(), ..Options::default() };
    let script = db.runner(scripts.clone()).options(options.clone()).upgrade_script("base", "head").unwrap();
    assert!(script.sql.contains("'of ann'"), "{}", script.sql);
    db.runner(scripts).options(options).upgrade("head").unwrap();
    assert_eq!(db.texts("SELECT obj_description('two'::regclass)"), ["of ann"]);
}
