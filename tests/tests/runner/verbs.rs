//! The verbs of the deployed binary, as processes: what they print, and the examples of their help.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::support::*;

/// The binary with the history `name`.
struct Binary {
    users: TestDatabase,
    analytics: TestDatabase,
    history: String,
    folder: tempfile::TempDir,
}

impl Binary {
    fn new(history: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            users: TestDatabase::new(),
            analytics: TestDatabase::new(),
            history: history.to_owned(),
            folder,
        }
    }

    fn output(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_migrations"))
            .args(args)
            .current_dir(self.folder.path())
            .env("DBMIG_TEST_HISTORY", &self.history)
            .env("USERS_DATABASE_URL", &self.users.url)
            .env("ANALYTICS_DATABASE_URL", &self.analytics.url)
            .stdin(Stdio::null())
            .output()
            .expect("the binary starts")
    }

    /// What it prints to standard output, or, where it fails, to standard error.
    #[track_caller]
    fn run(&self, args: &[&str], code: i32) -> String {
        let output = self.output(args);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        assert_eq!(output.status.code(), Some(code), "{args:?}: {stdout}\n{stderr}");
        if matches!(code, 0 | 3) { stdout } else { stderr }
    }

    #[track_caller]
    fn json(&self, args: &[&str], code: i32) -> Value {
        let text = self.run(&[args, &["--format", "json"]].concat(), code);
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
        assert_eq!(value["version"], 1);
        value
    }
}

const BRANCHES: &str = "graph: a; b < a; c1 [left] < b; d1 < c1; c2 [right] < b; d2 < c2 + c1; m < d1 d2";

#[test]
fn the_history_is_drawn() {
    let binary = Binary::new(BRANCHES);
    let expected = "\
users: * m m (head)
users: |\\
users: * | d1 d1
users: | * d2 d2 (depends on c1)
users: | * c2 c2 (right)
users: * | c1 c1 (left)
users: |/
users: * b b
users: * a a
";
    assert_eq!(binary.run(&["history", "--offline"], 0), expected);
    binary.run(&["upgrade", "d1"], 0);
    let drawn = binary.run(&["history", "-i", "-r", "b:"], 0);
    let pending = ["m m (head, pending)", "* | d1 d1 (current, applied 20", "| * c2 c2 (right, pending)"];
    assert!(pending.iter().all(|part| drawn.contains(part)) && !drawn.contains("a a"), "{drawn}");
    let verbose = binary.run(&["history", "-v", "-r", "current:d1"], 0);
    let lines: Vec<&str> = verbose.lines().collect();
    assert!(lines[0].starts_with("users: * d1 d1 (current, applied "), "{verbose}");
    assert_eq!(
        lines[1..4],
        ["users:     revises c1", "users:     created 2026-01-17 10:00 UTC", "users:     file users/d1.rs"]
    );
    let document = binary.json(&["history", "-r", "current:"], 0);
    assert_eq!(document["databases"][0]["revisions"][1]["is_current"], true);
}

#[test]
fn heads_and_branches() {
    let binary = Binary::new("graph: a1 [lib]; b1 < a1; a2; b2 < a2 + a1; c2 < a2");
    assert_eq!(binary.run(&["heads"], 0), "users: b1 b1\nusers: b2 b2\nusers: c2 c2\n");
    let implied = Binary::new("graph: a1 [lib]; a2; b2 < a2 + a1");
    assert_eq!(implied.run(&["heads"], 0), "users: a1 a1 [lib]\nusers: b2 b2\n");
    assert_eq!(implied.run(&["heads", "--resolve-dependencies"], 0), "users: b2 b2\n");
    let verbose = implied.run(&["heads", "-v", "--resolve-dependencies"], 0);
    assert!(verbose.contains("\n    depends on a1\n"), "{verbose}");
    let expected = "\
users: base
users:   -> a1 a1 [lib]
users:   -> a2 a2
users: a2 a2
users:   -> b2 b2
users:   -> c2 c2
";
    assert_eq!(binary.run(&["branches"], 0), expected);
    assert_eq!(binary.json(&["branches"], 0)["databases"][0]["branches"][1]["revision"]["revision"], "a2");
    assert_eq!(Binary::new("graph: a; b < a").run(&["branches"], 0), "users: one line without branches\n");
}

#[test]
fn a_database_with_everything_is_at_its_heads_whatever_implies_them() {
    let binary = Binary::new("graph: a1; a2; b2 < a2 + a1");
    binary.json(&["current", "--check-heads"], 3);
    binary.run(&["upgrade", "heads"], 0);
    assert_eq!(binary.run(&["current", "-c"], 0), "users: b2 b2 (head)\n");
    assert_eq!(binary.json(&["current", "-c"], 0)["databases"][0]["is_at_heads"], true);
    binary.run(&["downgrade", "a2"], 0);
    let document = binary.json(&["current", "-c"], 3);
    assert_eq!(
        (&document["databases"][0]["is_at_heads"], &document["databases"][0]["pending"]),
        (&false.into(), &1.into())
    );
}

#[test]
fn one_revision_with_all_that_it_does() {
    let binary = Binary::new("concurrent");
    let expected = "\
users: b2 b2
  revises a1
  created 2026-01-17 10:00 UTC
  file users/b2.rs
  followed by c3
  checksum b2

  upgrade:
    CREATE TABLE two (id bigint);
    -- outside a transaction
    CREATE INDEX CONCURRENTLY two_id ON public.one USING btree (id);
    INSERT INTO two VALUES (1);

  downgrade:
    DROP TABLE two;

";
    // Only the database that has it answers.
    assert_eq!(binary.run(&["show", "b2"], 0), expected);
    let document = binary.json(&["show", "head"], 0);
    assert_eq!(document["databases"][1]["revisions"][0]["revision"], "d4");
    assert_eq!(document["databases"][0]["revisions"][0]["upgrade"]["statements"][0]["transactional"], true);
    assert_eq!(
        binary.run(&["show", "current", "--db", "users"], 0),
        "users: base, before the first revision\n"
    );
    assert!(binary.run(&["show", "zzzz"], 2).contains("no revision or label `zzzz`"));
}

#[test]
fn a_plan_changes_nothing() {
    let binary = Binary::new("concurrent");
    let plan = binary.run(&["plan", "b2", "--db", "users"], 0);
    let expected = "\
users: base -> b2, 2 revisions

  a1 a1 (users/a1.rs)
    touches whatever its own SQL touches
    BEGIN;
    CREATE TABLE one (id bigint);
    COMMIT;

  b2 b2 (users/b2.rs)
    touches one, whatever its own SQL touches
    BEGIN;
    CREATE TABLE two (id bigint);
    COMMIT;
    -- outside a transaction
    CREATE INDEX CONCURRENTLY two_id ON public.one USING btree (id);
    BEGIN;
    INSERT INTO two VALUES (1);
    COMMIT;
";
    assert_eq!(plan, expected);
    assert!(binary.users.texts("SELECT relname::text FROM pg_class WHERE relname LIKE 'dbmig%'").is_empty());
    let together = binary.json(&["plan", "--transaction", "all", "--db", "users"], 0);
    let refusal = together["databases"][0]["refusal"].as_str().unwrap();
    assert!(refusal.contains("statement 2 of 3"), "{refusal}");
    binary.run(&["upgrade", "--db", "users"], 0);
    assert_eq!(binary.run(&["plan", "--db", "users"], 0), "users: nothing to do, at c3\n");
    let losing = Binary::new("losing");
    let plan = losing.json(&["plan", "--db", "users"], 0);
    let plan = &plan["databases"][0];
    let hazard = &plan["revisions"][2]["hazards"][0];
    assert_eq!(
        (&hazard["destructive"], &plan["revisions"][2]["tables"][0]),
        (&true.into(), &"one".into()),
        "{plan}"
    );
    // What SQL of its own has made in the same run could have rows.
    assert!(plan["refusal"].as_str().unwrap().contains("--allow-destructive"), "{plan}");
    assert!(
        losing.run(&["plan", "--db", "users"], 0).contains("upgrade would refuse: this would delete data")
    );
    losing.run(&["upgrade", "--db", "users"], 4);
}

#[test]
fn scripts_of_several_databases_are_files() {
    let binary = Binary::new("plain");
    assert!(binary.run(&["upgrade", "--sql"], 2).contains("--output DIR"));
    let expected = "users: base -> c3 in sql/users.sql\nanalytics: base -> d4 in sql/analytics.sql\n";
    assert_eq!(binary.run(&["upgrade", "--sql", "--output", "sql"], 0), expected);
    for (file, db) in [("users", &binary.users), ("analytics", &binary.analytics)] {
        let path = binary.folder.path().join(format!("sql/{file}.sql"));
        let done = psql_file(&path, &db.url);
        assert!(done.status.success(), "{done:?}");
    }
    assert_eq!(binary.run(&["current", "-c"], 0), "users: c3 c3 (head)\nanalytics: d4 d4 (head)\n");
    let script = binary.run(&["downgrade", "head:b2", "--sql", "--db", "users"], 0);
    assert!(
        script.contains("DROP TABLE three;\n") && script.contains("DELETE FROM public.dbmig_version"),
        "{script}"
    );
    let document = binary.json(&["stamp", "a1:b2", "--sql", "--db", "users"], 0);
    assert_eq!(
        (&document["databases"][0]["from"][0], &document["databases"][0]["to"][0]),
        (&"a1".into(), &"b2".into())
    );
    for (args, part) in [
        (vec!["downgrade", "-1", "--sql", "--db", "users"], "head:-1"),
        (vec!["upgrade", "a1:b2", "--db", "users"], "--sql for a script"),
        (vec!["upgrade", "a1:b2:c3", "--sql", "--db", "users"], "base:head"),
        (vec!["upgrade", "--output", "sql"], "--sql"),
        (vec!["upgrade", "-x", "=1"], "KEY=VALUE"),
        (vec!["upgrade", "--transaction", "one"], "each, all, none"),
    ] {
        let error = binary.run(&args, 2);
        assert!(error.contains(part), "{args:?}: {error}");
    }
    // Nothing is printed of a script that can't be made.
    let broken = Binary::new("refused");
    let output = broken.output(&["upgrade", "--sql", "--db", "users"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(4), 0), "{error}");
    assert!(error.contains("statement 1 of 1 in the upgrade of revision b2"), "{error}");
}

fn psql_file(file: &Path, url: &str) -> Output {
    let program = dbmig_tests::dump::program("psql");
    let args = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f"];
    Command::new(program).args(args).arg(file).output().expect("psql is installed beside the server")
}

#[test]
fn tables_of_its_own_and_nothing_else() {
    let binary = Binary::new("plain");
    assert!(binary.run(&["ensure-version", "--sql", "--db", "users"], 0).contains("CREATE TABLE"));
    let made = "users: public.dbmig_version created\nanalytics: public.analytics_version created\n";
    assert_eq!(binary.run(&["ensure-version"], 0), made);
    assert_eq!(binary.json(&["ensure_version"], 0)["databases"][0]["created"], false);
    assert_eq!(binary.users.relations(), Vec::<String>::new());
    assert_eq!(binary.run(&["current", "--db", "users"], 0), "users: base (3 revisions behind)\n");
}

#[test]
fn color_is_asked_for() {
    let binary = Binary::new("plain");
    let error = |args: &[&str]| binary.run(&[&["show", "zzzz"], args].concat(), 2);
    assert!(!error(&[]).contains('\u{1b}') && !error(&["--color", "never"]).contains('\u{1b}'));
    assert!(error(&["--color", "always"]).contains('\u{1b}'));
}

#[test]
fn every_example_of_the_help_works() {
    let binary = Binary::new("examples");
    let help = binary.run(&["--help"], 0);
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let verbs =
        commands.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let verbs: Vec<&str> = verbs.filter_map(|line| line.split_whitespace().next()).collect();
    let mut count = 0;
    for verb in verbs.into_iter().filter(|verb| *verb != "help") {
        let help = binary.run(&[verb, "--help"], 0);
        let examples = help.split("Examples:\n").nth(1).unwrap_or_else(|| panic!("{verb} has no example"));
        for line in examples.lines().take_while(|line| !line.is_empty()) {
            let example = line.trim().split("  ").next().unwrap();
            let args: Vec<&str> = example.split(' ').collect();
            let is_up = !matches!(verb, "upgrade" | "plan");
            binary.run(&["stamp", "base", "--purge", "-q"], 0);
            if is_up {
                binary.run(&["stamp", "heads", "-q"], 0);
            }
            let output = binary.output(&args);
            // There is a difference: the fixture's catalog is empty, and not even a schema is.
            let differs = verb == "drift" && output.status.code() == Some(3);
            // Nothing stands below what is applied there that never ran.
            let has_none = example.starts_with("repair --mark-applied") && output.status.code() == Some(1);
            let is_fine = output.status.success() || differs || has_none;
            assert!(is_fine, "{example}: {}", String::from_utf8_lossy(&output.stderr));
            count += 1;
        }
    }
    assert!(count > 25, "{count}");
}

#[test]
fn a_plan_is_carried_out_or_nothing_is() {
    let binary = Binary::new("plain");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.json");
    let path = file.to_str().unwrap();
    let plan = |words: &[&str]| {
        let words = [&["plan", "--db", "users", "--format", "json"], words].concat();
        std::fs::write(&file, binary.run(&words, 0)).unwrap();
    };
    let refused = |words: &[&str], reason: &str| {
        let output = binary.run(&[&["upgrade", "--db", "users", "--plan", path], words].concat(), 4);
        assert!(output.contains(reason) && output.contains("nothing was run"), "{output}");
    };
    plan(&["a1"]);
    refused(&[], "other statements would run now");
    binary.users.execute("CREATE TABLE hotfix (id int)");
    refused(&["a1"], "the schema of the database is not what it was then");
    assert_eq!(binary.users.relations(), ["hotfix"]);
    plan(&["a1"]);
    binary.run(&["upgrade", "a1", "--db", "users", "--plan", path], 0);
    refused(&["a1"], "the database was at base then, and is at a1");
    plan(&[]);
    binary.run(&["upgrade", "--db", "users", "--plan", path], 0);
    assert!(binary.run(&["upgrade", "--plan", path], 2).contains("nothing for database analytics"));
    std::fs::write(&file, "{}").unwrap();
    assert!(binary.run(&["upgrade", "--db", "users", "--plan", path], 2).contains("is no plan"));
}

#[test]
fn a_password_in_the_wrong_place_is_not_repeated() {
    let binary = Binary::new("plain");
    let (pairs, url) = ("host=h user=a password=s3;cret dbname=d", "postgres://u:s3cret@h/d");
    for format in ["text", "json"] {
        for (words, code) in [
            (&["plan", pairs][..], 2),
            (&["show", pairs], 2),
            (&["history", "-r", pairs], 2),
            (&["upgrade", pairs], 2),
            (&["upgrade", "--lock-wait", pairs], 2),
            (&["upgrade", "--plan", url], 2),
            (&["upgrade", "--plan", pairs], 2),
            (&["repair", "--mark-applied", url], 1),
            (&["repair", "--mark-applied", pairs], 1),
        ] {
            let said = binary.run(&[words, &["--db", "users", "--format", format]].concat(), code);
            assert!(!said.contains("cret"), "{words:?}: {said}");
        }
    }
}

#[test]
fn a_repair_is_one_document() {
    let binary = Binary::new("plain");
    binary.run(&["upgrade", "--db", "users"], 0);
    let document = binary.json(&["repair", "--accept-edited", "--db", "users"], 0);
    assert_eq!(document["databases"][0]["findings"], serde_json::json!([]));
}

#[test]
fn a_database_ahead_of_the_code_is_not_sent_to_upgrade() {
    let binary = Binary::new("plain");
    binary.run(&["upgrade", "--db", "users"], 0);
    binary.users.execute("UPDATE dbmig_version SET revision = 'f00d'");
    let output = binary.output(&["current", "--check-heads", "--db", "users"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("repair --forget-unknown") && !said.contains("upgrade leads"), "{said}");
}
