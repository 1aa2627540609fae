//! Rows that are changed in batches: each once, whatever they are told apart by and whatever breaks a run off.

use std::sync::{Arc, Mutex};

use dbmig_runtime::migration::*;
use dbmig_runtime::runner::{Error, Event, HalfDoneBatches, Options, Report, Runner};

use super::support::*;

fn runner(db: &TestDatabase, up: Directives) -> Runner<'static> {
    db.runner(vec![script("a1", &[], up, nothing)])
}

#[track_caller]
fn upgrade(db: &TestDatabase, up: Directives) -> Report {
    runner(db, up).upgrade("head").unwrap_or_else(|failure| panic!("{failure}"))
}

fn count(db: &TestDatabase, sql: &str) -> i64 {
    db.connect().query_one(&format!("SELECT count(*) FROM {sql}"), &[]).unwrap().get(0)
}

/// A listener that does something after the `n`th batch.
fn after(n: usize, act: impl Fn() + Send + 'static) -> impl FnMut(&Event) + Send {
    let mut batches = 0;
    move |event| {
        if matches!(event, Event::BatchFinished { .. }) {
            batches += 1;
            if batches == n {
                act();
            }
        }
    }
}

const NUMBERED: &str = "CREATE TABLE item (id bigint PRIMARY KEY, n int); \
                        INSERT INTO item SELECT i, 0 FROM generate_series(1, 1000) i";

fn one_more(op: &mut Op) -> Result {
    op.backfill("item", set("n", "n + 1").all_rows().batch(100))
}

/// Ends every connection of a run.
const TERMINATE: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                         WHERE datname = current_database() AND application_name LIKE 'dbmig %'";

#[test]
fn connections_that_are_cut_after_any_batch_change_each_row_once() {
    for n in [1, 2, 9, 10] {
        let db = TestDatabase::new();
        db.execute(NUMBERED);
        let url = db.url.clone();
        let cut = after(n, move || drop(connect(&url).batch_execute(TERMINATE)));
        assert!(runner(&db, one_more).on_event(cut).upgrade("head").is_err(), "{n}");
        assert_eq!(count(&db, "item WHERE n = 1"), 100 * n as i64);
        assert_eq!((db.versions(), db.ledger()), (vec![], vec!["a1 upgrade 0 started".to_owned()]));
        let events = Events::default();
        runner(&db, one_more).on_event(events.listener()).upgrade("head").unwrap();
        assert_eq!(count(&db, "item WHERE n = 1"), 1000, "{n}");
        assert_eq!((db.versions(), db.ledger()), (vec!["a1".to_owned()], vec![]));
    }
}

#[test]
fn a_run_that_is_cut_within_a_batch_changes_each_row_once() {
    let db = TestDatabase::new();
    db.execute(NUMBERED);
    db.execute(
        "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN new; END $$; \
         CREATE TRIGGER wait BEFORE UPDATE ON item FOR EACH ROW WHEN (old.id = 555) EXECUTE FUNCTION wait()",
    );
    std::thread::scope(|scope| {
        let run = scope.spawn(|| runner(&db, one_more).upgrade("head").is_err());
        wait_until("the row", || {
            !db.texts("SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'").is_empty()
        });
        db.execute(TERMINATE);
        assert!(run.join().unwrap());
    });
    assert_eq!(count(&db, "item WHERE n = 1"), 500);
    db.execute("DROP TRIGGER wait ON item");
    upgrade(&db, one_more);
    assert_eq!(count(&db, "item WHERE n = 1"), 1000);
}

#[test]
fn a_run_that_is_told_to_stop_goes_on_later() {
    let db = TestDatabase::new();
    db.execute(NUMBERED);
    let slot: Arc<Mutex<Option<dbmig_runtime::runner::Canceller>>> = Arc::default();
    let shared = slot.clone();
    let stop = after(3, move || shared.lock().unwrap().as_ref().unwrap().cancel());
    let mut stopped = runner(&db, one_more).on_event(stop);
    *slot.lock().unwrap() = Some(stopped.canceller());
    fails(stopped.upgrade("head"), "interrupted");
    assert_eq!(count(&db, "item WHERE n = 1"), 300);
    let half = runner(&db, one_more).current().unwrap().half_done.unwrap();
    let batches = HalfDoneBatches { table: "public.item".to_owned(), changed: 300, visited: 300 };
    assert_eq!((half.done, half.batches), (0, Some(batches)));
    upgrade(&db, one_more);
    assert_eq!(count(&db, "item WHERE n = 1"), 1000);
}

#[test]
fn a_run_whose_place_another_took_changes_nothing_more() {
    let db = TestDatabase::new();
    db.execute(NUMBERED);
    let url = db.url.clone();
    let moved = "UPDATE dbmig_ledger SET cursor = jsonb_set(cursor, '{after,0}', '\"900\"')";
    let other = after(2, move || drop(connect(&url).batch_execute(moved)));
    fails(runner(&db, one_more).on_event(other).upgrade("head"), "changed_meanwhile");
    assert_eq!(count(&db, "item WHERE n = 1"), 200);
}

#[test]
fn a_ledger_of_an_older_version_gets_the_cursor() {
    let db = TestDatabase::new();
    db.execute(NUMBERED);
    db.runner(vec![]).ensure_version().unwrap();
    db.execute("ALTER TABLE dbmig_ledger DROP COLUMN cursor");
    assert!(runner(&db, one_more).current().unwrap().half_done.is_none());
    upgrade(&db, one_more);
    assert_eq!(count(&db, "item WHERE n = 1"), 1000);
}

/// Batches of three rows, by a key of these columns with these values.
#[track_caller]
fn keyed(setup: &str, columns: &str, values: &str) {
    let db = TestDatabase::new();
    db.execute(&format!("{setup}; CREATE TABLE item ({columns}); INSERT INTO item {values}"));
    db.execute("ALTER TABLE item ADD n int DEFAULT 0");
    // Whoever runs it may write dates and numbers otherwise; what is carried over must not depend on that.
    for (name, value) in [
        ("datestyle", "German"),
        ("intervalstyle", "sql_standard"),
        ("extra_float_digits", "-3"),
        ("bytea_output", "escape"),
    ] {
        db.execute(&format!("ALTER DATABASE {} SET {name} = {value}", db.name));
    }
    let events = Events::default();
    let up: Directives = |op| op.backfill("item", set("n", "n + 1").all_rows().batch(3));
    runner(&db, up)
        .on_event(events.listener())
        .upgrade("head")
        .unwrap_or_else(|failure| panic!("{columns}: {failure}"));
    assert_eq!(count(&db, "item WHERE n IS DISTINCT FROM 1"), 0, "{columns}");
    assert!(
        count(&db, "item") > 3
            && events.has(|event| matches!(event, Event::BatchFinished { visited: 3, .. }))
    );
}

#[test]
fn keys_of_any_type() {
    let texts = "VALUES ('it''s'), (''), ('\\'), ('a'), ('A'), ('ä'), ('Z'), ('$1'), (E'a\\nb'), ('a '), ('--'), ('%s'), ('{\"}')";
    keyed("", "k text PRIMARY KEY", texts);
    keyed("", "k text COLLATE \"C\" PRIMARY KEY", texts);
    keyed(
        "CREATE COLLATION odd (provider = icu, locale = 'de-u-co-phonebk')",
        "k text COLLATE odd PRIMARY KEY",
        texts,
    );
    keyed("", "k varchar(3) PRIMARY KEY", "VALUES ('abc'), ('ab'), ('a'), ('b'), ('')");
    keyed("", "k char(4) PRIMARY KEY", "VALUES ('abc'), ('ab'), ('a'), ('b'), ('')");
    keyed("", "k uuid PRIMARY KEY", "SELECT gen_random_uuid() FROM generate_series(1, 20)");
    keyed(
        "",
        "k timestamptz PRIMARY KEY",
        "SELECT '2026-10-25 00:30+00'::timestamptz + i * interval '7 min 0.000001 s' FROM generate_series(-10, 10) i \
          UNION ALL VALUES ('infinity'::timestamptz), ('-infinity'), ('0044-03-15 BC')",
    );
    keyed("", "k date PRIMARY KEY", "SELECT '2026-01-28'::date + i FROM generate_series(0, 9) i");
    keyed(
        "",
        "k interval PRIMARY KEY",
        "VALUES ('-1 day +2 hours'::interval), ('1 mon -3 days'), ('0'), ('-00:00:01.5'), ('2 years')",
    );
    keyed(
        "",
        "k numeric PRIMARY KEY",
        "VALUES (1.10::numeric), (-1e50), ('NaN'), (0), (1e-20), ('Infinity')",
    );
    keyed(
        "",
        "k float8 PRIMARY KEY",
        "VALUES (0.1::float8), ('NaN'), ('-Infinity'), (1e300), (0.1::float8 + 1e-17), (0.30000000000000004), (0.3)",
    );
    keyed("", "k bytea PRIMARY KEY", "VALUES ('\\x'::bytea), ('\\x00'), ('\\xff5c27'), ('\\x5c')");
    keyed("", "k bit(5) PRIMARY KEY", "VALUES (B'00000'), (B'00001'), (B'10000'), (B'11111')");
    keyed("", "k inet PRIMARY KEY", "VALUES ('1.2.3.4'::inet), ('1.2.3.0/24'), ('::1'), ('10.0.0.0/8')");
    keyed("", "k int[] PRIMARY KEY", "VALUES ('{}'::int[]), ('{1,NULL}'), ('{1}'), ('{2,3}')");
    keyed(
        "CREATE TYPE \"My Mood\" AS ENUM ('z', 'it''s', 'a', 'm')",
        "k \"My Mood\" PRIMARY KEY",
        "VALUES ('z'::\"My Mood\"), ('a'), ('it''s'), ('m')",
    );
    keyed(
        "CREATE DOMAIN name_of AS varchar(9) CHECK (value <> '')",
        "k name_of PRIMARY KEY",
        "VALUES ('a'), ('b'), ('c'), ('d')",
    );
    keyed(
        "CREATE TYPE pair AS (a int, b text)",
        "k pair PRIMARY KEY",
        "VALUES ((1, 'x,\"')::pair), ((1, NULL)), ((2, '')), ((0, 'z'))",
    );
    keyed(
        "",
        "\"K \"\" y\" bool, \"Ä\" text, PRIMARY KEY (\"K \"\" y\", \"Ä\")",
        "SELECT i % 2 = 0, chr(64 + i) FROM generate_series(1, 9) i",
    );
}

#[test]
fn keys_whose_operators_are_in_another_schema() {
    let db = TestDatabase::new();
    if db.texts("SELECT name::text FROM pg_available_extensions WHERE name = 'citext'").is_empty() {
        println!("passed by: the server has no citext");
        return;
    }
    let setup = "CREATE SCHEMA more; CREATE EXTENSION citext SCHEMA more";
    // As text these are in another order.
    let words = "('adam'), ('Bea'), ('carl'), ('dora'), ('Emil'), ('Zoe')";
    keyed(setup, "k more.citext PRIMARY KEY", &format!("VALUES {words}"));
    let pairs = format!("SELECT i, k::more.citext FROM (VALUES {words}) v (k), generate_series(1, 3) i");
    keyed(setup, "a int, k more.citext, PRIMARY KEY (a, k)", &pairs);
    let pairs = format!("SELECT k::more.citext, i FROM (VALUES {words}) v (k), generate_series(1, 5) i");
    keyed(setup, "k more.citext, a int, PRIMARY KEY (k, a)", &pairs);
}

#[test]
fn keys_that_are_no_primary_key() {
    let rows = "SELECT i % 3, i / 3 FROM generate_series(1, 20) i";
    keyed("", "a int NOT NULL, b int NOT NULL, UNIQUE (b, a) INCLUDE (a)", rows);
    keyed("", "a int, b int, PRIMARY KEY (a, b) DEFERRABLE INITIALLY DEFERRED", rows);
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (a int NOT NULL, b int NOT NULL, n int, c text NOT NULL)");
    // None of these tells rows apart in the order of the columns themselves.
    for index in [
        "(a, b DESC)",
        "(a, b) WHERE a > 0",
        "(a, (b + 1))",
        "(a, n)",
        "(c text_pattern_ops)",
        "(c COLLATE \"POSIX\")",
        "(a NULLS FIRST, b NULLS FIRST)",
    ] {
        db.execute(&format!("CREATE UNIQUE INDEX ON item {index}"));
    }
    let failure = fails(runner(&db, one_more).upgrade("head"), "batches");
    assert!(failure.to_string().contains("public.item has no primary key"), "{failure}");
    assert!(db.ledger().is_empty());
    db.execute("CREATE UNIQUE INDEX ON item (a DESC, b DESC)");
    upgrade(&db, one_more);
}

#[test]
fn without_a_key_rows_are_changed_page_by_page() {
    let db = TestDatabase::new();
    db.execute(
        "CREATE TABLE item (n int, m int); INSERT INTO item SELECT i FROM generate_series(1, 30000) i",
    );
    let again: Directives = |op| op.backfill("item", set("n", "n + 1").filter("n > 0"));
    let failure = fails(runner(&db, again).upgrade("head"), "batches");
    assert!(failure.to_string().contains("still true for"), "{failure}");
    assert_eq!((count(&db, "item WHERE n = 30001"), db.ledger()), (0, vec![]));
    upgrade(&db, |op| op.backfill("item", set("m", "n")));
    assert_eq!(count(&db, "item WHERE m IS DISTINCT FROM n"), 0);
}

#[test]
fn partitions_and_tables_that_inherit() {
    let db = TestDatabase::new();
    db.execute(
        "CREATE TABLE item (id int, kind text, n int DEFAULT 0, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind); \
         CREATE TABLE item_a PARTITION OF item FOR VALUES IN ('a'); \
         CREATE TABLE \"item B\" PARTITION OF item FOR VALUES IN ('b') PARTITION BY RANGE (id); \
         CREATE TABLE item_b1 PARTITION OF \"item B\" FOR VALUES FROM (0) TO (500); \
         CREATE TABLE item_b2 PARTITION OF \"item B\" DEFAULT; CREATE TABLE item_rest PARTITION OF item DEFAULT; \
         INSERT INTO item SELECT i, chr(97 + i % 3) FROM generate_series(1, 1000) i",
    );
    let url = db.url.clone();
    let cut = after(6, move || drop(connect(&url).batch_execute(TERMINATE)));
    assert!(runner(&db, one_more).on_event(cut).upgrade("head").is_err());
    upgrade(&db, one_more);
    assert_eq!(count(&db, "item WHERE n = 1"), 1000);
    // Rows that move between partitions.
    let db2 = TestDatabase::new();
    db2.execute(
        "CREATE TABLE item (id int, kind text) PARTITION BY LIST (kind); CREATE TABLE i1 PARTITION OF item FOR VALUES IN ('a'); \
         CREATE TABLE i2 PARTITION OF item DEFAULT; INSERT INTO item SELECT i FROM generate_series(1, 1000) i",
    );
    upgrade(&db2, |op| op.backfill("item", set("kind", "CASE id % 2 WHEN 0 THEN 'a' ELSE 'b' END")));
    assert_eq!((count(&db2, "i1"), count(&db2, "i2 WHERE kind = 'b'")), (500, 500));
    let db3 = TestDatabase::new();
    db3.execute(
        "CREATE TABLE item (id int PRIMARY KEY, n int); CREATE TABLE more (PRIMARY KEY (id)) INHERITS (item); \
         INSERT INTO item SELECT i, 0 FROM generate_series(1, 300) i; INSERT INTO more SELECT i, 0 FROM generate_series(1, 300) i",
    );
    upgrade(&db3, one_more);
    assert_eq!(count(&db3, "item WHERE n = 1"), 600);
}

#[test]
fn rows_that_come_in_meanwhile() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (id int PRIMARY KEY, n int, m int); INSERT INTO item SELECT i FROM generate_series(1, 1000) i");
    let url = db.url.clone();
    let insert = "INSERT INTO item VALUES (-5), (5000)";
    let late = after(3, move || connect(&url).batch_execute(insert).unwrap());
    let fill: Directives = |op| op.backfill("item", set("n", "id").set("m", "2 * id").batch(100));
    runner(&db, fill).on_event(late).upgrade("head").unwrap();
    assert_eq!(count(&db, "item WHERE n = id AND m = 2 * id"), 1002);
    // Each row that was there, once; what comes in later stays.
    let db = TestDatabase::new();
    db.execute(NUMBERED);
    let url = db.url.clone();
    let insert = "INSERT INTO item VALUES (-5, 0), (5000, 0)";
    let late = after(3, move || connect(&url).batch_execute(insert).unwrap());
    runner(&db, one_more).on_event(late).upgrade("head").unwrap();
    assert_eq!(count(&db, "item WHERE n = 1"), 1000);
}

#[test]
fn conditions_joins_and_deletions() {
    let db = TestDatabase::new();
    db.execute(
        "CREATE TABLE org (id int, domain text); INSERT INTO org VALUES (1, 'a.org'), (2, 'b.org'); \
         CREATE TABLE users (id int PRIMARY KEY, email text, org_id int, seen int DEFAULT 0); \
         INSERT INTO users SELECT i, i || '@' || chr(97 + i % 3) || '.org' FROM generate_series(1, 900) i",
    );
    let up: Directives = |op| {
        op.backfill(
            "users",
            set("org_id", "org.id").from("org", "org.domain = split_part(users.email, '@', 2)"),
        )?;
        op.backfill("users", set("seen", "seen + 1").filter("id % 2 = 0"))?;
        op.backfill("users", delete_where("org_id IS NULL").then_lock())
    };
    fails(runner(&db, up).upgrade("head"), "destructive");
    let allowed = Options { allow_destructive: true, ..Options::default() };
    runner(&db, up).options(allowed).upgrade("head").unwrap();
    assert_eq!(count(&db, "users u JOIN org ON org.id = u.org_id AND u.email LIKE '%' || domain"), 600);
    assert_eq!((count(&db, "users"), count(&db, "users WHERE seen = 1")), (600, 300));
    let failure = fails(
        db.runner(vec![
            script("a1", &[], up, nothing),
            script(
                "b2",
                &["a1"],
                |op| op.backfill("users", set("seen", "seen + 1").filter("seen > 0").then_lock()),
                nothing,
            ),
        ])
        .upgrade("head"),
        "batches",
    );
    assert!(failure.to_string().contains("then_lock() would change them again"), "{failure}");
}

#[test]
fn a_batch_that_fails_says_which_rows_and_leaves_those_before_it() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (id int PRIMARY KEY, n int); INSERT INTO item SELECT i, 1000 - i FROM generate_series(1, 1000) i");
    let up: Directives = |op| op.backfill("item", set("n", "5000 / n").all_rows().batch(300));
    let failure = fails(runner(&db, up).upgrade("head"), "sql");
    let text = failure.to_string();
    assert!(
        text.contains("failed at the batch public.item, id after 900 up to 1000: division by zero"),
        "{text}"
    );
    let Error::Sql(sql) = &failure.error else { unreachable!() };
    assert!(sql.outcome().contains("the batches before it are committed"));
    assert_eq!(db.ledger(), ["a1 upgrade 0 started"]);
    db.execute("UPDATE item SET n = 1 WHERE n = 0");
    upgrade(&db, up);
    assert_eq!(
        db.texts("SELECT n::text FROM item WHERE id IN (1, 999, 1000) ORDER BY id"),
        ["5", "5000", "5000"]
    );
}
