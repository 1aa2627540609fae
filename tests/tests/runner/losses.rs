//! Revisions that delete data, refuse rows, or fill them.

use dbmig_runtime::migration::*;
use dbmig_runtime::runner::{Error, Options};
use dbmig_tests::history::{nothing, script};

use super::support::TestDatabase;

fn create(op: &mut Op) -> Result<()> {
    op.create_table(table("one").column(column("id", bigint())).column(column("a", text())))
}

fn drop_column(op: &mut Op) -> Result<()> {
    op.drop_column("one", "a")
}

#[test]
fn data_is_deleted_only_where_that_was_confirmed() {
    let db = TestDatabase::new();
    let scripts = || vec![script("a1", &[], create, nothing), script("b2", &["a1"], drop_column, nothing)];
    db.runner(scripts()).upgrade("a1").unwrap();
    let error = db.runner(scripts()).upgrade("head").unwrap_err().error;
    assert!(error.is_refusal());
    let Error::Destructive { revisions } = &error else { panic!("{error}") };
    assert_eq!(revisions[0].to_string(), "revision b2 (users/b2.rs): dropping column one.a deletes its data");
    assert!(error.to_string().contains("--allow-destructive"), "{error}");
    assert_eq!(db.versions(), ["a1"]);
    // In the revision, for every database.
    let mut confirmed = scripts();
    confirmed[1].revision = confirmed[1].revision.allow_destructive();
    db.runner(confirmed).upgrade("head").unwrap();
    assert_eq!(db.versions(), ["b2"]);
    // By whoever runs it, for this one.
    let db = TestDatabase::new();
    db.runner(scripts()).upgrade("a1").unwrap();
    let options = Options { allow_destructive: true, ..Options::default() };
    db.runner(scripts()).options(options).upgrade("head").unwrap();
    // On the way down, that is what was asked for.
    db.runner(scripts()).downgrade("base").unwrap();
}

#[test]
fn what_the_same_run_makes_holds_nothing() {
    let db = TestDatabase::new();
    let scripts = vec![script("a1", &[], create, nothing), script("b2", &["a1"], drop_column, nothing)];
    db.runner(scripts).upgrade("head").unwrap();
    assert_eq!(db.versions(), ["b2"]);
}

#[test]
fn a_preflight_stops_before_anything_is_changed() {
    let db = TestDatabase::new();
    let scripts = vec![
        script("a1", &[], create, nothing),
        script(
            "b2",
            &["a1"],
            |op| {
                op.preflight("one", no_rows_where("a IS NULL").because("a becomes NOT NULL").show(["id"]))?;
                op.alter_column("one", alter("a").set_not_null())
            },
            nothing,
        ),
    ];
    let mut runner = db.runner(scripts);
    runner.upgrade("a1").unwrap();
    db.texts("INSERT INTO one VALUES (7, NULL) RETURNING ''");
    let error = runner.upgrade("head").unwrap_err().error;
    let Error::Sql(failure) = &error else { panic!("{error}") };
    assert_eq!(failure.server.message, "1 row of table one in the way: a becomes NOT NULL");
    assert_eq!(failure.server.detail.as_deref(), Some("{\"id\":7}"));
    assert!(failure.excerpt().is_empty());
    assert_eq!(db.versions(), ["a1"]);
    db.texts("UPDATE one SET a = 'x' RETURNING ''");
    runner.upgrade("head").unwrap();
}

#[test]
fn rows_are_filled_and_the_column_is_not_null_then() {
    let db = TestDatabase::new();
    let steps = |op: &mut Op| {
        op.add_column("one", column("size", integer()))?;
        op.backfill("one", set("size", "nullif(length(a), 0)").then_lock())?;
        op.alter_column("one", alter("size").set_not_null())
    };
    let scripts = vec![script("a1", &[], create, nothing), script("b2", &["a1"], steps, nothing)];
    let mut runner = db.runner(scripts);
    runner.upgrade("a1").unwrap();
    db.texts("INSERT INTO one SELECT i, repeat('x', i) FROM generate_series(0, 50) i RETURNING ''");
    let error = runner.upgrade("head").unwrap_err().error;
    assert!(error.to_string().contains("the value for one.size is null for 1 row"), "{error}");
    // What is filled stays filled, and the next run does the rest.
    assert_eq!(db.texts("SELECT count(*)::text FROM one WHERE size IS NULL"), ["1"]);
    db.texts("UPDATE one SET a = 'x' WHERE id = 0 RETURNING ''");
    runner.upgrade("head").unwrap();
    assert_eq!(db.versions(), ["b2"]);
    assert_eq!(db.texts("SELECT count(*)::text FROM one WHERE size = length(a)"), ["51"]);
}
