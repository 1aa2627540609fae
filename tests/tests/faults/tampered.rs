//! dbmig's own tables, after somebody else was at them.
//!
//! `DBMIG_FUZZ=2000` tries so many random contents; without it it is a few. `DBMIG_RANDOM_SEED` chooses them.

use std::time::{Duration, Instant};

use dbmig_runtime::runner::{Failure, Options, Runner};
use dbmig_tests::history::{database, three};
use dbmig_tests::server::{self, TestDatabase};

use super::random::Random;

/// What can be done to the tables of a database at `b2`.
const TAMPERINGS: &[&str] = &[
    "TRUNCATE dbmig_version",
    "INSERT INTO dbmig_version VALUES ('a1')",
    "INSERT INTO dbmig_version VALUES ('c3'), ('zz')",
    "INSERT INTO dbmig_version VALUES ('')",
    "INSERT INTO dbmig_version SELECT 'x' || n FROM generate_series(1, 20000) n",
    "INSERT INTO dbmig_version VALUES (left(repeat('ä', 2600), 1300))",
    "ALTER TABLE dbmig_version DROP CONSTRAINT dbmig_version_pkey; INSERT INTO dbmig_version VALUES ('b2'), ('b2')",
    "ALTER TABLE dbmig_version DROP CONSTRAINT dbmig_version_pkey; INSERT INTO dbmig_version VALUES (repeat('x', 20000000))",
    "ALTER TABLE dbmig_version DROP CONSTRAINT dbmig_version_pkey; ALTER TABLE dbmig_version ALTER revision DROP NOT NULL; \
     INSERT INTO dbmig_version VALUES (NULL)",
    "ALTER TABLE dbmig_version ALTER revision TYPE varchar(3)",
    "ALTER TABLE dbmig_version ALTER revision TYPE bytea USING revision::bytea",
    "ALTER TABLE dbmig_version RENAME revision TO version",
    "ALTER TABLE dbmig_version ADD note text NOT NULL DEFAULT 'x'",
    "ALTER TABLE dbmig_version ADD note text; UPDATE dbmig_version SET note = 'x'; ALTER TABLE dbmig_version ALTER note SET NOT NULL",
    "ALTER TABLE dbmig_version RENAME TO v; CREATE VIEW dbmig_version AS SELECT revision FROM v",
    "ALTER TABLE dbmig_version RENAME TO v; CREATE MATERIALIZED VIEW dbmig_version AS SELECT revision FROM v",
    "ALTER TABLE dbmig_version RENAME TO v; CREATE VIEW dbmig_version AS SELECT revision FROM v, pg_sleep(0.1)",
    "DROP TABLE dbmig_version; CREATE SEQUENCE dbmig_version",
    "DROP TABLE dbmig_version; CREATE TYPE dbmig_version AS (revision text)",
    "DROP TABLE dbmig_version; CREATE TABLE dbmig_version (revision text PRIMARY KEY) PARTITION BY LIST (revision)",
    "DROP TABLE dbmig_version, dbmig_history, dbmig_ledger",
    "CREATE RULE nothing AS ON DELETE TO dbmig_version DO INSTEAD NOTHING",
    "CREATE RULE nothing AS ON INSERT TO dbmig_version DO INSTEAD NOTHING",
    "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.revision := 'zz'; RETURN NEW; END $$; \
     CREATE TRIGGER other BEFORE INSERT ON dbmig_version FOR EACH ROW EXECUTE FUNCTION other()",
    "DROP TABLE dbmig_history",
    "TRUNCATE dbmig_history",
    "UPDATE dbmig_history SET started_at = 'infinity', duration_ms = -9223372036854775808",
    "UPDATE dbmig_history SET started_at = '-infinity', duration_ms = 9223372036854775807",
    "UPDATE dbmig_history SET started_at = '294000-01-01', direction = 'sideways', checksum = ''",
    "UPDATE dbmig_history SET started_at = '4000-01-01 BC', revision = repeat('x', 1000000)",
    "ALTER TABLE dbmig_history ALTER message DROP NOT NULL, ALTER checksum DROP NOT NULL; \
     UPDATE dbmig_history SET message = NULL, checksum = NULL",
    "ALTER TABLE dbmig_history DROP COLUMN checksum",
    "ALTER TABLE dbmig_history ALTER duration_ms TYPE numeric",
    "DROP TABLE dbmig_ledger",
    "INSERT INTO dbmig_ledger (revision, direction, step, statement_hash, state) VALUES ('c3', 'upgrade', -1, 'x', 'done')",
    "INSERT INTO dbmig_ledger (revision, direction, step, statement_hash, state) VALUES ('c3', 'upgrade', 2147483647, 'x', 'done')",
    "INSERT INTO dbmig_ledger (revision, direction, step, statement_hash, state) VALUES ('c3', 'sideways', 0, 'x', 'perhaps')",
    "INSERT INTO dbmig_ledger (revision, direction, step, statement_hash, state) VALUES ('b2', 'upgrade', 0, 'x', 'started')",
    "INSERT INTO dbmig_ledger (revision, direction, step, statement_hash, state) VALUES ('zz', 'upgrade', 0, 'x', 'done')",
    "INSERT INTO dbmig_ledger (revision, direction, step, statement_hash, state) \
     SELECT 'c3', 'upgrade', n, 'x', 'done' FROM generate_series(0, 20000) n",
    "ALTER TABLE dbmig_ledger ALTER step TYPE text",
    "ALTER TABLE dbmig_ledger DROP COLUMN state",
    "CREATE SCHEMA shadow; CREATE TABLE shadow.dbmig_version (revision int); ALTER ROLE CURRENT_USER IN DATABASE test_name SET search_path = shadow",
];

/// The longest that a verb may take.
const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn every_verb_says_what_to_do() {
    let template = at_b2();
    for tampering in TAMPERINGS {
        every_verb(&template, tampering);
    }
}

#[test]
fn random_contents() {
    let mut random = Random::seeded();
    let cases = std::env::var("DBMIG_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(25);
    let template = at_b2();
    for _ in 0..cases {
        let statements: Vec<String> = (0..=random.below(3)).map(|_| statement(&mut random)).collect();
        every_verb(&template, &statements.join("; "));
    }
}

/// A statement that puts something into a column, or makes the column another.
fn statement(random: &mut Random) -> String {
    const COLUMNS: &[(&str, &[&str])] = &[
        ("dbmig_version", &["revision"]),
        (
            "dbmig_history",
            &[
                "revision",
                "direction",
                "message",
                "checksum",
                "client",
                "dbmig_version",
                "result",
                "error",
                "sql",
            ],
        ),
        ("dbmig_ledger", &["revision", "direction", "statement_hash", "state"]),
    ];
    let (table, columns) = *random.one_of(COLUMNS);
    let column = *random.one_of(columns);
    let text = random.text().replace('\0', "").replace('\'', "''");
    let known = *random.one_of(&[
        "a1",
        "b2",
        "c3",
        "upgrade",
        "downgrade",
        "done",
        "started",
        "",
        "a1:b2",
        "head",
        "+1",
    ]);
    let value = if random.below(2) == 0 { text } else { known.to_owned() };
    match random.below(6) {
        0 => format!("ALTER TABLE {table} ALTER {column} DROP NOT NULL; UPDATE {table} SET {column} = NULL"),
        1 => format!("ALTER TABLE {table} DROP COLUMN {column}"),
        2 => format!("ALTER TABLE {table} ALTER {column} TYPE varchar"),
        3 if table == "dbmig_version" => format!("INSERT INTO {table} VALUES (E'{value}')"),
        3 => {
            let step = random.below(4);
            format!(
                "INSERT INTO dbmig_ledger (revision, direction, step, statement_hash, state) VALUES ('c3', 'upgrade', {step}, '{value}', '{known}')"
            )
        }
        _ => format!("UPDATE {table} SET {column} = '{value}'"),
    }
}

fn at_b2() -> TestDatabase {
    let template = server::database();
    let plain = three();
    Runner::new(database(plain), template.url()).upgrade("b2").unwrap();
    template
}

/// No verb panics or hangs, and each either works or says what to do next.
fn every_verb(template: &TestDatabase, tampering: &str) {
    let target = server::copy_of(template);
    let sql = tampering.replace("test_name", target.name()).replace("E'", "'");
    // What PostgreSQL itself doesn't let anybody do is no case.
    if let Err(error) = target.connect().batch_execute(&sql) {
        assert!(!TAMPERINGS.contains(&tampering), "{tampering}: {error:?}");
        return;
    }
    let runner = || {
        let options = Options { retry_for: Some(Duration::from_secs(1)), ..Options::default() };
        Runner::new(database(three()), target.url()).options(options)
    };
    let verbs: &[(&str, &dyn Fn() -> Option<String>)] = &[
        ("current", &|| next(runner().current().err())),
        ("history", &|| next(runner().history(None).err())),
        ("log", &|| next(runner().log().err())),
        ("plan", &|| next(runner().plan("head").err())),
        ("upgrade", &|| failed(runner().upgrade("head").err())),
        ("downgrade", &|| failed(runner().downgrade("base").err())),
        ("stamp", &|| failed(runner().stamp("a1", false).err())),
        ("ensure_version", &|| failed(runner().ensure_version().err())),
        ("stamp --purge", &|| failed(runner().stamp("b2", true).err())),
        ("upgrade again", &|| failed(runner().upgrade("head").err())),
    ];
    for (verb, work) in verbs {
        let began = Instant::now();
        if let Some(silent) = work() {
            panic!("{verb} after {tampering} says nothing of what to do next: {silent}");
        }
        assert!(began.elapsed() < LIMIT, "{verb} after {tampering} took {:?}", began.elapsed());
    }
}

/// The text of an error without a next step.
fn next(error: Option<dbmig_runtime::runner::Error>) -> Option<String> {
    error.filter(|error| error.next_step().is_none()).map(|error| error.to_string())
}

fn failed(failure: Option<Failure>) -> Option<String> {
    next(failure.map(|failure| failure.error))
}
