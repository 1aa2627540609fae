//! The law of it all: what is written compiles, nobody complains, and it is the database again.

use std::process::Command;

use dbmig_tests::project::Project;
use dbmig_tests::server::database;

use super::{hostile, partitions, security, tables, types};

/// Every case in a schema of its own.
const CASES: &[&str] = &[
    types::DOMAINS,
    types::COMPOSITES,
    types::COLUMNS,
    types::EXTENSIONS,
    tables::USUAL,
    tables::NAMES,
    tables::STORAGE,
    tables::COMMENTS,
    tables::INHERITANCE,
    security::SECURITY,
    security::STATISTICS,
    partitions::PARTITIONS,
    partitions::ATTACHED,
];

#[test]
fn models_are_the_database_again() {
    let live = database();
    let mut client = live.connect();
    client.batch_execute(hostile::IN_PUBLIC).unwrap_or_else(|error| panic!("{error:?}"));
    for (number, case) in CASES.iter().chain(hostile::CASES).enumerate() {
        let sql = format!("CREATE SCHEMA case_{number}; SET search_path = case_{number}, public; {case}");
        client.batch_execute(&sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
    let project = Project::library("inspected-law", "//! Models.\n\npub mod models;\n")
        .env("LAW_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init", "--db", "law"]).exits(0);
    project.dbmig(&["inspect"]).exits(0);
    if let Some(folder) = std::env::var_os("KEEP") {
        Command::new("cp").arg("-r").arg(project.path()).arg(folder).status().unwrap();
    }
    project.dbmig(&["diff", "--from", "live", "--to", "models", "--exit-code"]).exits(0);
    let clippy = ["clippy", "--quiet", "--package", "inspected-law", "--", "--deny", "warnings"];
    project.run(Command::new("cargo").args(clippy), &clippy).exits(0);
}
