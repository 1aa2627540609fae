//! `squash`: old revisions become one.

use std::process::Command;

use dbmig_tests::project::{Project, Run};

const MODELS: &str = r#"//! Models.

use dbmig_runtime::Table;

/// A customer.
#[derive(Table)]
#[db("crm")]
pub struct Customer {
    #[column(primary_key)]
    id: i64,
    phone: Option<String>,
    fax: Option<String>,
}
"#;

/// A revision by hand.
fn revision(project: &Project, id: &str, parents: &str, up: &str, down: &str) {
    let source = format!(
        "//! about {id}\n//!\n//! revision {id}, created 2026-01-17 10:00 UTC\n\nuse dbmig_runtime::migration::*;\n\n\
         pub const REVISION: Revision = Revision::new(\"{id}\").revises(&[{parents}]);\n\n\
         pub fn upgrade(op: &mut Op) -> Result<()> {{\n    op.execute(\"{up}\")\n}}\n\n\
         pub fn downgrade(op: &mut Op) -> Result<()> {{\n    op.execute(\"{down}\")\n}}\n"
    );
    project.write(&format!("migrations/crm/{id}.rs"), &source);
}

fn git(project: &Project, arguments: &[&str]) -> Run {
    let me = ["-c", "user.name=me", "-c", "user.email=me@example.com"];
    project.run(Command::new("git").args(me).args(arguments), arguments).exits(0)
}

fn names(project: &Project) -> Vec<String> {
    let names = project.revisions("migrations/crm").into_iter();
    names.map(|file| file.file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn old_revisions_become_one() {
    let (project, _live) = Project::with_database("squash", MODELS, "crm");
    revision(&project, "a1", "", "CREATE TABLE customer (id bigint PRIMARY KEY)", "DROP TABLE customer");
    let column = |name: &str| {
        (format!("ALTER TABLE customer ADD {name} text"), format!("ALTER TABLE customer DROP COLUMN {name}"))
    };
    let (up, down) = column("phone");
    revision(&project, "b1", "\"a1\"", &up, &down);
    revision(&project, "b2", "\"b1\"", "INSERT INTO customer VALUES (1)", "DELETE FROM customer");
    let (up, down) = column("fax");
    revision(&project, "c1", "\"b2\"", &up, &down);
    let original = project.read("migrations/crm/b1.rs");

    project.dbmig(&["squash", "a1"]).exits(2).says("there is no revision of crm below a1");
    project.dbmig(&["squash", "b1"]).exits(4).says("git does not have all").says("--force");
    git(&project, &["init", "-q"]);
    git(&project, &["add", "."]);
    git(&project, &["commit", "-q", "-m", "all"]);
    project.dbmig(&["upgrade", "a1", "-q"]).exits(0);
    project
        .dbmig(&["squash", "b1"])
        .exits(4)
        .says("is at a1, which is below b1")
        .says("cargo dbmig upgrade b1 --db crm");
    project.dbmig(&["upgrade", "-q"]).exits(0);
    project
        .dbmig(&["squash", "b2"])
        .exits(4)
        .says("put rows into the table public.customer, and the new one would not")
        .says("--without-rows");
    project.write("migrations/crm/b1.rs", &format!("{original}\n// more"));
    project.dbmig(&["squash", "b1"]).exits(4).says(" M migrations/crm/b1.rs");
    project.write("migrations/crm/b1.rs", &original);

    let manifest = project.read("migrations/Cargo.toml");
    let scoped = format!("{manifest}exclude = [\"table:tmp_*\"]\n");
    project.write("migrations/Cargo.toml", &scoped);
    project.dbmig(&["squash", "b1"]).exits(4).says("leave objects out").says("for this one run");
    project.write("migrations/Cargo.toml", &manifest);

    // What does not come to its end leaves everything as it was.
    let failing = manifest.replacen(
        "[package.metadata.dbmig]\n",
        "[package.metadata.dbmig]\npost-write = [\"false\"]\n",
        1,
    );
    project.write("migrations/Cargo.toml", &failing);
    project.dbmig(&["squash", "b1"]).exits(1).says("nothing is changed").says("`false");
    assert_eq!(
        (names(&project).join(" "), project.read("migrations/crm/b1.rs")),
        ("a1 b1 b2 c1".to_owned(), original)
    );
    project.write("migrations/Cargo.toml", &manifest);

    project
        .dbmig(&["squash", "b1", "-m", "where we began"])
        .exits(0)
        .says("b1 makes what 2 revisions made")
        .says("deleted migrations/crm/a1.rs")
        .says("proven on scratch");
    assert_eq!(names(&project), ["b1", "b2", "c1"]);
    let module = project.read("migrations/crm/b1.rs");
    for part in [
        "//! where we began\n",
        "//! squashes a1 \"about a1\"\n",
        ".squashes(",
        "table(\"customer\")",
        "\"phone\"",
    ] {
        assert!(module.contains(part), "{part} is not in\n{module}");
    }
    // The database that is past it, and a new one.
    project.dbmig(&["upgrade"]).exits(0).says("c1");
    project.dbmig(&["downgrade", "b1", "-q"]).exits(0);
    project.dbmig(&["downgrade", "a1"]).exits(2).says("revision a1 is squashed into b1");
    project.dbmig(&["show", "b1"]).exits(0).says("squashes a1");
    project.dbmig(&["downgrade", "base", "-q"]).exits(0);
    project.dbmig(&["upgrade", "-q"]).exits(0);
    project.dbmig(&["check", "-q"]).exits(0);
    project.dbmig(&["drift", "-q"]).exits(0);

    git(&project, &["add", "."]);
    git(&project, &["commit", "-q", "-m", "squashed"]);
    let run = project.dbmig(&["squash", "head", "--without-rows", "--format", "json"]).exits(0);
    let document: serde_json::Value = serde_json::from_str(&run.stdout()).unwrap();
    let squashed = &document["databases"]["crm"];
    assert_eq!(squashed["squashed"], serde_json::json!(["b1", "b2", "a1"]));
    assert_eq!((names(&project), &squashed["proven"]), (vec!["c1".to_owned()], &true.into()));
    project.dbmig(&["upgrade", "-q"]).exits(0);
}
