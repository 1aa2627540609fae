//! `inspect --baseline`: models, a first revision, the proof that all three are equal, and the stamp.

use std::process::Command;

use dbmig_tests::dump::schema_dump;
use dbmig_tests::project::Project;
use dbmig_tests::server::TestDatabase;

use super::{OLD, loaded};

/// Few objects, of both kinds: what structs say, and what is left for SQL.
const SMALL: &str = "CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text NOT NULL UNIQUE); \
                     CREATE VIEW titles AS SELECT title FROM item; CREATE TABLE _sqlx_migrations (version bigint)";

fn project(name: &str, live: &TestDatabase) -> Project {
    let project = Project::library(name, "//! A service.\n\npub fn serve() {}\n")
        .env("STOCK_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init", "--db", "stock"]).exits(0);
    project
}

fn versions(database: &TestDatabase) -> Vec<String> {
    let mut client = database.connect();
    let has_tables = client.query_one("SELECT to_regclass('dbmig_version') IS NOT NULL", &[]).unwrap();
    if !has_tables.get::<_, bool>(0) {
        return Vec::new();
    }
    let rows = client.query("SELECT revision FROM dbmig_version", &[]).unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[test]
fn a_grown_database_is_adopted_by_one_command() {
    let live = loaded(OLD);
    let before = schema_dump(&live);
    let project = project("baseline-grown", &live);
    project
        .dbmig(&["inspect", "--baseline", "-m", "what there was"])
        .exits(0)
        .says("wrote src/models/team_member.rs")
        .says("alembic_version of Alembic")
        .says("added `pub mod models;` to src/lib.rs")
        .says("what_there_was.rs")
        .says("proven on scratch")
        .says("stamped stock at ");
    assert_eq!(project.read("src/lib.rs"), "//! A service.\n\npub mod models;\n\npub fn serve() {}\n");
    assert_eq!(project.revisions("migrations/stock").len(), 1);
    assert_eq!(versions(&live).len(), 1);
    assert_eq!(schema_dump(&live), before, "the database itself is as it was");
    let others = ["--exclude", "table:alembic_version", "--exit-code"];
    project.dbmig(&[&["diff", "--from", "head", "--to", "live"], &others[..]].concat()).exits(0);
    project.dbmig(&["upgrade"]).exits(0).says("nothing to do");
    project.dbmig(&["revision", "-m", "nothing"]).exits(0).says("no changes");
    project.dbmig(&["inspect", "--baseline"]).exits(0).says("nothing to do");
    assert_eq!(project.revisions("migrations/stock").len(), 1);
    project.dbmig(&["check"]).exits(0).hides("--record");
    project.dbmig(&["drift"]).exits(0);
    let deployed = ["run", "--quiet", "--package", "baseline-grown-migrations", "--", "drift"];
    project
        .run(Command::new(env!("CARGO")).args(deployed), &deployed)
        .exits(0)
        .says("is what its revisions make");
}

#[test]
fn an_interrupted_run_is_taken_up() {
    let live = loaded(SMALL);
    let project = project("baseline-interrupted", &live);
    project.write("src/.models.dbmig-unfinished/item.rs", "half a file");
    let run = project.dbmig(&["inspect", "--baseline", "--no-stamp", "--format", "json"]).exits(0);
    let document: serde_json::Value = serde_json::from_str(&run.stdout()).unwrap();
    assert_eq!((&document["proven"], &document["stamped"]), (&true.into(), &false.into()), "{document}");
    assert_eq!(document["module"], "src/lib.rs");
    let id = document["revision"].as_str().unwrap().to_owned();
    assert!(versions(&live).is_empty());
    assert!(!project.path().join("src/.models.dbmig-unfinished").exists());

    // The models were written and named, and nothing else.
    let revision = project.revisions("migrations/stock").remove(0);
    let text = std::fs::read_to_string(&revision).unwrap();
    std::fs::remove_file(&revision).unwrap();
    project
        .dbmig(&["inspect", "--baseline", "--no-stamp"])
        .exits(0)
        .says("taken as they are")
        .says(" --db stock");
    for file in project.revisions("migrations/stock") {
        std::fs::remove_file(file).unwrap();
    }

    // The revision was written too: that one is proven, and stamped.
    std::fs::write(&revision, &text).unwrap();
    project.dbmig(&["inspect", "--baseline"]).exits(0).hides("wrote ").says(&format!("with {id}"));
    assert_eq!(versions(&live), [id]);
    assert_eq!(project.revisions("migrations/stock"), [revision]);
}

#[test]
fn nothing_is_stamped_that_is_not_equal() {
    let live = loaded(SMALL);
    let project = project("baseline-unequal", &live);
    let baseline = || project.dbmig(&["inspect", "--baseline"]);
    project.dbmig(&["inspect"]).exits(0).says("mod models;");
    let item = project.read("src/models/item.rs");
    project.edit("src/models/item.rs", "pub title: String", "pub title: Option<String>");
    baseline().exits(1).says("the models and stock").says("item.title").says("next:");
    assert!(project.revisions("migrations/stock").is_empty() && versions(&live).is_empty());

    // As they should be; then the database goes on without us.
    project.write("src/models/item.rs", &item);
    project.dbmig(&["inspect", "--baseline", "--no-stamp"]).exits(0).says("proven on scratch");
    live.connect().batch_execute("ALTER TABLE item ADD price int").unwrap();
    baseline().exits(1).says("item.price").says("nothing is stamped");

    // A first revision that makes something else.
    live.connect().batch_execute("ALTER TABLE item DROP price").unwrap();
    let file = project.revisions("migrations/stock").remove(0);
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(
        &file,
        text.replace(
            "pub fn upgrade(op: &mut Op) -> Result<()> {",
            "pub fn upgrade(op: &mut Op) -> Result<()> {\n    op.execute(\"CREATE TABLE more (id int)\")?;",
        ),
    )
    .unwrap();
    baseline().exits(1).says("- drop table more").says("delete the file");
    assert!(versions(&live).is_empty());
    std::fs::write(&file, text).unwrap();
    baseline().exits(0).says("stamped stock");
}

#[test]
fn a_history_is_no_place_for_a_baseline() {
    let live = loaded(SMALL);
    let project = project("baseline-history", &live);
    let untouched = || {
        assert!(!project.path().join("src/models").exists());
        assert_eq!(project.read("src/lib.rs"), "//! A service.\n\npub fn serve() {}\n");
    };
    let baseline = |args: &[&str]| project.dbmig(&[&["inspect", "--baseline"], args].concat());

    project.dbmig(&["revision", "--empty", "-m", "first"]).exits(0);
    baseline(&[]).exits(4).says("has a history already").says("migrations/stock");
    untouched();
    for file in project.revisions("migrations/stock") {
        std::fs::remove_file(file).unwrap();
    }

    let version =
        "CREATE TABLE dbmig_version (revision text PRIMARY KEY); INSERT INTO dbmig_version VALUES ('abcd')";
    live.connect().batch_execute(version).unwrap();
    baseline(&[]).exits(4).says("records abcd");
    untouched();
    live.connect().batch_execute("DROP TABLE dbmig_version, item CASCADE").unwrap();
    baseline(&[]).exits(1).says("is empty");
    baseline(&["--out", "models"]).exits(1).says("--out");
    baseline(&["--out", "src/my-models"]).exits(2).says("my-models");
    project.dbmig(&["inspect", "--no-stamp"]).exits(2).says("--baseline");
    untouched();
}

#[test]
fn a_role_that_may_not_write_loses_nothing() {
    let live = loaded(SMALL);
    let role = format!("dbmig_reader_{}", live.name());
    let create =
        format!("REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE {role} LOGIN PASSWORD 's3cret'");
    live.connect().batch_execute(&create).unwrap();
    let project = project("baseline-reader", &live);
    let url = live.url().replacen("postgres@", &format!("{role}:s3cret@"), 1);
    project
        .dbmig(&["inspect", "--baseline", "--url", &url])
        .exits(1)
        .says("proven on scratch")
        .says("GRANT CREATE ON SCHEMA public TO")
        .says("models and revision stay")
        .says("cargo dbmig stamp ")
        .hides("s3cret");
    live.connect().batch_execute(&format!("DROP ROLE {role}")).unwrap();
    assert!(versions(&live).is_empty());
    project.dbmig(&["stamp", "head"]).exits(0);
    project.dbmig(&["inspect", "--baseline"]).exits(0).says("nothing to do");
}
