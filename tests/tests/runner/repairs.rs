//! What is wrong with records, and putting it right.

use dbmig_runtime::migration::Revision;
use dbmig_runtime::runner::{Finding, Repairs, Script};

use super::support::*;

/// What is found, by its option and its words.
#[track_caller]
fn check(db: &TestDatabase, scripts: &[Script], expected: &[(&str, &str)]) {
    let found = db.runner(scripts.to_vec()).findings().unwrap();
    let told: Vec<_> = found.iter().map(|f| (f.option().unwrap_or_default(), f.to_string())).collect();
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for ((option, text), (expected, words)) in told.iter().zip(expected) {
        assert!(option == expected && text.contains(words), "{told:?}");
    }
}

fn repair(db: &TestDatabase, scripts: &[Script], repairs: &Repairs) -> Vec<Finding> {
    db.runner(scripts.to_vec()).repair(repairs).unwrap()
}

/// `x9` between a1 and b2, where it was put after b2 was applied.
fn spliced() -> Vec<Script> {
    let mut scripts = three();
    scripts[1].revision = Revision::new("b2").revises(&["x9"]);
    scripts[1].checksum = "another parent";
    scripts.push(script("x9", &["a1"], |op| op.execute("CREATE TABLE nine (id bigint)"), nothing));
    scripts
}

#[test]
fn nothing_is_wrong_with_good_records() {
    let db = TestDatabase::new();
    check(&db, &three(), &[]);
    db.runner(three()).upgrade("b2").unwrap();
    check(&db, &three(), &[]);
    assert_eq!(repair(&db, &three(), &all()), []);
    assert_eq!((db.versions(), db.history().len()), (vec!["b2".to_owned()], 2));
}

fn all() -> Repairs {
    Repairs {
        accept_edited: true,
        mark_applied: vec!["x9".to_owned()],
        forget_unknown: true,
        forget_half_done: true,
        restore_versions: true,
    }
}

#[test]
fn a_revision_put_below_applied_ones_is_never_taken_for_applied() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("b2").unwrap();
    let words = "users/x9.rs (revision x9) stands below revision b2, which is applied, and never ran here";
    check(&db, &spliced(), &[("--mark-applied x9", words), ("--accept-edited", "users/b2.rs")]);
    let options = dbmig_runtime::runner::Options { accept_edited: true, ..Default::default() };
    let failure = fails(db.runner(spliced()).options(options).upgrade("head"), "skipped");
    assert!(failure.to_string().contains("repair --mark-applied x9"), "{failure}");
    assert!(failure.error.is_refusal());

    // Nor may the version rows name it, or its downgrade run.
    for target in ["x9", "a1", "base"] {
        fails(db.runner(spliced()).downgrade(target), "skipped");
    }
    assert_eq!(db.versions(), ["b2"]);
    let accept = Repairs { accept_edited: true, ..Repairs::default() };
    // With that checksum accepted nobody would see x9 again.
    fails(db.runner(spliced()).repair(&accept), "skipped");
    let mark = Repairs { mark_applied: vec!["x9".to_owned()], ..Repairs::default() };
    assert_eq!(repair(&db, &spliced(), &mark).len(), 1);
    check(&db, &spliced(), &[("--accept-edited", "users/b2.rs")]);
    assert_eq!(repair(&db, &spliced(), &accept).len(), 1);
    assert_eq!(ids(&db.runner(spliced()).upgrade("head").unwrap()), ["c3"]);
    assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade", "x9 mark", "b2 accept", "c3 upgrade"]);
}

#[test]
fn a_marked_revision_takes_none_above_it_away() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("b2").unwrap();
    repair(&db, &spliced(), &Repairs { mark_applied: vec!["x9".to_owned()], ..Repairs::default() });
    repair(&db, &spliced(), &Repairs { accept_edited: true, ..Repairs::default() });
    db.runner(spliced()).upgrade("head").unwrap();
    // Code without c3 is deployed again.
    let older: Vec<Script> = spliced().into_iter().filter(|script| script.revision.id != "c3").collect();
    assert_eq!(repair(&db, &older, &all()).len(), 1);
    assert_eq!(db.versions(), ["b2"]);
    assert_eq!(ids(&db.runner(older).upgrade("head").unwrap()), [""; 0]);
}

#[test]
fn a_branch_that_was_stamped_away_does_not_come_back() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts.push(script("s8", &["a1"], nothing, nothing));
    db.runner(scripts.clone()).upgrade("heads").unwrap();
    db.runner(scripts.clone()).stamp("s8@-1", false).unwrap();
    assert_eq!((db.versions(), db.history().pop()), (vec!["c3".to_owned()], Some("s8 unstamp".to_owned())));
    // c3 ran, and so did all that was below it: what is put there now did not.
    check(&db, &spliced(), &[("--mark-applied x9", "never ran here"), ("--accept-edited", "users/b2.rs")]);
    db.execute("DROP TABLE dbmig_version");
    assert_eq!(repair(&db, &scripts, &all()).len(), 1);
    assert_eq!(db.versions(), ["c3"]);
    assert_eq!(ids(&db.runner(scripts).upgrade("heads").unwrap()), ["s8"]);
}

#[test]
fn what_lies_below_a_stamp_was_not_skipped() {
    let db = TestDatabase::new();
    db.runner(three()).stamp("b2", false).unwrap();
    check(&db, &spliced(), &[("--accept-edited", "users/b2.rs")]);
    db.runner(three()).downgrade("a1").unwrap_err();
}

#[test]
fn a_revision_that_the_code_lacks() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("head").unwrap();
    let older: Vec<Script> = three().into_iter().take(2).collect();
    check(&db, &older, &[("--forget-unknown", "recorded, and not in the code: revision c3")]);
    assert_eq!(repair(&db, &older, &Repairs { accept_edited: true, ..Repairs::default() }), []);
    assert_eq!(repair(&db, &older, &all()).len(), 1);
    assert_eq!(db.versions(), ["b2"]);
    assert_eq!(db.history(), ["a1 upgrade", "b2 upgrade", "c3 upgrade", "c3 unstamp", "b2 mark"]);
    check(&db, &older, &[]);
    db.execute("INSERT INTO dbmig_version VALUES ('stranger')");
    check(&db, &older, &[("", "revision stranger")]);
    fails(db.runner(older.clone()).repair(&all()), "ahead");
    assert_eq!(db.versions(), ["b2", "stranger"]);
}

#[test]
fn a_version_table_that_is_gone_or_has_nulls() {
    let db = TestDatabase::new();
    db.runner(three()).upgrade("b2").unwrap();
    db.execute("DROP TABLE dbmig_version");
    check(&db, &three(), &[("--restore-versions", "the version table is gone")]);
    assert_eq!(repair(&db, &three(), &all()).len(), 1);
    assert_eq!(db.versions(), ["b2"]);
    db.execute("DELETE FROM dbmig_version");
    check(&db, &three(), &[("--restore-versions", "the version table is gone or empty")]);
    // Nothing else is settled with it, nor taken for settled afterwards.
    assert_eq!(repair(&db, &spliced(), &all()).len(), 1);
    check(&db, &spliced(), &[("--mark-applied x9", "never ran here"), ("--accept-edited", "users/b2.rs")]);
    db.execute("DROP TABLE dbmig_version; CREATE TABLE dbmig_version (revision text); INSERT INTO dbmig_version VALUES ('b2'), (NULL), (NULL)");
    check(&db, &three(), &[("--restore-versions", "rows without a revision")]);
    let mut edited = three();
    edited[0].checksum = "another";
    assert_eq!(repair(&db, &edited, &all()).len(), 2);
    assert_eq!(db.versions(), ["b2"]);
    check(&db, &edited, &[]);
}

#[test]
fn what_is_half_done_and_can_not_be_finished() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[1].upgrade = |op| {
        op.execute("CREATE TABLE two (id bigint)")?;
        op.execute_outside_transaction("VACUUM nowhere")
    };
    fails(db.runner(scripts.clone()).upgrade("head"), "sql");
    check(&db, &scripts, &[]);
    let mut edited = three();
    edited[1].upgrade = |op| op.execute("CREATE TABLE zwei (id bigint)");
    let words = "the upgrade of revision b2 is half done (1 of its statements)";
    check(&db, &edited, &[("--forget-half-done", words)]);
    check(&db, &three()[..1], &[("--forget-half-done", words)]);
    let failure = fails(db.runner(edited.clone()).upgrade("head"), "edited_half_applied");
    assert!(failure.to_string().contains("repair --forget-half-done"), "{failure}");
    db.execute("DROP TABLE two");
    assert_eq!(repair(&db, &edited, &all()).len(), 1);
    assert_eq!((db.versions(), db.ledger()), (vec!["a1".to_owned()], vec![]));
    assert_eq!(db.history(), ["a1 upgrade", "b2 forget"]);
    assert_eq!(ids(&db.runner(edited).upgrade("head").unwrap()), ["b2", "c3"]);
}

const VERSION_TABLE: &str = "SELECT relname::text FROM pg_class WHERE relname = 'dbmig_version'";

#[test]
fn a_version_table_that_is_gone_is_made_only_with_its_rows() {
    let db = TestDatabase::new();
    let mut scripts = three();
    scripts[2].upgrade = |op| {
        op.execute("CREATE TABLE three (id bigint)")?;
        op.execute_outside_transaction("VACUUM nowhere")
    };
    fails(db.runner(scripts).upgrade("head"), "sql");
    let mut scripts = three();
    scripts[2].upgrade = |op| op.execute("CREATE TABLE drei (id bigint)");
    db.execute("DROP TABLE dbmig_version, three");
    fails(db.runner(scripts.clone()).ensure_version(), "no_versions");
    let mut half = all();
    half.restore_versions = false;
    assert_eq!(repair(&db, &scripts, &half).len(), 1);
    assert_eq!(db.texts(VERSION_TABLE), [""; 0]);
    // What breaks it off leaves nothing behind.
    db.execute(
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'; \
         CREATE TRIGGER no BEFORE INSERT ON dbmig_history FOR EACH ROW EXECUTE FUNCTION no()",
    );
    fails(db.runner(scripts.clone()).repair(&all()), "own_tables");
    fails(db.runner(scripts.clone()).stamp("b2", false), "own_tables");
    assert_eq!(db.texts(VERSION_TABLE), [""; 0]);
    db.execute("DROP TRIGGER no ON dbmig_history");
    assert_eq!(repair(&db, &scripts, &all()).len(), 1);
    assert_eq!(ids(&db.runner(scripts.clone()).upgrade("head").unwrap()), ["c3"]);
}

#[test]
fn an_empty_version_table_is_the_base_only_where_the_history_says_so() {
    let db = TestDatabase::new();
    let mut runner = db.runner(three());
    runner.upgrade("head").unwrap();
    for way_back in ["stamp", "downgrade"] {
        db.execute("DELETE FROM dbmig_version");
        fails(runner.upgrade("head"), "no_versions");
        fails(runner.downgrade("base"), "no_versions");
        fails(runner.ensure_version(), "no_versions");
        match way_back {
            "stamp" => assert_eq!(runner.stamp("base", false).unwrap().to, [""; 0]),
            _ => {
                runner.stamp("head", false).unwrap();
                runner.downgrade("base").unwrap();
            }
        }
        check(&db, &three(), &[]);
        assert!(!runner.ensure_version().unwrap());
        db.execute("DROP TABLE IF EXISTS one, two, three");
        assert_eq!(ids(&runner.upgrade("head").unwrap()), ["a1", "b2", "c3"]);
    }
}
