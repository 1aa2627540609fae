//! Two developers: `revision` with several heads, `merge`, `rebase`; and the commands after a file is written.

use std::path::PathBuf;

use dbmig_tests::project::Project;
use dbmig_tests::server::{TestDatabase, database};

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

/// A project whose database and scratch server are real, and a first revision `a1`.
fn project(name: &str) -> (Project, TestDatabase) {
    let (project, live) = Project::with_database(name, MODELS, "crm");
    // Files whose names need no looking for.
    project.edit(
        "migrations/Cargo.toml",
        "[package.metadata.dbmig]\n",
        "[package.metadata.dbmig]\nfile-template = \"{rev}\"\n",
    );
    project.dbmig(&["revision", "-m", "first", "--rev-id", "a1", "--no-proof", "-q"]).exits(0);
    (project, live)
}

/// A revision by hand, as another developer's branch of the code brings it.
fn revision(project: &Project, id: &str, parent: &str, message: &str, up: &str, down: &str) {
    let source = format!(
        "//! {message}\n//!\n//! revision {id}, revises {parent}, created 2026-01-17 10:00 UTC\n\n\
         use dbmig_runtime::migration::*;\n\n\
         pub const REVISION: Revision = Revision::new(\"{id}\").revises(&[\"{parent}\"]); // as it is\n\n\
         pub fn upgrade(op: &mut Op) -> Result<()> {{\n    op.execute(\"{up}\")\n}}\n\n\
         pub fn downgrade(op: &mut Op) -> Result<()> {{\n    op.execute(\"{down}\")\n}}\n"
    );
    project.write(&file(id), &source);
}

fn file(id: &str) -> String {
    format!("migrations/crm/{id}.rs")
}

fn add(project: &Project, id: &str, parent: &str, column: &str) {
    let (up, down) = (
        format!("ALTER TABLE customer ADD {column} text"),
        format!("ALTER TABLE customer DROP COLUMN {column}"),
    );
    revision(project, id, parent, &format!("add {column}"), &up, &down);
}

fn names(project: &Project) -> Vec<String> {
    let name = |file: PathBuf| file.file_stem().unwrap().to_string_lossy().into_owned();
    project.revisions("migrations/crm").into_iter().map(name).collect()
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn two_branches_become_one() {
    let (project, _live) = project("merge-two");
    add(&project, "b1", "a1", "phone");
    add(&project, "c1", "a1", "email");
    add(&project, "c2", "c1", "fax");
    for arguments in [&["revision", "-m", "x"][..], &["revision", "-m", "x", "--empty"][..]] {
        project
            .dbmig(arguments)
            .exits(1)
            .says("the history of crm has 2 heads")
            .says("  b1 \"add phone\", created 2026-01-17 10:00 UTC\n    migrations/crm/b1.rs\n  c2 \"add fax\"")
            .says("    after c1 \"add email\", which only it has")
            .says("`cargo dbmig merge --db crm`")
            .says("`cargo dbmig rebase c2 --db crm`")
            .says("--head ID")
            .hides("Compiling");
    }
    // One developer's database, and the code that both have by then.
    project.dbmig(&["upgrade", "b1"]).exits(0);
    project.edit("src/lib.rs", "name: String,", "name: String,\n    phone: Option<String>,\n    broken");
    project
        .dbmig(&["merge", "--rev-id", "d1", "-v"])
        .exits(0)
        .says("wrote migrations/crm/d1.rs")
        .says("the order does not matter to crm (b1, then c2; c2, then b1)")
        .says("not compared with the models: the models (merge-two) do not compile; cargo dbmig check does it later")
        .says("recorded what the revisions make");
    let module = project.read(&file("d1"));
    assert!(
        module.starts_with("//! merge b1 and c2\n//!\n//! revision d1, revises b1, c2, created "),
        "{module}"
    );
    let lines = "//! merges b1 \"add phone\"\n//! merges c2 \"add fax\", after c1 \"add email\"\n";
    assert!(module.contains(lines) && module.contains(".revises(&[\"b1\", \"c2\"])"), "{module}");
    let catalog = json(&project.read("migrations/crm/catalog.json"));
    assert_eq!(catalog["revisions"], serde_json::json!(["d1"]));
    project.dbmig(&["merge"]).exits(0).says("nothing to merge: crm has one head, d1");
    project.dbmig(&["rebase"]).exits(0).says("nothing to rebase: crm has no second head");

    project.edit("src/lib.rs", "\n    broken", "\n    email: Option<String>,\n    fax: Option<String>,");
    project.dbmig(&["upgrade"]).exits(0);
    // What the merge was proven with is known, and goes on.
    let check = project.dbmig(&["check", "-v"]).exits(0);
    check.says("nothing changed since the last replay").says("the revisions make what the models declare");
    project.dbmig(&["drift"]).exits(0);
    project.dbmig(&["downgrade", "a1"]).exits(0);
    project.dbmig(&["upgrade", "c2"]).exits(0);
    project.dbmig(&["upgrade"]).exits(0);
    project.dbmig(&["current"]).exits(0).says("d1");
    project.dbmig(&["drift"]).exits(0);
}

#[test]
fn an_order_that_matters_is_not_merged() {
    let (project, _live) = project("merge-order");
    // The same column twice, as two people might add it.
    add(&project, "b1", "a1", "phone");
    add(&project, "c1", "a1", "phone");
    let refused = project.dbmig(&["merge", "--format", "json"]).exits(1);
    assert_eq!(json(&refused.stdout())["databases"]["crm"]["proven"], false);
    refused
        .says("the branches of crm can't be merged as they are, since their order matters")
        .says("b1, then c1: c1 fails")
        .says("c1, then b1: b1 fails")
        .says("column \\\"phone\\\" of relation \\\"customer\\\" already exists")
        .says("b1: + add column customer.phone text\\n    c1: + add column customer.phone text");
    assert_eq!(names(&project), ["a1", "b1", "c1"]);

    // One renames what the other drops.
    let back = "SELECT 1";
    revision(&project, "b1", "a1", "rename", "ALTER TABLE customer RENAME name TO title", back);
    revision(&project, "c1", "a1", "drop", "ALTER TABLE customer DROP COLUMN IF EXISTS name", back);
    project
        .dbmig(&["merge"])
        .exits(1)
        .says("b1, then c1: works")
        .says("c1, then b1: b1 fails")
        .says("column \"name\" does not exist")
        .says("cargo dbmig rebase c1 --db crm");

    // Both work in each order, and come to something else.
    let default = |value: &str| format!("ALTER TABLE customer ALTER name SET DEFAULT '{value}'");
    revision(&project, "b1", "a1", "one default", &default("one"), back);
    revision(&project, "c1", "a1", "other default", &default("other"), back);
    project
        .dbmig(&["merge"])
        .exits(1)
        .says("b1, then c1: works")
        .says("c1, then b1: comes to something else than b1, then c1:\n    ~ change default of column customer.name")
        .says("what more than one of them changes:");
    assert_eq!(names(&project), ["a1", "b1", "c1"]);

    // Some of several, and a merge with another branch.
    add(&project, "b1", "a1", "phone");
    add(&project, "c1", "a1", "email");
    add(&project, "d1", "a1", "fax");
    project
        .dbmig(&["merge", "c1", "b1", "--rev-id", "e1"])
        .exits(0)
        .says("(c1, then b1; b1, then c1)")
        .says("  - drop column customer.phone")
        .says("next: put together the models of the branches, too; ")
        .says("crm still has 2 heads: d1, e1");
    project
        .dbmig(&["check"])
        .exits(3)
        .says("crm has 2 heads, d1, e1: cargo dbmig merge --db crm makes them one");
    assert!(!project.path().join("migrations/crm/catalog.json").exists());
    project
        .dbmig(&["merge", "heads", "--rev-id", "f1", "-m", "All of it"])
        .exits(0)
        .says("wrote migrations/crm/f1.rs");
    let module = project.read(&file("f1"));
    assert!(module.starts_with("//! All of it\n"), "{module}");
    assert!(
        module.contains("//! merges e1 \"merge c1 and b1\", after b1 \"add phone\", c1 \"add email\"\n"),
        "{module}"
    );
    project.dbmig(&["upgrade"]).exits(0);

    // Arguments.
    std::fs::remove_file(project.path().join(file("f1"))).unwrap();
    std::fs::remove_file(project.path().join(file("e1"))).unwrap();
    project
        .dbmig(&["merge", "b1"])
        .exits(2)
        .says("at least two revisions")
        .says("name another one: b1, c1, d1");
    project.dbmig(&["merge", "a1", "b1"]).exits(2).says("b1 has a1 already");
    project.dbmig(&["merge", "zz99"]).exits(2).says("no revision or label `zz99`");
}

#[test]
fn a_branch_moves() {
    let (project, live) = project("merge-rebase");
    add(&project, "b1", "a1", "phone");
    add(&project, "c1", "a1", "email");
    add(&project, "c2", "c1", "fax");
    project
        .dbmig(&["rebase"])
        .exits(4)
        .says("it is not said which branch of crm goes on top")
        .says("`cargo dbmig rebase b1 --db crm` or `cargo dbmig rebase c2 --db crm`");
    project.dbmig(&["rebase", "a1"]).exits(2).says("`a1` is not on one branch of crm alone");
    project.dbmig(&["rebase", "c1", "--onto", "a1"]).exits(2).says("`a1` is no head of crm");
    project.dbmig(&["rebase", "c1", "--onto", "c2"]).exits(2).says("c2 can't stand on itself");

    // A database has it.
    project.dbmig(&["upgrade", "c1"]).exits(0);
    project
        .dbmig(&["rebase", "c2"])
        .exits(4)
        .says("already has what would move:\n  c1 \"add email\"\n    migrations/crm/c1.rs\n")
        .says("cargo dbmig merge --db crm, which moves nothing");
    project.dbmig(&["downgrade", "a1"]).exits(0);

    // It does not fit there.
    let before = project.read(&file("c1"));
    add(&project, "b1", "a1", "email");
    project
        .dbmig(&["rebase", "c2"])
        .exits(1)
        .says("the upgrade of crm from b1 to c2 failed on scratch")
        .says("column \"email\" of relation \"customer\" already exists")
        .says("nothing is changed: migrations/crm/c1.rs as before");
    assert_eq!(project.read(&file("c1")), before);
    add(&project, "b1", "a1", "phone");
    revision(&project, "c2", "c1", "add fax", "ALTER TABLE customer ADD fax text", "SELECT 1");
    project
        .dbmig(&["rebase", "c2"])
        .exits(1)
        .says("the downgrade of crm from c2 to b1 does not land where it was; what is missing:\n  - drop column customer.fax");
    assert_eq!(project.read(&file("c1")), before);
    add(&project, "c2", "c1", "fax");

    let done = project.dbmig(&["rebase", "c2", "--format", "json", "-v"]).exits(0);
    let described = json(&done.stdout())["databases"]["crm"].clone();
    assert_eq!(described["moved"], serde_json::json!(["c1", "c2"]));
    assert_eq!(described["files"], serde_json::json!(["migrations/crm/c1.rs"]));
    assert_eq!(described["changes"].as_array().unwrap().len(), 3, "{described}");
    done.says("c2 upgrades crm from b1 and downgrades it again").says("has nothing of what moves");
    let expected = before
        .replace("revises a1,", "revises b1,")
        .replace(".revises(&[\"a1\"]); // as it is", ".revises(&[\"b1\"]); // as it is");
    assert_eq!(project.read(&file("c1")), expected);
    project.dbmig(&["heads"]).exits(0).says("crm: c2 add fax").hides("b1");
    project.dbmig(&["upgrade"]).exits(0);
    project.dbmig(&["drift"]).exits(0);

    // Another code's revision may stand on anything.
    add(&project, "d1", "a1", "pager");
    live.connect().batch_execute("INSERT INTO dbmig_version VALUES ('f00')").unwrap();
    project.dbmig(&["rebase", "d1"]).exits(4).says("records revision f00, which is not in this code");
    // Where no database can be asked, that is said; as is a revision that has no way down.
    let down = "op.execute(\"ALTER TABLE customer DROP COLUMN pager\")";
    project.edit(&file("d1"), down, "Err(Error::irreversible(\"pagers are gone\"))");
    project
        .dbmig(&["rebase", "d1", "--url", "postgresql://postgres@127.0.0.1:1/none"])
        .exits(0)
        .says("not checked whether a database has what moves")
        .says("no database may have d1 yet")
        .says("d1 upgrades crm from c2 and says that it can't be undone, so that no downgrade was run")
        .says("crm: d1 stands on c2 now");
}

#[test]
fn every_database_with_several_heads() {
    // No database has any of it, and none is needed.
    let scratch = database();
    let project = Project::library("merge-databases", MODELS).env("DBMIG_SCRATCH_URL", scratch.url());
    project.dbmig(&["init", "--db", "crm", "--db", "log", "--db", "one"]).exits(0);
    for database in ["crm", "log", "one"] {
        for (id, parent) in [("a1", ""), ("b1", "\"a1\""), ("c1", "\"a1\"")] {
            let source = format!(
                "//! about {id}\nuse dbmig_runtime::migration::*;\n\
                 pub const REVISION: Revision = Revision::new(\"{id}\").revises(&[{parent}]);\n\
                 pub fn upgrade(op: &mut Op) -> Result<()> {{ op.execute(\"CREATE TABLE {id} (id int)\") }}\n\
                 pub fn downgrade(op: &mut Op) -> Result<()> {{ op.execute(\"DROP TABLE {id}\") }}\n"
            );
            if database != "one" || id == "a1" {
                project.write(&format!("migrations/{database}/{id}.rs"), &source);
            }
        }
    }
    project
        .dbmig(&["merge", "--rev-id", "d1"])
        .exits(2)
        .says("there are 2 databases, and this is about one")
        .says("name it with --db: crm, log, one");
    project.dbmig(&["rebase", "b1"]).exits(2).says("there are 2 databases");
    let merged = project.dbmig(&["merge", "--format", "json"]).exits(0).stdout();
    let merged = &json(&merged)["databases"];
    assert_eq!(merged["one"]["merges"], serde_json::json!([]));
    for database in ["crm", "log"] {
        assert_eq!(merged[database]["merges"], serde_json::json!(["b1", "c1"]));
        assert_eq!(merged[database]["heads"], serde_json::json!([merged[database]["revision"]]));
        // The models don't have the tables.
        assert!(merged[database]["changes"].as_array().unwrap().len() >= 3, "{merged}");
    }
}

#[test]
fn commands_after_a_file_is_written() {
    let (project, _live) = project("merge-post-write");
    let set = |commands: &str| {
        let manifest = project.read("migrations/Cargo.toml");
        let kept: Vec<&str> = manifest.lines().filter(|line| !line.starts_with("post-write")).collect();
        project.write("migrations/Cargo.toml", &(kept.join("\n") + "\n"));
        let line = format!("[package.metadata.dbmig]\npost-write = {commands}\n");
        project.edit("migrations/Cargo.toml", "[package.metadata.dbmig]\n", &line);
    };

    set("[[\"sh\", \"-c\", \"echo '// checked' >> $0; pwd >&2\", \"{file}\"], \"./note file=\"]");
    project.write("migrations/note", "#!/bin/sh\nbasename $2 > noted\n");
    std::process::Command::new("chmod")
        .arg("+x")
        .arg(project.path().join("migrations/note"))
        .status()
        .unwrap();
    project.edit("src/lib.rs", "name: String,", "name: String,\n    email: Option<String>,");
    project
        .dbmig(&["revision", "-m", "second", "--rev-id", "b1", "-v"])
        .exits(0)
        .says("post-write: sh -c")
        .says("/migrations\n")
        .says("proven on scratch");
    assert!(project.read(&file("b1")).ends_with("// checked\n"));
    assert_eq!(project.read("migrations/noted"), "b1.rs\n");

    set("[[\"sh\", \"-c\", \"echo not so nice >&2; exit 3\"]]");
    project.edit("src/lib.rs", "name: String,", "name: String,\n    phone: Option<String>,");
    project
        .dbmig(&["revision", "-m", "third", "--rev-id", "c1"])
        .exits(1)
        .says("exited with 3:\n  not so nice\n")
        .says("the new file stays, and is not proven: migrations/crm/c1.rs")
        .says("post-write in migrations/Cargo.toml")
        .hides("proven on scratch in");
    assert_eq!(names(&project), ["a1", "b1", "c1"]);
    set("[\"no-such-program-of-ours\"]");
    project.dbmig(&["revision", "-m", "x", "--rev-id", "d1", "--empty"]).exits(1).says("could not be run");

    // What rebase edits, too.
    std::fs::remove_file(project.path().join(file("d1"))).unwrap();
    add(&project, "e1", "a1", "fax");
    let before = project.read(&file("e1"));
    set("[\"false\"]");
    project.dbmig(&["rebase", "e1"]).exits(1).says("exited with 1").says("the branch is not moved");
    assert_eq!(project.read(&file("e1")), before);
    // Told to end halfway, it puts the files back.
    set("[[\"sh\", \"-c\", \"kill -TERM $PPID\"]]");
    project.dbmig(&["rebase", "e1"]).exits(1).says("interrupted").says("nothing is changed");
    assert_eq!(project.read(&file("e1")), before);
    set("[[\"sh\", \"-c\", \"echo '// checked' >> $0\"]]");
    project.dbmig(&["rebase", "e1"]).exits(0).says("crm: e1 stands on c1 now");
    assert!(project.read(&file("e1")).ends_with("// checked\n"));
    set("[\"rustfmt | cat\"]");
    project
        .dbmig(&["check"])
        .exits(1)
        .says("migrations/Cargo.toml:")
        .says("package.metadata.dbmig.post-write[0]: no shell runs it");
}
