//! `cargo dbmig test`, and the helper in a user's own tests, over the life of one project.

use std::process::Command;

use dbmig_tests::project::Project;
use dbmig_tests::server::TestDatabase;

const MODELS: &str = r#"//! Models.

use dbmig_runtime::Table;

/// A task.
#[derive(Table)]
#[db("jobs")]
pub struct Task {
    #[column(primary_key)]
    id: i64,
    title: String,
    kind: Option<String>,
    note: Option<String>,
}
"#;

/// What a user would write.
const OWN_TEST: &str = r#"//! The revisions.

#[test]
fn revisions_are_reversible() {
    dbmig_runtime::testing::prove(PACKAGE_migrations::jobs()).on("postgres://nobody@127.0.0.1:1/x").run().unwrap();
}
"#;

/// A project with a history of four: a branch and its merge.
fn project(name: &str) -> (Project, TestDatabase) {
    Project::with_database(name, MODELS, "jobs")
}

fn write_history(project: &Project) {
    revision(project, "a1_first", "aaa1", "", FIRST, r#"op.drop_table("task")"#);
    revision(project, "b1_kind", "bbb1", r#""aaa1""#, KIND, r#"op.drop_column("task", "kind")"#);
    revision(project, "b2_note", "bbb2", r#""aaa1""#, NOTE, r#"op.drop_column("task", "note")"#);
    revision(project, "c1_merge", "ccc1", r#""bbb1", "bbb2""#, "Ok(())", "Ok(())");
}

const FIRST: &str = r#"op.create_table(
        table("task")
            .column(column("id", bigint()).not_null())
            .column(column("title", text()).not_null())
            .primary_key(primary_key("task_pkey").columns(["id"])),
    )"#;
const KIND: &str = r#"op.add_column("task", column("kind", text()))"#;
const NOTE: &str = r#"op.add_column("task", column("note", text()))"#;

fn revision(project: &Project, file: &str, id: &str, parents: &str, upgrade: &str, downgrade: &str) {
    let text = format!(
        "//! {file}\n\nuse dbmig_runtime::migration::*;\n\n\
         pub const REVISION: Revision = Revision::new({id:?}).revises(&[{parents}]);\n\n\
         pub fn upgrade(op: &mut Op) -> Result<()> {{\n    {upgrade}\n}}\n\n\
         pub fn downgrade(op: &mut Op) -> Result<()> {{\n    {downgrade}\n}}\n"
    );
    project.write(&format!("migrations/jobs/{file}.rs"), &text);
}

#[test]
fn a_history_is_proven_and_what_is_wrong_with_it_named() {
    let (project, server) = project("proven-life");
    project.dbmig(&["test"]).exits(0).says("nothing to test in jobs: it has no revisions");
    write_history(&project);
    let good = project.dbmig(&["test", "--junit", "out/junit.xml"]).exits(0);
    let good = good.says("jobs: proven  aaa1 a1_first").says("jobs: proven  ccc1 c1_merge");
    let good = good.says("jobs: proven  bbb1 b1_kind, with rows in task (");
    let good = good.says("jobs: proven  history all revisions down to the base and up again");
    good.says("jobs: proven  models the revisions make what the models declare").says("jobs: 6 proven in ");
    let xml = project.read("out/junit.xml");
    let xml = roxmltree::Document::parse(&xml).unwrap();
    let suite = xml.root_element().first_element_child().unwrap();
    assert_eq!((suite.attribute("name"), suite.attribute("tests")), (Some("jobs"), Some("6")));
    let case = suite.first_element_child().unwrap();
    assert_eq!(case.attribute("name"), Some("aaa1 a1_first"));
    assert_eq!(case.attribute("file"), Some("migrations/jobs/a1_first.rs"));
    assert_eq!(case.attribute("classname"), Some("jobs"));
    assert!(case.attribute("time").unwrap().parse::<f64>().unwrap() > 0.0);

    // One downgrade forgets a column, another can't be written, and the models are ahead.
    revision(&project, "b1_kind", "bbb1", r#""aaa1""#, KIND, "Ok(())");
    let never = r#"Err(Error::irreversible("the notes are <gone>"))"#;
    revision(&project, "b2_note", "bbb2", r#""aaa1""#, NOTE, never);
    project.edit("src/lib.rs", "title: String,", "title: String,\n    done: bool,");
    let bad = project.dbmig(&["test"]).exits(1);
    let bad =
        bad.says("jobs: FAILED  bbb1 b1_kind (migrations/jobs/b1_kind.rs): the downgrade does not land on");
    let bad = bad.says("    - drop column task.kind").says("jobs: skipped bbb2 b2_note: its downgrade says");
    bad.says("    + add column task.done").says("3 proven, 2 failed, 1 skipped");
    let json = project.dbmig(&["test", "--format", "json"]).exits(1).stdout();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let database = &json["databases"][0];
    assert_eq!((database["database"].as_str(), database["passed"].as_bool()), (Some("jobs"), Some(false)));
    let cases = database["cases"].as_array().unwrap();
    let failed = cases.iter().find(|case| case["name"] == "bbb1").unwrap();
    assert_eq!((failed["outcome"].as_str(), failed["step"].as_str()), (Some("failed"), Some("downgrade")));
    assert_eq!(failed["differences"][0], "- drop column task.kind");
    let xml = project.dbmig(&["test", "--format", "junit"]).exits(1).stdout();
    let xml = roxmltree::Document::parse(&xml).unwrap();
    let text = |tag: &str| {
        let found = xml.descendants().find(|node| node.has_tag_name(tag)).unwrap();
        (found.attribute("message").unwrap().to_owned(), found.text().unwrap_or_default().to_owned())
    };
    assert!(text("failure").1.contains("- drop column task.kind"));
    assert!(text("skipped").0.ends_with("the notes are <gone>"));
    project
        .dbmig(&["test", "bbb2:bbb2"])
        .exits(1)
        .says("skipped bbb2")
        .hides("bbb1 b1_kind")
        .hides("history");
    project.dbmig(&["test", "bbb2"]).exits(1).says("a range has a colon");

    // The same in the user's own tests.
    project.write("migrations/tests/revisions.rs", &OWN_TEST.replace("PACKAGE", "proven_life"));
    let own_test = || {
        let arguments = ["test", "--quiet", "--package", "proven-life-migrations", "--test", "revisions"];
        project.run(Command::new(env!("CARGO")).args(arguments), &arguments)
    };
    let red = own_test().exits(101).says("jobs: 1 of 5 proofs failed");
    red.says("jobs/b1_kind.rs (bbb1, \"b1_kind\"): the downgrade does not land on")
        .says("    - drop column task.kind");
    revision(&project, "b1_kind", "bbb1", r#""aaa1""#, KIND, r#"op.drop_column("task", "kind")"#);
    own_test().exits(0);

    revision(&project, "d1_broken", "ddd1", r#""ccc1""#, "op.nothing()", "Ok(())");
    project.dbmig(&["test"]).exits(1).says("does not compile").says("correct the revision");
    // The database that the URL names is left alone.
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(server.connect().query_one(tables, &[]).unwrap().get::<_, i64>(0), 0);
}
