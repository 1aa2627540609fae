//! What the command line of Alembic was observed to do, through our binary on a real database: every case that the pure graph
//! is tested with.

use std::process::{Command, Output, Stdio};

use postgres::Client;
use serde_json::Value;

use super::support::*;

const CASES: &str = include_str!("../../../dbmig-runtime/src/revision/cases.txt");

/// A database whose version rows are set, and the binary.
struct Machine {
    db: TestDatabase,
    client: Client,
}

impl Machine {
    fn new() -> Self {
        let db = TestDatabase::new();
        let client = db.connect();
        let machine = Self { db, client };
        assert_eq!(machine.run("a", &["ensure-version"]).status.code(), Some(0));
        machine
    }

    fn run(&self, graph: &str, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_migrations"))
            .args(args)
            .args(["--format", "json", "--db", "users"])
            .env("DBMIG_TEST_HISTORY", format!("graph: {graph}"))
            .env("USERS_DATABASE_URL", &self.db.url)
            .stdin(Stdio::null())
            .output()
            .expect("the binary starts")
    }

    fn set_rows(&mut self, rows: &[&str]) {
        self.client.batch_execute("TRUNCATE dbmig_version, dbmig_history, dbmig_ledger").unwrap();
        for row in rows {
            self.client.execute("INSERT INTO dbmig_version VALUES ($1)", &[row]).unwrap();
        }
    }

    /// The answer of a case, in the form of the file; of errors only that there is one.
    fn answer(&mut self, graph: &str, rows: &[&str], verb: &str, argument: &str) -> String {
        self.set_rows(rows);
        let args: Vec<&str> = match verb {
            "at-head" => vec!["current", "--check-heads"],
            "heads" => vec!["heads"],
            "final" => vec!["heads", "--resolve-dependencies"],
            "history" => vec!["history", "-r", argument],
            verb => vec![verb, argument],
        };
        let output = self.run(graph, &args);
        let code = output.status.code();
        let text = String::from_utf8(output.stdout).unwrap();
        if verb == "at-head" && matches!(code, Some(0 | 3)) {
            return if code == Some(0) { "yes" } else { "no" }.to_owned();
        }
        if code != Some(0) {
            let error = String::from_utf8(output.stderr).unwrap();
            let document: Value =
                serde_json::from_str(&error).unwrap_or_else(|_| panic!("{args:?}: {error}"));
            assert!(
                document["error"]["message"].as_str().is_some_and(|message| !message.is_empty()),
                "{error}"
            );
            let mut before: Vec<&str> = rows.to_vec();
            before.sort_unstable();
            assert_eq!(self.db.versions(), before, "{args:?} failed and moved rows");
            return "error".to_owned();
        }
        match verb {
            "upgrade" | "downgrade" | "stamp" => {
                let events = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
                let steps = events.filter(|event| event["event"] == "revision_finished" && verb != "stamp");
                let steps = steps.map(|step| match verb {
                    "upgrade" => step["revision"].as_str().unwrap().to_owned(),
                    _ => format!("-{}", step["revision"].as_str().unwrap()),
                });
                let steps: Vec<String> = steps.collect();
                format!("{} -> {}", steps.join(" "), self.db.versions().join(" ")).trim().to_owned()
            }
            _ => {
                let document: Value = serde_json::from_str(&text).unwrap();
                let key = if matches!(verb, "heads" | "final") { "heads" } else { "revisions" };
                let listed = document["databases"][0][key].as_array().unwrap().iter();
                listed.map(|one| one["revision"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
            }
        }
    }
}

#[test]
fn every_observed_case() {
    let mut machine = Machine::new();
    let mut graphs = std::collections::BTreeMap::new();
    let (mut count, mut failures) = (0, Vec::new());
    for line in CASES.lines().map(str::trim) {
        if line.is_empty() || line.starts_with(['#', '!']) {
            continue;
        }
        if let Some((name, text)) = line.strip_prefix("graph ").and_then(|rest| rest.split_once('=')) {
            graphs.insert(name.trim(), text.trim());
            continue;
        }
        let (case, answer) = line.split_once("=>").unwrap();
        let expected = answer.split_once(" was ").map_or(answer, |(ours, _)| ours).trim();
        let (name, rest) = case.split_once('{').unwrap();
        let (rows, command) = rest.split_once('}').unwrap();
        let rows: Vec<&str> = rows.split_whitespace().collect();
        let (verb, argument) = command.trim().split_once(' ').unwrap_or((command.trim(), ""));
        let found = machine.answer(graphs[name.trim()], &rows, verb, argument.trim());
        let expected = if expected.starts_with("error") { "error" } else { expected };
        count += 1;
        if found != expected {
            failures.push(format!("{case}\n  expected {expected}\n  is       {found}"));
        }
    }
    assert!(failures.is_empty(), "{} of {count} fail:\n{}", failures.len(), failures.join("\n"));
    assert!(count > 120, "{count}");
}
