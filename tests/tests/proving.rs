//! `testing::prove` on histories built in code.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dbmig_runtime::migration::{Result, alter, bigint, column, index, table, text};
use dbmig_runtime::op::Error as OpError;
use dbmig_runtime::runner::{Database, Script};
use dbmig_runtime::testing::{Error, Event, Outcome, Prove, Report, ScratchServer, prove};
use dbmig_tests::history::{Directives, database, nothing, script, three};
use dbmig_tests::server::{TestDatabase, database as server};

/// The proof of these revisions, on the test server.
fn proof(scripts: Vec<Script>, server: &TestDatabase) -> Prove<'static> {
    prove(of(scripts)).on_server(ScratchServer::named(server.url()))
}

fn of(scripts: Vec<Script>) -> Database {
    database(scripts)
}

fn report(scripts: Vec<Script>) -> Report {
    match proof(scripts, &server()).run() {
        Ok(report) => report,
        Err(Error::Failed(report)) => *report,
        Err(error) => panic!("{error:?}"),
    }
}

/// `a1 passed; b2 failed: downgrade; history skipped`.
fn outcomes(report: &Report) -> String {
    let outcome = |outcome: &Outcome| match outcome {
        Outcome::Passed => "passed".to_owned(),
        Outcome::Failed(failure) => format!("failed: {}", failure.step),
        Outcome::Skipped { .. } => "skipped".to_owned(),
    };
    let cases = report.cases.iter().map(|case| format!("{} {}", case.name, outcome(&case.outcome)));
    cases.collect::<Vec<_>>().join("; ")
}

fn drop_one(op: &mut dbmig_runtime::migration::Op) -> Result {
    op.execute("DROP TABLE one")
}

/// A branch and a merge, with an index that is built concurrently.
fn branched() -> Vec<Script> {
    vec![
        script("a1", &[], |op| op.execute("CREATE TABLE one (id bigint)"), drop_one),
        script(
            "b1",
            &["a1"],
            |op| op.add_column("one", column("left_side", "text")),
            |op| op.drop_column("one", "left_side"),
        ),
        script(
            "b2",
            &["a1"],
            |op| op.create_index(index("one_id").on("one").columns(["id"]).concurrently()),
            |op| op.drop_index("one_id"),
        ),
        script("c3", &["b1", "b2"], nothing, nothing),
    ]
}

#[test]
fn a_history_with_a_branch_and_a_merge() {
    let (server, mut told) = (server(), Vec::new());
    let proof = prove(of(branched())).on_server(ScratchServer::named(server.url()));
    let report = proof
        .on_event(|event| {
            told.push(match event {
                Event::Planned { total } => format!("{total} cases"),
                Event::Started { name, .. } => format!("{name}?"),
                Event::Finished(case) => format!("{}!", case.name),
                _ => "?".to_owned(),
            });
        })
        .run()
        .unwrap();
    assert_eq!(outcomes(&report), "a1 passed; b2 passed; b1 passed; c3 passed; history passed");
    assert_eq!(told.join(" "), "5 cases a1? a1! b2? b2! b1? b1! c3? c3! history? history!");
    let catalog = report.catalog.unwrap();
    assert_eq!(catalog.tables.len(), 1);
    assert_eq!(catalog.tables.values().next().unwrap().columns.len(), 2);
    // The database that the URL names is left alone.
    let tables = server.connect().query("SELECT FROM pg_tables WHERE schemaname = 'public'", &[]);
    assert!(tables.unwrap().is_empty());
}

#[test]
fn a_downgrade_that_forgets_something_is_named_and_the_rest_is_proven() {
    let mut scripts = three();
    scripts[1].upgrade = |op| op.execute("CREATE TABLE two (id bigint); CREATE INDEX one_id ON one (id)");
    let server = server();
    let error = proof(scripts, &server).run().unwrap_err();
    let text = format!("{error:?}");
    let Error::Failed(report) = error else { panic!("{text}") };
    assert_eq!(outcomes(&report), "a1 passed; b2 failed: downgrade; c3 passed; history passed");
    let failure = report.cases[1].failure().unwrap();
    assert_eq!(failure.differences, ["- drop index one_id of one"]);
    assert_eq!(report.cases[3].notes, ["only down to b2, which failed"]);
    assert!(report.catalog.is_some());
    // What a test shows whose proof is unwrapped.
    assert!(
        text.starts_with(
            "users: 1 of 4 proofs failed\n  users/b2.rs (b2, \"b2\"): the downgrade does not land on what was there before \
             the revision; what is missing:\n    - drop index one_id of one\nnext: "
        ),
        "{text}"
    );
}

#[test]
fn the_second_upgrade_has_to_make_the_same() {
    let mut scripts = three();
    // What it does depends on what an earlier run left behind.
    scripts[1].upgrade = |op| {
        op.execute(
            "DO $$ BEGIN CREATE TABLE two (id bigint); \
             IF EXISTS (SELECT FROM one) THEN ALTER TABLE two ADD again int; END IF; INSERT INTO one VALUES (1); END $$",
        )
    };
    let report = report(scripts);
    assert_eq!(
        outcomes(&report),
        "a1 passed; b2 failed: upgrade after the downgrade; c3 passed; history passed"
    );
    assert_eq!(report.cases[1].failure().unwrap().differences, ["- drop column two.again"]);
}

#[test]
fn what_can_not_be_undone_is_skipped_and_the_way_down_stops_there() {
    let mut scripts = three();
    scripts[1].downgrade = |_| Err(OpError::irreversible("the data is gone"));
    let report = report(scripts.clone());
    assert_eq!(outcomes(&report), "a1 passed; b2 skipped; c3 passed; history passed");
    let Outcome::Skipped { reason } = &report.cases[1].outcome else { panic!() };
    assert_eq!(reason, "its downgrade says that it can't be undone: the data is gone");
    assert_eq!(report.cases[3].notes, ["only down to b2, which can't be undone"]);

    scripts.pop();
    let report = self::report(scripts);
    assert_eq!(outcomes(&report), "a1 passed; b2 skipped; history skipped");
}

#[test]
fn what_stands_on_a_revision_that_fails_is_not_run_and_other_branches_are() {
    let mut scripts = branched();
    scripts[1].upgrade = |op| op.execute("ALTER TABLE one ADD x int; SELECT nope");
    let report = report(scripts);
    assert_eq!(outcomes(&report), "a1 passed; b2 passed; b1 failed: upgrade; c3 skipped; history skipped");
    let failure = report.cases[2].failure().unwrap();
    assert!(failure.message.contains("statement 1 of 1 in the upgrade of revision b1 (users/b1.rs) failed"));
    assert!(failure.message.contains("column \"nope\" does not exist"), "{}", failure.message);
    assert!(failure.details.iter().any(|line| line.contains("SELECT nope")), "{:?}", failure.details);
    let Outcome::Skipped { reason } = &report.cases[3].outcome else { panic!() };
    assert_eq!(reason, "it stands on b1, which could not be applied");
    assert!(report.catalog.is_none());
}

#[test]
fn a_revision_that_fails_half_way_outside_a_transaction() {
    let mut scripts = three();
    scripts[1].downgrade = |op| {
        op.execute("DROP TABLE two")?;
        op.execute_outside_transaction("SELECT nope")
    };
    let report = report(scripts);
    assert_eq!(outcomes(&report), "a1 passed; b2 failed: downgrade; c3 passed; history passed");
}

#[test]
fn only_a_range() {
    let server = server();
    let mut scripts = three();
    // Not looked at, but in the way all the same.
    scripts[0].downgrade = nothing;
    let only = |range: &str| proof(scripts.clone(), &server).only(range).run();
    assert_eq!(outcomes(&only("b2:").unwrap()), "b2 passed; c3 passed");
    assert_eq!(
        outcomes(&only(":b2").map_err(|error| error.to_string()).unwrap_or_else(|_| report(scripts.clone()))),
        "a1 failed: downgrade; b2 passed; c3 passed; history passed"
    );
    assert!(matches!(only("b2"), Err(Error::Range(_))));
    assert!(matches!(only("zz:"), Err(Error::Range(_))));
}

#[test]
fn a_name_of_a_role_that_is_not_there() {
    let mut scripts = three();
    scripts[0].upgrade =
        |op| op.execute("CREATE TABLE one (id bigint); GRANT SELECT ON one TO dbmig_nobody_yet");
    let server = server();
    let ours = ScratchServer { is_ours: true, ..ScratchServer::named(server.url()) };
    assert_eq!(outcomes(&report(scripts.clone())).split(';').next(), Some("a1 failed: upgrade"));
    let proven = prove(of(scripts)).on_server(ours).run();
    server.connect().batch_execute("DROP ROLE IF EXISTS dbmig_nobody_yet").unwrap();
    assert!(proven.unwrap().is_fine());
}

#[test]
fn nothing_is_left_behind_after_a_panic_either() {
    let server = server();
    // Whatever this test makes belongs to a role of its own.
    let role = format!("dbmig_panic_{}", std::process::id());
    let mut client = server.connect();
    client.batch_execute(&format!("CREATE ROLE {role} CREATEDB")).unwrap();
    let separator = if server.url().contains('?') { '&' } else { '?' };
    let url = format!("{}{separator}options=-crole%3D{role}", server.url());
    let mut scripts = three();
    scripts[1].upgrade = |_| panic!("a mistake of the author");
    let owned = "SELECT count(*)::int4 FROM pg_database WHERE datdba = $1::text::regrole";
    let mut seen = 0;
    let proof = prove(of(scripts)).on_server(ScratchServer::named(url)).on_event(|_| {
        seen = server.connect().query_one(owned, &[&role]).unwrap().get(0);
    });
    let panicked = catch_unwind(AssertUnwindSafe(|| proof.run()));
    let left: i32 = client.query_one(owned, &[&role]).unwrap().get(0);
    client.batch_execute(&format!("DROP ROLE {role}")).unwrap();
    assert!(panicked.is_err());
    assert_eq!((seen, left), (1, 0));
}

#[test]
fn one_connection_at_a_time() {
    let server = server();
    let single = ScratchServer { is_single_connection: true, ..ScratchServer::named(server.url()) };
    let report = prove(of(branched())).on_server(single).run().unwrap();
    assert!(report.is_fine());
}

#[test]
fn inside_an_async_runtime_and_interrupted() {
    let server = server();
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    assert!(runtime.block_on(async { proof(three(), &server).run() }).is_ok());
    let mut slow = meeting_scripts(
        |op| op.add_column("one", column("kind", text())),
        |op| op.drop_column("one", "kind"),
    );
    // By then there is a database with rows, too.
    slow.push(script("c3", &["b2"], |op| op.execute("SELECT pg_sleep(60)"), nothing));
    let began = std::time::Instant::now();
    let proof = proof(slow, &server);
    let canceller = proof.canceller();
    std::thread::scope(|scope| {
        let running = scope.spawn(|| proof.run());
        std::thread::sleep(std::time::Duration::from_secs(4));
        canceller.cancel();
        assert!(matches!(running.join().unwrap(), Err(Error::Interrupted)));
    });
    assert!(began.elapsed().as_secs() < 30);
}

#[test]
fn what_can_not_be_proven_at_all() {
    let server = server();
    let error = proof(Vec::new(), &server).run().unwrap_err();
    assert_eq!(error.to_string(), "users: there is no revision to prove");
    let nowhere = "postgres://ann:s3cret@127.0.0.1:1/x";
    let error = prove(of(three())).on_server(ScratchServer::named(nowhere)).run().unwrap_err();
    let text = format!("{error:?}");
    assert!(text.starts_with("scratch server: could not connect to ann@127.0.0.1:1/x"), "{text}");
    assert!(!text.contains("s3cret"));
}

/// Tables with rows: `one` is created, and then `upgrade` and `downgrade` meet it.
fn meeting(upgrade: Directives, downgrade: Directives) -> Report {
    report(meeting_scripts(upgrade, downgrade))
}

fn meeting_scripts(upgrade: Directives, downgrade: Directives) -> Vec<Script> {
    vec![
        script(
            "a1",
            &[],
            |op| {
                let id = column("id", bigint()).not_null();
                op.create_table(table("one").column(id).column(column("name", text())))
            },
            |op| op.drop_table("one"),
        ),
        script("b2", &["a1"], upgrade, downgrade),
    ]
}

#[test]
fn a_column_that_rows_have_no_value_for() {
    let report = meeting(
        |op| op.add_column("one", column("kind", text()).not_null()),
        |op| op.drop_column("one", "kind"),
    );
    assert_eq!(outcomes(&report), "a1 passed; b2 failed: upgrade; history passed");
    let failure = report.cases[1].failure().unwrap();
    assert_eq!(
        failure.message,
        "it upgrades empty tables only: with any rows in one it fails: column \"kind\" of relation \"one\" contains null \
         values (SQLSTATE 23502)"
    );
    let said = |line: &String| line.contains("ADD COLUMN");
    assert!(failure.details.iter().any(said), "{:?}", failure.details);
}

#[test]
fn rows_come_along_and_what_hand_written_sql_does_with_them_is_a_note() {
    let report = meeting(
        |op| op.add_column("one", column("kind", text()).not_null().default("'x'")),
        |op| op.drop_column("one", "kind"),
    );
    assert_eq!(outcomes(&report), "a1 passed; b2 passed; history passed");
    assert!(report.cases[0].rows.is_empty() && report.cases[1].rows.contains_key("one"), "{report:?}");

    let report = meeting(
        |op| op.execute("ALTER TABLE one ADD kind text; UPDATE one SET kind = 1 / (id - id)"),
        |op| op.drop_column("one", "kind"),
    );
    assert_eq!(outcomes(&report), "a1 passed; b2 passed; history passed");
    let notes = report.cases[1].notes.join("\n");
    assert!(notes.contains("with any rows in one it fails: division by zero"), "{notes}");

    let report = meeting(
        |op| op.execute("DELETE FROM one; ALTER TABLE one ADD kind text"),
        |op| op.drop_column("one", "kind"),
    );
    let notes = report.cases[1].notes.join("\n");
    assert!(notes.contains("it loses rows: one had 3 before the upgrade, and has 0 after"), "{notes}");
}

#[test]
fn rows_that_fit_only_what_was_before() {
    let report = meeting(
        |op| op.alter_column("one", alter("name").set_not_null()),
        |op| op.alter_column("one", alter("name").drop_not_null()),
    );
    assert_eq!(outcomes(&report), "a1 passed; b2 passed; history passed");
}
