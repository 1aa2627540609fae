//! `cargo dbmig diff`, run as users run it: the real binary on real databases, its script through the real psql.

mod errors;
mod filters;
mod formats;
mod own_tables;
mod project;
mod psql;
mod renames;

use std::process::{Command, Output};

use dbmig_tests::dump::schema_dump;
use dbmig_tests::project::{Project, Run};
use dbmig_tests::server::{TestDatabase, database};

/// A new database with what `sql` makes.
fn loaded(sql: &str) -> TestDatabase {
    let database = database();
    database.connect().batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    database
}

/// `cargo dbmig diff --from FROM --to TO REST`, with no project around.
fn diff(from: &TestDatabase, to: &TestDatabase, rest: &[&str]) -> Run {
    let urls = [from.url(), to.url()];
    let [from, to] = urls.each_ref().map(String::as_str);
    Project::empty().dbmig(&[&["diff", "--from", from, "--to", to], rest].concat())
}

/// Runs a script as a user would: psql, stopping at the first error, with variables that expressions must not take up.
fn psql(database: &TestDatabase, script: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("change.sql");
    std::fs::write(&file, script).unwrap();
    let variables = ["-v", "ON_ERROR_STOP=1", "-v", "n=oops oops", "-v", "2=oops oops"];
    let mut command = Command::new("psql");
    command.args(["-X", "-q"]).args(variables).args(["-d", &database.url(), "-f"]).arg(&file);
    command.current_dir(folder.path()).output().expect("psql is installed beside the server")
}

/// The script that is printed makes one database like the other, and then nothing is left to print.
#[track_caller]
fn check(old: &str, new: &str) {
    let (from, to) = (loaded(old), loaded(new));
    let script = diff(&from, &to, &[]).exits(0).stdout();
    let output = psql(&from, &script);
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(schema_dump(&from), schema_dump(&to), "{script}");
    let again = diff(&from, &to, &["--exit-code"]).exits(0);
    assert_eq!(again.stdout(), "");
}
