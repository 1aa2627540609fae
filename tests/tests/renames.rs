//! Renames of a new revision: declared, given by flag, answered on a terminal; never guessed.

use std::io::Write;
use std::process::{Command, Stdio};

use dbmig_tests::project::Project;
use dbmig_tests::server::TestDatabase;
use dbmig_tests::tools::cargo_dbmig;

const MODELS: &str = r#"//! Models.

use dbmig_runtime::Table;

/// Who pays.
#[derive(Table)]
#[db("crm")]
pub struct Customer {
    /// It never changes.
    #[column(primary_key)]
    pub id: i64,
    /// As it is printed.
    pub name: String,
    /// Whatever was said.
    pub remark: String,
}
"#;

/// A project with a first revision, and models in which two columns are called otherwise.
fn project(name: &str) -> (Project, TestDatabase) {
    let (project, live) = Project::with_database(name, MODELS, "crm");
    project.dbmig(&["revision", "-m", "first", "--no-proof"]).exits(0);
    project.edit("src/lib.rs", "pub name:", "pub full_name:");
    project.edit("src/lib.rs", "pub remark:", "pub note:");
    (project, live)
}

#[test]
fn without_a_terminal_each_pair_needs_a_word() {
    let (project, _live) = project("renames-flags");
    let before = project.revisions("migrations/crm");
    project
        .dbmig(&["revision", "-m", "x"])
        .exits(4)
        .says("column customer.name goes, and customer.full_name comes: --rename 'column:customer.name=full_name'")
        .says("(or #[column(renamed_from = \"name\")] in the models)")
        .says("column customer.remark goes, and customer.note comes")
        .says("with --no-renames if the others are not");
    project
        .dbmig(&["revision", "-m", "x", "--rename", "customer.name=full_name"])
        .exits(4)
        .says("customer.remark goes")
        .hides("customer.name goes");
    project
        .dbmig(&["revision", "-m", "x", "--rename", "customer.nam=full_name"])
        .exits(2)
        .says("the first side has no column of customer called nam");
    assert_eq!(project.revisions("migrations/crm"), before);
    let mut arguments = vec!["revision", "-m", "x", "--rename", "customer.name=full_name", "--no-renames"];
    project
        .dbmig(&arguments)
        .exits(4)
        .says("new column customer.note (text): --backfill customer.note='EXPRESSION'")
        .says("or say --no-backfill where the table is empty");
    let with = |flag: &'static str| project.dbmig(&[arguments.as_slice(), &["--backfill", flag]].concat());
    with("customer.note").exits(2).says("write table.column='expression'");
    with("customer.nota=''").exits(2).says("that column doesn't become NOT NULL").says("customer.note");
    assert_eq!(project.revisions("migrations/crm"), before);
    arguments.extend(["--backfill", "customer.note='none'"]);
    project
        .dbmig(&arguments)
        .exits(0)
        .says("~ rename column customer.name to full_name")
        .says("- drop column customer.remark")
        .says("+ add column customer.note")
        .says("proven on scratch");
    let written =
        project.revisions("migrations/crm").into_iter().find(|file| !before.contains(file)).unwrap();
    let text = std::fs::read_to_string(written).unwrap();
    for part in [
        "//! ~ rename column customer.name to full_name",
        "op.rename_column(\"customer\", \"name\", \"full_name\")",
        "//! ! H14 destructive: dropping column customer.remark deletes its data",
        "op.backfill(\"customer\", set(\"note\", \"'none'\").then_lock())",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

/// On a terminal, which `script` makes.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_a_person_is_asked() {
    let (project, _live) = project("renames-asked");
    let line = format!("{} dbmig revision -m x --no-proof", cargo_dbmig().display());
    let asked = |typed: &str| {
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        project.prepare(&mut command);
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, text) = asked("\n");
    assert_eq!(code, Some(4), "{text}");
    assert!(text.contains("crm: column customer.name goes. Has it a new name?"), "{text}");
    let before = project.revisions("migrations/crm");
    // The likelier name stands first.
    let (code, text) = asked("1\n2\n'none'\ny\n");
    assert_eq!(code, Some(0), "{text}");
    for part in [
        "1  it is called customer.full_name now",
        "crm: new column customer.note (text) is NOT NULL and has no default. What do the rows hold that are there?",
        "crm: the new revision deletes data:",
        "~ rename column customer.name to full_name",
        "- drop column customer.remark",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let written =
        project.revisions("migrations/crm").into_iter().find(|file| !before.contains(file)).unwrap();
    let text = std::fs::read_to_string(written).unwrap();
    assert!(text.contains(".allow_destructive()") && text.contains("set(\"note\", \"'none'\")"), "{text}");
}
