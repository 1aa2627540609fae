//! Revisions that can't be one transaction: cut, recorded in the ledger, and gone on with.

use dbmig_runtime::migration::{Op, Result, drop_index, index};
use dbmig_runtime::runner::{Error, Event, Options, ResumeAs, Script};

use super::support::*;

fn one_index(op: &mut Op) -> Result {
    op.create_index(index("item_code").on("item").columns(["code"]).unique().concurrently())
}

fn up(op: &mut Op) -> Result {
    op.execute("CREATE TABLE item (code int)")?;
    op.execute("INSERT INTO item SELECT code FROM codes")?;
    one_index(op)?;
    op.execute("INSERT INTO item VALUES (99)")
}

fn down(op: &mut Op) -> Result {
    op.drop_index(drop_index("item_code").concurrently())?;
    op.execute("DROP TABLE item")
}

fn history() -> Vec<Script> {
    vec![
        script(
            "a1",
            &[],
            |op| op.execute("CREATE TABLE codes (code int)"),
            |op| op.execute("DROP TABLE codes"),
        ),
        script("b2", &["a1"], up, down),
    ]
}

/// A database in which `b2` failed because of duplicate codes.
fn half_applied() -> TestDatabase {
    let db = TestDatabase::new();
    db.runner(history()).upgrade("a1").unwrap();
    db.execute("INSERT INTO codes VALUES (1), (1)");
    let failure = fails(db.runner(history()).upgrade("head"), "sql");
    let Error::Sql(sql) = &failure.error else { unreachable!() };
    assert_eq!((sql.committed, sql.statement.number), (2, 3));
    assert!(failure.to_string().contains("remove the duplicates"), "{failure}");
    db
}

#[test]
fn it_runs_and_is_recorded_once() {
    let db = TestDatabase::new();
    let mut runner = db.runner(history());
    runner.upgrade("head").unwrap();
    assert_eq!(db.relations(), ["codes", "item", "item_code"]);
    assert_eq!((db.versions(), db.ledger()), (vec!["b2".to_owned()], vec![]));
    runner.downgrade("a1").unwrap();
    assert_eq!(db.relations(), ["codes"]);
    assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade", "b2 downgrade"]);
    assert_eq!(db.ledger(), [""; 0]);
}

#[test]
fn duplicates_leave_no_invalid_index_and_the_next_run_goes_on() {
    let db = half_applied();
    assert_eq!(db.relations(), ["codes", "item"]);
    assert_eq!(db.versions(), ["a1"]);
    assert_eq!(db.ledger(), ["b2 upgrade 0 done", "b2 upgrade 1 done"]);
    let current = db.runner(history()).current().unwrap();
    assert_eq!(current.half_done.map(|half| (half.revision, half.done)), Some(("b2".to_owned(), 2)));

    fails(db.runner(history()).upgrade("head"), "sql");
    db.execute("DELETE FROM item WHERE ctid IN (SELECT min(ctid) FROM item)");
    let report = db.runner(history()).upgrade("head").unwrap();
    assert_eq!(ids(&report), ["b2"]);
    assert_eq!(db.texts("SELECT code::text FROM item ORDER BY code"), ["1", "99"]);
    assert_eq!((db.versions(), db.ledger()), (vec!["b2".to_owned()], vec![]));
}

#[test]
fn what_does_not_finish_it_is_refused() {
    let db = half_applied();
    for result in [
        db.runner(history()).downgrade("base"),
        db.runner(history()).stamp("b2", false),
        db.runner(history()).upgrade("a1"),
    ] {
        let failure = fails(result, "half_applied");
        assert!(failure.to_string().contains("finish it first: upgrade b2"), "{failure}");
    }
    assert_eq!(db.runner(history()).stamp("a1", true).unwrap().to, ["a1"]);
    assert_eq!(db.ledger(), [""; 0]);
}

#[test]
fn an_edit_of_what_was_run_is_refused_and_of_what_was_not_is_taken() {
    let db = half_applied();
    let mut edited = history();
    edited[1].upgrade = |op| {
        op.execute("CREATE TABLE item (code bigint)")?;
        op.execute("INSERT INTO item SELECT code FROM codes")?;
        one_index(op)
    };
    let failure = fails(db.runner(edited.clone()).upgrade("head"), "edited_half_applied");
    assert!(failure.to_string().contains("statement 1 is not the one that was run"), "{failure}");
    edited[1].upgrade = |op| op.execute("CREATE TABLE item (code int)");
    fails(db.runner(edited.clone()).upgrade("head"), "edited_half_applied");
    edited[1].upgrade = |op| {
        op.execute("CREATE TABLE item (code int)")?;
        op.execute("INSERT INTO item SELECT code FROM codes")?;
        op.execute("CREATE INDEX item_code ON item (code)")
    };
    db.runner(edited).upgrade("head").unwrap();
    assert_eq!(db.relations(), ["codes", "item", "item_code"]);
    assert_eq!(db.ledger(), [""; 0]);
}

#[test]
fn a_statement_that_fails_alone_leaves_nothing() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (code int); INSERT INTO item VALUES (1), (1)");
    let scripts = vec![script("a1", &[], one_index, nothing)];
    fails(db.runner(scripts.clone()).upgrade("head"), "sql");
    assert_eq!((db.relations(), db.ledger()), (vec!["item".to_owned()], vec![]));
    assert_eq!(db.runner(scripts).upgrade("base").unwrap().applied.len(), 0);
}

#[test]
fn an_invalid_index_of_the_same_name_is_rebuilt() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (code int); INSERT INTO item VALUES (1), (1)");
    db.connect().batch_execute("CREATE UNIQUE INDEX CONCURRENTLY item_code ON item (code)").unwrap_err();
    assert_eq!(db.relations(), ["item", "item_code!"]);
    db.execute("TRUNCATE item");
    let events = Events::default();
    let mut runner = db.runner(vec![script("a1", &[], one_index, nothing)]).on_event(events.listener());
    runner.upgrade("head").unwrap();
    assert_eq!(db.relations(), ["item", "item_code"]);
    assert!(events.has(|event| matches!(event, Event::DroppingUnfinishedIndex { .. })));
}

#[test]
fn a_valid_index_of_the_same_name_is_somebody_elses() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (code int, other int); CREATE INDEX item_code ON item (other)");
    let failure =
        fails(db.runner(vec![script("a1", &[], one_index, nothing)]).upgrade("head"), "other_index");
    assert!(
        failure.to_string().contains("CREATE INDEX item_code ON public.item USING btree (other)"),
        "{failure}"
    );
    assert_eq!(db.relations(), ["item", "item_code"]);
}

/// A run that ends between the first statement's success and the ledger row that says so, and the run after it.
fn crash_after_first(
    setup: &str,
    first: Directives,
    options: Options,
) -> (TestDatabase, Events, Option<Error>) {
    let db = TestDatabase::new();
    db.execute(setup);
    let scripts = || vec![script("a1", &[], first, nothing)];
    db.runner(scripts()).stamp("base", false).unwrap();
    db.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$; \
         CREATE TRIGGER refuse BEFORE INSERT ON dbmig_version EXECUTE FUNCTION refuse()",
    );
    fails(db.runner(scripts()).upgrade("a1"), "own_tables");
    assert_eq!(db.ledger(), ["a1 upgrade 0 done"]);
    db.execute("DROP TRIGGER refuse ON dbmig_version; UPDATE dbmig_ledger SET state = 'started'");
    let events = Events::default();
    let result = db.runner(scripts()).options(options).on_event(events.listener()).upgrade("a1");
    (db, events, result.err().map(|failure| failure.error))
}

fn found(events: &Events) -> bool {
    events.has(|event| matches!(event, Event::StatementFound { .. }))
}

#[test]
fn a_crash_after_the_index_was_built() {
    let (db, events, error) =
        crash_after_first("CREATE TABLE item (code int)", one_index, Options::default());
    assert!(error.is_none() && found(&events), "{error:?}");
    assert_eq!((db.versions(), db.ledger()), (vec!["a1".to_owned()], vec![]));
}

#[test]
fn a_crash_after_the_index_was_dropped() {
    let (db, events, error) = crash_after_first(
        "CREATE TABLE item (code int); CREATE INDEX item_code ON item (code)",
        |op| op.drop_index(drop_index("item_code").concurrently()),
        Options::default(),
    );
    assert!(error.is_none() && found(&events), "{error:?}");
    assert_eq!(db.relations(), ["item"]);
}

#[test]
fn a_crash_after_free_sql_is_for_a_person_to_decide() {
    let run = |resume_as| {
        crash_after_first(
            "CREATE TABLE note (x int); CREATE PROCEDURE note() LANGUAGE sql AS 'INSERT INTO note VALUES (1)'",
            |op| op.execute_outside_transaction("CALL note()"),
            Options { resume_as, ..Options::default() },
        )
    };
    let count = |db: &TestDatabase| db.texts("SELECT count(*)::text FROM note").remove(0);
    let (db, _, error) = run(None);
    let error = error.unwrap();
    assert_eq!(error.kind(), "undecided");
    assert!(error.to_string().contains("--resume-as done"), "{error}");
    assert_eq!((count(&db), db.versions()), ("1".to_owned(), vec![]));

    let (db, _, error) = run(Some(ResumeAs::Done));
    assert!(error.is_none(), "{error:?}");
    assert_eq!((count(&db), db.versions()), ("1".to_owned(), vec!["a1".to_owned()]));

    let (db, _, error) = run(Some(ResumeAs::Run));
    assert!(error.is_none(), "{error:?}");
    assert_eq!((count(&db), db.versions()), ("2".to_owned(), vec!["a1".to_owned()]));
}

#[test]
fn an_enum_value_is_added_and_used() {
    let db = TestDatabase::new();
    db.execute("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE person (mood mood)");
    let scripts = vec![script(
        "a1",
        &[],
        |op| {
            op.add_enum_value("mood", "happy")?;
            op.execute("INSERT INTO person VALUES ('happy')")
        },
        nothing,
    )];
    db.runner(scripts).upgrade("head").unwrap();
    assert_eq!(db.texts("SELECT mood::text FROM person"), ["happy"]);
}

#[test]
fn a_downgrade_is_gone_on_with_too() {
    let db = TestDatabase::new();
    db.runner(history()).upgrade("head").unwrap();
    db.execute("CREATE VIEW v AS SELECT * FROM item");
    let failure = fails(db.runner(history()).downgrade("a1"), "sql");
    assert!(failure.to_string().contains("2BP01"), "{failure}");
    assert_eq!(db.ledger(), ["b2 downgrade 0 done"]);
    let failure = fails(db.runner(history()).upgrade("head"), "half_applied");
    assert!(failure.to_string().contains("finish it first: downgrade b2@-1"), "{failure}");
    db.execute("DROP VIEW v");
    db.runner(history()).downgrade("b2-1").unwrap();
    assert_eq!(
        (db.versions(), db.ledger(), db.relations()),
        (vec!["a1".to_owned()], vec![], vec!["codes".to_owned()])
    );
}

#[test]
fn a_statement_that_failed_alone_is_not_called_rolled_back() {
    let db = TestDatabase::new();
    let make: Directives = |op| {
        op.execute_outside_transaction("DO $$ BEGIN CREATE TABLE item (); COMMIT; RAISE 'not now'; END $$")
    };
    let failure = fails(db.runner(vec![script("a1", &[], make, nothing)]).upgrade("head"), "sql");
    let Error::Sql(sql) = &failure.error else { unreachable!() };
    assert_eq!(sql.outcome(), "it ran outside a transaction, and what it did before it failed stays");
    assert_eq!(db.relations(), ["item"]);
}

#[test]
fn forgetting_what_is_half_done_is_told_and_noted() {
    let db = half_applied();
    let report = db.runner(history()).stamp("a1", true).unwrap();
    assert_eq!((ids(&report), report.to.as_slice()), (vec!["a1"], ["a1".to_owned()].as_slice()));
    assert_eq!(db.history(), ["a1 upgrade", "b2 forget"]);
}

#[test]
fn a_half_done_downgrade_says_how_to_finish_it() {
    let db = TestDatabase::new();
    let down: Directives = |op| {
        op.execute("SELECT 1")?;
        op.execute_outside_transaction("VACUUM missing")
    };
    let mut scripts = vec![
        script("a1", &[], nothing, nothing),
        script("b1", &["a1"], nothing, nothing),
        script("b2", &["a1"], nothing, nothing),
        script("c3", &["b1", "b2"], nothing, down),
    ];
    db.runner(scripts.clone()).upgrade("head").unwrap();
    fails(db.runner(scripts.clone()).downgrade("base"), "sql");
    let failure = fails(db.runner(scripts.clone()).upgrade("head"), "half_applied");
    let next = failure.error.next_step().unwrap();
    let target = next.split_once("downgrade ").unwrap().1.split([',', ' ']).next().unwrap().to_owned();
    db.execute("CREATE TABLE missing ()");
    let report = db.runner(scripts.clone()).downgrade(&target).unwrap();
    assert_eq!(ids(&report), ["c3"]);
    scripts.pop();
    assert_eq!(db.runner(scripts).current().unwrap().pending, 0);
}

#[test]
fn an_edit_into_the_transaction_of_what_nobody_knows_is_refused() {
    let db = TestDatabase::new();
    let alone: Directives =
        |op| op.execute_outside_transaction("SELECT pg_terminate_backend(pg_backend_pid())");
    let failure = db.runner(vec![script("a1", &[], alone, nothing)]).upgrade("head").unwrap_err();
    // The end of the connection may come to the driver's notice before the server's last word.
    assert!(["sql", "disconnected"].contains(&failure.error.kind()), "{failure}");
    assert_eq!(db.ledger(), ["a1 upgrade 0 started"]);
    let inside: Directives = |op| op.execute("SELECT pg_terminate_backend(pg_backend_pid())");
    let edited = vec![script("a1", &[], inside, nothing)];
    fails(db.runner(edited).upgrade("head"), "edited_half_applied");
}

#[test]
fn a_step_that_another_run_has_recorded_is_rolled_back() {
    let db = TestDatabase::new();
    let up: Directives = |op| {
        op.execute(
            "CREATE TABLE item (); INSERT INTO dbmig_ledger VALUES ('a1', 'upgrade', 0, 'x', 'done')",
        )?;
        op.execute_outside_transaction("VACUUM item")
    };
    fails(db.runner(vec![script("a1", &[], up, nothing)]).upgrade("head"), "changed_meanwhile");
    assert_eq!((db.relations(), db.ledger()), (vec![], vec![]));
}
