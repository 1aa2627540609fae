//! The last pass of a backfill: whatever came in behind the batches is changed, or the run fails.

use dbmig_runtime::migration::*;
use dbmig_runtime::runner::{Event, Options, Script};

use super::support::*;

fn scripts(up: Directives) -> Vec<Script> {
    vec![script("a1", &[], up, nothing)]
}

fn fill(op: &mut Op) -> Result {
    op.backfill("item", set("n", "id").batch(100))
}

fn count(db: &TestDatabase, sql: &str) -> i64 {
    db.connect().query_one(&format!("SELECT count(*) FROM {sql}"), &[]).unwrap().get(0)
}

/// A thousand rows without a value, and what happens after the third batch.
fn filled(
    table: &str,
    up: Directives,
    options: Options,
    act: impl Fn(&TestDatabase) + Send + Sync,
) -> TestDatabase {
    let db = TestDatabase::new();
    db.execute(&format!("{table}; INSERT INTO item SELECT i FROM generate_series(1, 1000) i"));
    let (begin, began) = std::sync::mpsc::channel();
    let mut batches = 0;
    let listener = move |event: &Event| {
        if matches!(event, Event::BatchFinished { .. }) {
            batches += 1;
            if batches == 3 {
                let (done, wait) = std::sync::mpsc::channel::<()>();
                let _ = begin.send(done);
                let _ = wait.recv();
            }
        }
    };
    let mut runner = db.runner(scripts(up)).options(options).on_event(listener);
    std::thread::scope(|scope| {
        let run = scope.spawn(move || runner.upgrade("head").map_err(|failure| failure.to_string()));
        let done = began.recv().unwrap();
        act(&db);
        drop(done);
        run.join().unwrap().unwrap();
    });
    db
}

const KEYED: &str = "CREATE TABLE item (id int PRIMARY KEY, n int)";

#[test]
fn a_row_that_somebody_has_locked_is_waited_for() {
    let other = std::sync::Mutex::new(None);
    let db = filled(KEYED, fill, Options::default(), |db| {
        db.execute("INSERT INTO item VALUES (-5)");
        let mut session = db.connect();
        session.batch_execute("BEGIN; UPDATE item SET id = -6 WHERE id = -5").unwrap();
        *other.lock().unwrap() = Some(std::thread::spawn(move || {
            // Longer than the first three attempts wait.
            std::thread::sleep(std::time::Duration::from_millis(2500));
            session.batch_execute("COMMIT").unwrap();
        }));
    });
    other.into_inner().unwrap().unwrap().join().unwrap();
    assert_eq!(count(&db, "item WHERE n IS NULL"), 0);
}

#[test]
fn pages_that_a_table_without_a_key_has_got_meanwhile_are_read() {
    let table = "CREATE TABLE item (id int, n int)";
    let db = filled(
        table,
        |op| op.backfill("item", set("n", "id").batch(1)),
        Options::default(),
        |db| {
            db.execute("INSERT INTO item SELECT i FROM generate_series(2000, 30000) i");
        },
    );
    assert_eq!(count(&db, "item WHERE n IS NULL"), 0);
}

#[test]
fn what_a_trigger_takes_back_is_an_error() {
    for body in ["RETURN NULL", "new.n := NULL; RETURN new"] {
        let db = TestDatabase::new();
        db.execute(&format!(
            "{KEYED}; INSERT INTO item SELECT i FROM generate_series(1, 5) i; \
             CREATE FUNCTION back() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {body}; END'; \
             CREATE TRIGGER back BEFORE UPDATE ON item FOR EACH ROW WHEN (old.id > 3) EXECUTE FUNCTION back()"
        ));
        let failure = fails(db.runner(scripts(fill)).upgrade("head"), "batches");
        let text = failure.to_string();
        assert!(text.contains("2 rows of public.item stay as they are"), "{text}");
        assert_eq!((count(&db, "item WHERE n IS NULL"), db.versions().len()), (2, 0));
        db.execute("DROP TRIGGER back ON item");
        db.runner(scripts(fill)).upgrade("head").unwrap();
        assert_eq!(count(&db, "item WHERE n IS NULL"), 0);
    }
}

#[test]
fn what_a_join_has_no_value_for_is_left_and_not_written_again() {
    let db = TestDatabase::new();
    db.execute(
        "CREATE TABLE org (id int, kind text, size int); INSERT INTO org VALUES (0, NULL, NULL), (1, 'a', NULL), (2, NULL, 7); \
         CREATE TABLE item (id int PRIMARY KEY, kind text, size int); INSERT INTO item SELECT i FROM generate_series(0, 8) i",
    );
    let up: Directives = |op| {
        op.backfill(
            "item",
            set("kind", "org.kind").set("size", "org.size").from("org", "org.id = item.id % 3"),
        )
    };
    db.runner(scripts(up)).upgrade("head").unwrap();
    assert_eq!(count(&db, "item WHERE kind = 'a' AND size IS NULL"), 3);
    assert_eq!(count(&db, "item WHERE size = 7 AND kind IS NULL"), 3);
}

#[test]
fn a_condition_that_stays_true_ends_the_last_pass() {
    let seen: Directives =
        |op| op.backfill("item", set("n", "coalesce(n, 0) + 1").filter("coalesce(n, 0) < 5").batch(100));
    let db =
        filled("CREATE TABLE item (id int PRIMARY KEY, n int DEFAULT 4)", seen, Options::default(), |db| {
            db.execute("INSERT INTO item SELECT i, 0 FROM generate_series(-3000, 0) i");
        });
    // Those that came in behind the batches are changed once, or not at all.
    assert_eq!(count(&db, "item WHERE id <= 0 AND n > 1"), 0);
    assert_eq!(count(&db, "item WHERE id > 0 AND n = 5"), 1000);
}

#[test]
fn a_backfill_that_became_one_of_another_table_begins_there() {
    let db = TestDatabase::new();
    db.execute(
        "CREATE TABLE users (id int PRIMARY KEY, n int); INSERT INTO users SELECT i, 500 - i FROM generate_series(1, 1000) i; \
         CREATE TABLE accounts (id int PRIMARY KEY, n int); INSERT INTO accounts SELECT i, 1 FROM generate_series(1, 1000) i",
    );
    let wrong: Directives = |op| op.backfill("users", set("n", "5000 / n").all_rows().batch(300));
    fails(db.runner(scripts(wrong)).upgrade("head"), "sql");
    assert_eq!(db.ledger(), ["a1 upgrade 0 started"]);
    let mut edited = scripts(|op| op.backfill("accounts", set("n", "n + 1").all_rows().batch(300)));
    edited[0].checksum = "another";
    let options = Options { accept_edited: true, ..Options::default() };
    db.runner(edited).options(options).upgrade("head").unwrap();
    assert_eq!(count(&db, "accounts WHERE n = 2"), 1000);
}
