//! Functions of a revision that get rows batch by batch.

use dbmig_runtime::migration::*;
use dbmig_runtime::runner::{Event, Options, Runner};

use super::support::*;

const NUMBERED: &str = "CREATE TABLE item (id bigint PRIMARY KEY, name text, n int DEFAULT 0); \
                        INSERT INTO item SELECT i, 'Name ' || i FROM generate_series(1, 1000) i";

fn runner(db: &TestDatabase, up: Directives) -> Runner<'static> {
    db.runner(vec![script("a1", &[], up, nothing)])
}

fn count(db: &TestDatabase, sql: &str) -> i64 {
    db.connect().query_one(&format!("SELECT count(*) FROM {sql}"), &[]).unwrap().get(0)
}

fn one_more(op: &mut Op) -> Result {
    op.for_each_batch("item", read_columns(["id", "name"]).batch(100), |rows, batch| {
        let ids: Vec<i64> = rows.iter().map(|row| row.get("id")).collect();
        let names: Vec<String> = rows.iter().map(|row| row.get::<_, String>("name").to_uppercase()).collect();
        batch.execute(
            "UPDATE item SET n = n + 1, name = new.name FROM unnest($1::bigint[], $2::text[]) AS new (id, name) WHERE item.id = new.id",
            &[&ids, &names],
        )?;
        Ok(())
    })
}

#[test]
fn each_row_is_handed_over_once_whatever_breaks_a_run_off() {
    let db = TestDatabase::new();
    db.execute(NUMBERED);
    let url = db.url.clone();
    let mut batches = 0;
    let cut = move |event: &Event| {
        batches += usize::from(matches!(event, Event::BatchFinished { .. }));
        if batches == 4 {
            let _ = connect(&url).batch_execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() \
                 AND application_name LIKE 'dbmig %'",
            );
        }
    };
    assert!(runner(&db, one_more).on_event(cut).upgrade("head").is_err());
    assert_eq!(count(&db, "item WHERE n = 1 AND name LIKE 'NAME %'"), 400);
    runner(&db, one_more).upgrade("head").unwrap();
    assert_eq!(count(&db, "item WHERE n = 1 AND name = 'NAME ' || id"), 1000);
}

#[test]
fn a_function_that_fails_leaves_nothing_of_its_batch() {
    for (up, words) in [
        (
            (|op| {
                op.for_each_batch(
                    "item",
                    read_columns(["id"]).filter("id % 2 = 0").batch(100),
                    |rows, batch| {
                        for row in rows {
                            let id: i64 = row.try_get(0)?;
                            batch.execute("UPDATE item SET n = n + 1 WHERE id = $1", &[&id])?;
                            if id == 250 {
                                return Err("two hundred and fifty".into());
                            }
                        }
                        Ok(())
                    },
                )
            }) as Directives,
            "public.item, id after 200 up to 300, of which nothing stays: two hundred and fifty",
        ),
        (
            |op| {
                op.for_each_batch(
                    "item",
                    read_columns(["id"]).filter("id % 2 = 0").batch(100),
                    |rows, batch| {
                        for row in rows {
                            let id: i64 = row.get(0);
                            batch.execute("UPDATE item SET n = n + 1 WHERE id = $1", &[&id])?;
                            assert!(id != 250, "no {id}");
                        }
                        Ok(())
                    },
                )
            },
            "it panicked: no 250",
        ),
    ] {
        let db = TestDatabase::new();
        db.execute(NUMBERED);
        let failure = fails(runner(&db, up).upgrade("head"), "batches");
        assert!(failure.to_string().contains(words), "{failure}");
        assert_eq!(count(&db, "item WHERE n = 1"), 100);
        assert_eq!(db.ledger(), ["a1 upgrade 0 started"]);
        // The author corrects it: that is another revision, and goes on only where somebody says so.
        let mut scripts = vec![script(
            "a1",
            &[],
            |op| {
                op.for_each_batch(
                    "item",
                    read_columns(["id"]).filter("id % 2 = 0").batch(100),
                    |rows, batch| {
                        let ids: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
                        batch.execute("UPDATE item SET n = n + 1 WHERE id = ANY ($1)", &[&ids])?;
                        Ok(())
                    },
                )
            },
            nothing,
        )];
        scripts[0].checksum = "corrected";
        fails(db.runner(scripts.clone()).upgrade("head"), "edited_half_applied");
        let options = Options { accept_edited: true, ..Options::default() };
        db.runner(scripts).options(options).upgrade("head").unwrap();
        assert_eq!((count(&db, "item WHERE n = 1"), count(&db, "item WHERE n > 1")), (500, 0));
    }
}

#[test]
fn a_function_can_not_end_the_transaction() {
    for (up, kind) in [
        (
            (|op| {
                op.for_each_batch("item", read_columns(["id"]), |_, batch| {
                    batch.execute("COMMIT", &[])?;
                    Ok(())
                })
            }) as Directives,
            "batches",
        ),
        (
            |op| {
                op.for_each_batch("item", read_columns(["id"]), |_, batch| {
                    // Swallowed, but the transaction is none any more.
                    let _ = batch.execute("SELECT 1 / 0", &[]);
                    Ok(())
                })
            },
            "sql",
        ),
    ] {
        let db = TestDatabase::new();
        db.execute(NUMBERED);
        fails(runner(&db, up).upgrade("head"), kind);
        assert_eq!((count(&db, "item WHERE n = 0"), db.versions()), (1000, vec![]));
    }
}

#[test]
fn what_can_not_be_handed_over_is_refused() {
    let db = TestDatabase::new();
    db.execute("CREATE TABLE item (id bigint, name text, n int); INSERT INTO item VALUES (1)");
    let failure = fails(runner(&db, one_more).upgrade("head"), "batches");
    assert!(failure.to_string().contains("has no primary key"), "{failure}");
    let error = runner(&db, one_more).upgrade_script("base", "head").unwrap_err();
    assert!(error.to_string().contains("a script can't hold that; run upgrade without --sql"), "{error}");
}
