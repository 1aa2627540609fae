//! Names, SQL, settings and sizes that break whoever takes them lightly.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dbmig_tests::deployed::Process;
use dbmig_tests::hostile_names::NAMES;
use dbmig_tests::proxy::{Proxy, Then};
use dbmig_tests::server;

use super::course::{LIMIT, State, binary, ends_right, finished, run, server_of, undisturbed};

#[test]
fn names_comments_and_labels_are_what_they_are() {
    for strings in ["on", "off"] {
        let template = server::database();
        template
            .connect()
            .batch_execute(&format!(
                "CREATE TABLE canary (alive boolean); INSERT INTO canary VALUES (true); \
                 ALTER DATABASE {} SET standard_conforming_strings = {strings}",
                template.name()
            ))
            .unwrap();
        // Without the setting a backslash and a quote are what they seem; the others are the same.
        for name in NAMES.iter().filter(|name| strings == "off" || name.contains(['\\', '\''])) {
            let database = server::copy_of(&template);
            let argument = format!("name={name}");
            let walk = |verb: &[&str]| {
                finished(&run("hostile", &database.url(), &[verb, &["-x", &argument]].concat()))
            };
            walk(&["ensure-version"]);
            let before = State::of(&database.url());
            walk(&["upgrade"]);
            let mut client = database.connect();
            let mut texts = |sql: &str| -> Vec<String> {
                client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
            };
            let relations = texts(
                "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace \
                 AND relname NOT LIKE 'dbmig%' AND relname <> 'canary' ORDER BY relname COLLATE \"C\"",
            );
            let mut expected: Vec<String> =
                ["1", "2", "5", "6", "7", "i", "k"].map(|end| format!("{name}{end}")).into();
            expected.sort();
            assert_eq!(relations, expected, "{name:?}");
            let comments = texts("SELECT DISTINCT description FROM pg_description WHERE objoid >= 16384");
            assert_eq!(comments, [*name], "{name:?}");
            let labels = texts("SELECT enumlabel::text FROM pg_enum ORDER BY enumsortorder");
            assert_eq!(labels, [format!("{name}l"), (*name).to_owned(), "other".to_owned()], "{name:?}");
            walk(&["downgrade", "a1"]);
            walk(&["downgrade", "base"]);
            let after = State::of(&database.url());
            assert_eq!((before.dump, after.ledger), (after.dump, vec![]), "{name:?}");
        }
    }
}

/// Settings of a database that change how SQL is read, how values print, and in which language errors are.
const SETTINGS: &[&str] = &[
    "standard_conforming_strings = off",
    "search_path = nowhere",
    "\"DateStyle\" = 'SQL, DMY'",
    "\"IntervalStyle\" = sql_standard",
    "\"TimeZone\" = 'Asia/Kathmandu'",
    "bytea_output = escape",
    "extra_float_digits = -15",
    "quote_all_identifiers = on",
    "default_transaction_isolation = 'serializable'",
    "default_transaction_deferrable = on",
    "statement_timeout = '30s'",
    "idle_in_transaction_session_timeout = '30s'",
    "client_min_messages = debug1",
    "row_security = off",
    "lc_messages = 'C'",
    "transform_null_equals = on",
    "array_nulls = off",
    "backslash_quote = off",
    "escape_string_warning = off",
    "plan_cache_mode = force_generic_plan",
    "synchronous_commit = off",
    "session_replication_role = replica",
];

#[test]
fn strange_settings_and_encodings_change_nothing() {
    let encoding = |dump: &str| {
        dump.lines().filter(|line| !line.contains("client_encoding")).collect::<Vec<_>>().join("\n")
    };
    let mut expected = undisturbed("long");
    expected.dump = encoding(&expected.dump);
    for options in ["ENCODING 'SQL_ASCII' LOCALE 'C'", "ENCODING 'LATIN1' LOCALE 'C'", ""] {
        let database = server::database_with(options);
        let alter = |what: &str| {
            let sql = format!("ALTER DATABASE {} {what}", database.name());
            database.connect().batch_execute(&sql).unwrap();
        };
        let set_all = || SETTINGS.iter().for_each(|setting| alter(&format!("SET {setting}")));
        set_all();
        finished(&run("long", &database.url(), &["upgrade"]));
        // pg_dump would take them over.
        alter("RESET ALL");
        let mut found = State::of(&database.url());
        found.dump = encoding(&found.dump);
        assert_eq!(expected.difference(&found), None, "{options}");
        set_all();
        finished(&run("long", &database.url(), &["downgrade", "base"]));
    }
}

#[test]
fn what_is_huge_fits_into_little_memory() {
    let database = server::database();
    let process = Process::default();
    let (most, peak) = (Arc::new(AtomicU64::new(0)), process.clone());
    let seen = most.clone();
    let proxy = Proxy::start(server_of(&database), move |message| {
        if message.kind == b'Q' && message.begins("COMMIT") {
            seen.fetch_max(peak_kilobytes(peak.id().unwrap_or_default()), Ordering::SeqCst);
        }
        Then::Pass
    });
    finished(&process.run(binary("huge", &proxy.url(&database.url()), &["upgrade"]), LIMIT));
    let megabytes = most.load(Ordering::SeqCst) / 1024;
    println!("20,000 statements and a function of ten megabytes: {megabytes} MB");
    assert!((1..400).contains(&megabytes), "{megabytes} MB");
    let count = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace";
    assert_eq!(database.connect().query_one(count, &[]).unwrap().get::<_, i64>(0), 10_001);
}

/// The most memory that a process has had; 0 where the system doesn't say.
fn peak_kilobytes(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or_default()
}

#[test]
fn sql_that_ends_in_the_middle_or_hides_an_error() {
    for (history, sqlstate) in
        [("unterminated", "42601"), ("swallowed", "22012"), ("pending", "55006"), ("deferred", "23505")]
    {
        let database = server::database();
        let ended = run(history, &database.url(), &["upgrade"]);
        assert_eq!((ended.code, ended.kind()), (Some(1), "sql"), "{history}: {}", ended.stderr);
        assert!(
            ended.stderr.contains(sqlstate) && ended.error["next_step"].is_string(),
            "{history}: {}",
            ended.stderr
        );
        let state = State::of(&database.url());
        assert_eq!((state.versions, state.ledger), (vec!["a1".to_owned()], vec![]), "{history}");
        finished(&run("plain", &database.url(), &["upgrade"]));
        ends_right(&undisturbed("plain"), &database.url());
    }
    // What a block catches has not happened, and the transaction goes on.
    let database = server::database();
    finished(&run("caught", &database.url(), &["upgrade"]));
    assert_eq!(State::of(&database.url()).versions, ["c3"]);
}

#[test]
fn an_event_trigger_that_raises() {
    let database = server::database();
    finished(&run("long", &database.url(), &["upgrade", "l01"]));
    for tag in ["ALTER TABLE", "CREATE INDEX", "DROP INDEX", "ALTER TYPE"] {
        let sql = format!(
            "CREATE OR REPLACE FUNCTION audit() RETURNS event_trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE 'the audit says no to %', tg_tag USING ERRCODE = 'P0777'; END $$; \
             CREATE EVENT TRIGGER audit_{0} ON ddl_command_end WHEN TAG IN ('{tag}') EXECUTE FUNCTION audit()",
            database.name()
        );
        database.connect().batch_execute(&sql).unwrap();
        let ended = run("long", &database.url(), &["upgrade"]);
        assert_eq!((ended.code, ended.kind()), (Some(1), "sql"), "{tag}: {}", ended.stderr);
        assert!(ended.stderr.contains("the audit says no to"), "{tag}: {}", ended.stderr);
        let drop = format!("DROP EVENT TRIGGER audit_{}; DROP FUNCTION audit()", database.name());
        database.connect().batch_execute(&drop).unwrap();
    }
    finished(&run("long", &database.url(), &["upgrade"]));
    ends_right(&undisturbed("long"), &database.url());
}
