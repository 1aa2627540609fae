//! `check`, `drift`, `--against live` and the scope of a database, over the life of one project.

use std::path::PathBuf;
use std::process::Command;

use dbmig_tests::project::Project;
use dbmig_tests::server::TestDatabase;

const MODELS: &str = r#"//! Models.

use dbmig_runtime::Table;

/// A customer.
#[derive(Table)]
#[db("crm")]
pub struct Customer {
    #[column(primary_key)]
    id: i64,
    name: String,
}
"#;

/// A project whose database and scratch server are real.
fn project(name: &str) -> (Project, TestDatabase) {
    Project::with_database(name, MODELS, "crm")
}

fn run(live: &TestDatabase, sql: &str) {
    live.connect().batch_execute(sql).unwrap();
}

#[test]
fn what_no_revision_has_and_what_no_revision_made() {
    let (project, live) = project("check-life");
    project
        .dbmig(&["check"])
        .exits(3)
        .says("crm: the models have changes that no revision has")
        .says("  + add table customer  (src/lib.rs:8 (package check-life))")
        .says("next: cargo dbmig revision --db crm");
    project
        .dbmig(&["check", "--format", "github"])
        .exits(3)
        .says("::error file=src/lib.rs,line=8,title=crm%3A changes that no revision has::+ add table customer; cargo dbmig revision");
    let json = project.dbmig(&["check", "--format", "json"]).exits(3).stdout();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["databases"][0]["changes"][0]["text"], "add table customer");

    project
        .dbmig(&["revision", "-m", "first", "--no-proof"])
        .exits(0)
        .says("not proven: --no-proof was given");
    project
        .dbmig(&["check", "-v"])
        .exits(0)
        .says("crm: replayed in")
        .says("the revisions make what the models declare");
    project
        .dbmig(&["check", "-v"])
        .exits(0)
        .says("nothing changed since the last replay")
        .hides("replayed in");
    project
        .dbmig(&["revision", "-m", "x", "--against", "live"])
        .exits(1)
        .says("is at base and not at head")
        .says("pending: ")
        .says("cargo dbmig upgrade --db crm");
    project.dbmig(&["drift"]).exits(0).says("is what its revisions make, at base");
    project.dbmig(&["upgrade"]).exits(0);
    project.dbmig(&["drift"]).exits(0);

    // Somebody helps the database by hand, and other people's tables are in it.
    run(
        &live,
        "CREATE INDEX by_name ON customer (name); CREATE TABLE tmp_import (id int); CREATE SCHEMA other",
    );
    let drift = project.dbmig(&["drift"]).exits(3);
    let drift = drift.says("+ add index by_name").says("+ add table tmp_import").says("+ add schema other");
    drift.says("cargo dbmig diff --db crm --from live --to ");
    project.edit(
        "migrations/Cargo.toml",
        "[package.metadata.dbmig.databases.crm]\n",
        "[package.metadata.dbmig.databases.crm]\ninclude = [\"schema:public\"]\nexclude = [\"table:tmp_*\"]\n",
    );
    project.dbmig(&["drift"]).exits(3).says("+ add index by_name").hides("tmp_import").hides("other");
    project
        .dbmig(&["drift", "--format", "github"])
        .exits(3)
        .says("::error file=src/lib.rs,line=8,title=crm%3A drift::+ add index by_name");
    // What is in the way of the models goes; what is out of scope stays.
    let revision = ["revision", "-m", "without the index", "--against", "live"];
    project
        .dbmig(&revision)
        .exits(1)
        .says("- drop index by_name")
        .says("leads the live database to the models, and no new one")
        .says("index \"by_name\" does not exist")
        .says("cargo dbmig drift --db crm")
        .hides("tmp_import");
    let files = project.revisions("migrations/crm");
    let is_new = |file: &&PathBuf| file.display().to_string().ends_with("without_the_index.rs");
    std::fs::remove_file(files.iter().find(is_new).unwrap()).unwrap();
    run(&live, "DROP INDEX by_name");
    project.dbmig(&["drift"]).exits(0);
    project.dbmig(&revision).exits(0).says("no changes in crm");
    project.edit("src/lib.rs", "name: String,", "name: String,\n    email: Option<String>,");
    project.dbmig(&revision).exits(0).says("+ add column customer.email").says("proven on scratch in");
    run(&live, "SELECT FROM tmp_import");
}

#[test]
fn the_deployed_runner_knows_what_its_revisions_make() {
    let (project, live) = project("check-deployed");
    let deployed = |project: &Project, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["run", "--quiet", "--package", "check-deployed-migrations", "--"]).args(arguments);
        project.run(&mut command, arguments)
    };
    deployed(&project, &["drift"])
        .exits(1)
        .says("what the revisions make was never recorded")
        .says("check --record");
    project.dbmig(&["revision", "-m", "first"]).exits(0);
    assert!(project.read("migrations/crm/catalog.json").contains("\"customer\""));
    project.dbmig(&["check"]).exits(0).hides("catalog.json");
    deployed(&project, &["drift"]).exits(1).says("crm is at base, and what is recorded is the catalog at");
    deployed(&project, &["upgrade"]).exits(0);
    deployed(&project, &["drift"]).exits(0).says("is what its revisions make");
    run(&live, "ALTER TABLE customer ADD hotfix int");
    deployed(&project, &["drift"]).exits(3).says("+ add column customer.hotfix");
    deployed(&project, &["drift", "--format", "json"]).exits(3).says("\"text\":\"add column customer.hotfix");
    // A revision by hand, which nothing has proven.
    project.dbmig(&["revision", "-m", "by hand", "--empty"]).exits(0);
    project
        .dbmig(&["check"])
        .exits(0)
        .says("migrations/crm/catalog.json is not what the revisions of crm make");
    project.dbmig(&["check", "--record"]).exits(0).hides("is not what");
    project.dbmig(&["check"]).exits(0).hides("is not what");
}

#[test]
fn a_second_revision_waits_for_no_replay() {
    let (project, _live) = project("check-cached");
    project.dbmig(&["revision", "-m", "first"]).exits(0).says("proven on scratch in");
    project.edit("src/lib.rs", "name: String,", "name: String,\n    email: Option<String>,");
    let second = project.dbmig(&["revision", "-m", "second", "-v"]).exits(0);
    second
        .says("nothing changed since the last replay")
        .says("+ add column customer.email")
        .says("proven on scratch");
    // Beside another head, the proof began with what that one makes: nothing of it is recorded.
    let catalog = project.read("migrations/crm/catalog.json");
    let first = project
        .revisions("migrations/crm")
        .into_iter()
        .find(|file| file.display().to_string().ends_with("first.rs"));
    let first = first.unwrap().display().to_string().rsplit('_').nth(1).unwrap().to_owned();
    project.edit("src/lib.rs", "name: String,", "name: String,\n    phone: Option<String>,");
    project.dbmig(&["revision", "-m", "branch", "--head", &first, "--splice"]).exits(0);
    assert_eq!(project.read("migrations/crm/catalog.json"), catalog);
    // A helper of the revisions may do anything.
    project.write("migrations/users.sql", "SELECT 1");
    project.dbmig(&["check", "-v"]).exits(0).says("replayed in");
}

#[test]
fn a_scope_that_can_not_be_used() {
    let (project, _live) = project("check-scope");
    project.edit(
        "migrations/Cargo.toml",
        "[package.metadata.dbmig.databases.crm]\n",
        "[package.metadata.dbmig.databases.crm]\ninclude = [\"index:a\"]\nexclude = [\"tabel:x\"]\n",
    );
    project
        .dbmig(&["check"])
        .exits(1)
        .says("migrations/Cargo.toml:")
        .says("databases.crm.include[0]: it is part of a table or view")
        .says("databases.crm.exclude[0]: no kind of object is called \"tabel\"");
}
