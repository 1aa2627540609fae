//! Every example in a help text, run in one project as somebody would who copies it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use dbmig_tests::project::{Project, Run};
use dbmig_tests::server::TestDatabase;

const MODELS: &str = r#"//! Models.
use dbmig_runtime::Table;

#[derive(Table)]
#[db("users")]
pub struct Person {
    #[column(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[db("users")]
pub struct Team {
    #[column(primary_key)]
    pub id: i64,
}
"#;

/// What can't run beside the others, and why.
const NOT_RUN: &[(&str, &str)] = &[
    ("cargo dbmig init", "the project has its migrations package already"),
    ("cargo dbmig serve", "it waits"),
    ("cargo dbmig man ~", "it writes to the home folder"),
    (
        "cargo dbmig inspect --db users --baseline",
        "the database has a history, and tests of inspect adopt others",
    ),
    ("cargo dbmig repair --mark-applied", "nothing stands below what is applied there and never ran"),
    ("cargo dbmig diff --from postgres", "there is no second database, and tests of diff have two"),
];

/// A revision that creates a table, or nothing.
fn revision(id: &str, then: &str, table: Option<&str>) -> String {
    let (up, down) = match table {
        None => ("let _ = op;\n    Ok(())".to_owned(), "let _ = op;\n    Ok(())".to_owned()),
        Some(table) => (
            format!("op.execute(\"CREATE TABLE {table} (id bigint PRIMARY KEY)\")"),
            format!("op.drop_table(\"{table}\")"),
        ),
    };
    format!(
        "//! about {id}\n//!\n//! revision {id}, created 2026-01-17 10:00 UTC\n\nuse dbmig_runtime::migration::*;\n\n\
         pub const REVISION: Revision = Revision::new(\"{id}\"){then};\n\n\
         pub fn upgrade(op: &mut Op) -> Result<()> {{\n    {up}\n}}\n\n\
         pub fn downgrade(op: &mut Op) -> Result<()> {{\n    {down}\n}}\n"
    )
}

/// The examples of the verb in its help.
fn examples(project: &Project, verb: &[&str]) -> Vec<String> {
    let help = project.dbmig(&[verb, &["--help"]].concat()).exits(0).stdout();
    let lines = help.lines().map(str::trim).filter(|line| line.starts_with("cargo dbmig "));
    lines.filter(|line| !line.contains("--help")).map(str::to_owned).collect()
}

/// The verbs that `--help` lists.
fn verbs(project: &Project) -> Vec<String> {
    let help = project.dbmig(&["--help"]).exits(0).stdout();
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.trim().is_empty());
    lines
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .map(str::to_owned)
        .collect()
}

/// The words of a command, without what a shell would redirect and what is said of it at the end of the line.
fn words(example: &str) -> Vec<String> {
    let command = example.split(" > ").next().unwrap().split("  ").next().unwrap();
    let parts = command.split(['\'', '"']).enumerate();
    let words = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => vec![part.to_owned()],
    });
    words.skip(2).collect()
}

/// The revision files, to be put back after an example.
fn files(project: &Project) -> BTreeMap<PathBuf, String> {
    let files = project.revisions("migrations/users").into_iter();
    files.map(|file| (file.clone(), fs::read_to_string(&file).unwrap())).collect()
}

fn put_back(project: &Project, before: &BTreeMap<PathBuf, String>) {
    for file in project.revisions("migrations/users") {
        if !before.contains_key(&file) {
            fs::remove_file(file).unwrap();
        }
    }
    for (file, text) in before {
        if fs::read_to_string(file).ok().as_ref() != Some(text) {
            fs::write(file, text).unwrap();
        }
    }
}

/// The state of the database and the files that the examples of a verb are about.
fn prepare(verb: &str, project: &Project, live: &TestDatabase) {
    let branch = project.path().join("migrations/users/d_branch.rs");
    let forked = ["merge", "rebase", "branches"].contains(&verb);
    match (forked, branch.exists()) {
        (true, false) => {
            fs::write(&branch, revision("5d0e7b3a1c2f", ".revises(&[\"9b0c4d2e6f81\"])", Some("tag")))
                .unwrap()
        }
        (false, true) => fs::remove_file(&branch).unwrap(),
        _ => {}
    }
    let all = "DROP TABLE IF EXISTS person, team, tag, dbmig_version, dbmig_history, dbmig_ledger";
    live.connect().batch_execute(all).unwrap();
    // Where a verb asks the database, it is at head; where it moves the database, it is empty.
    let asks =
        ["downgrade", "current", "history", "show", "drift", "diff", "inspect", "edit"].contains(&verb);
    if asks {
        project.dbmig(&["upgrade", "heads", "-q"]).exits(0);
    }
    let found = project.path().join("src/found");
    if found.exists() {
        fs::remove_dir_all(found).unwrap();
    }
}

fn run(project: &Project, example: &str, url: &str) -> Run {
    let words: Vec<String> = words(example)
        .into_iter()
        .map(|word| if word.starts_with("postgres://") { url.to_owned() } else { word })
        .collect();
    project.dbmig(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn every_example_runs() {
    let (project, live) = Project::with_database("examples", MODELS, "users");
    let project = project.env("EDITOR", "true").env("VISUAL", "");
    for (file, id, then, table) in [
        ("a_person", "3f2a9c1e4b7d", "", Some("person")),
        ("b_empty", "9b0c4d2e6f81", ".revises(&[\"3f2a9c1e4b7d\"])", None),
        ("c_team", "8c1f0e2a9b7d", ".revises(&[\"9b0c4d2e6f81\"]).labels(&[\"billing\"])", Some("team")),
    ] {
        project.write(&format!("migrations/users/{file}.rs"), &revision(id, then, table));
    }
    // What is to go has to be in git.
    for line in ["init -q", "add .", "-c user.name=ann -c user.email=ann@localhost commit -q -m first"] {
        let words: Vec<&str> = line.split(' ').collect();
        project.run(std::process::Command::new("git").args(&words), &words).exits(0);
    }
    let mut count = 0;
    for verb in verbs(&project) {
        let own = examples(&project, &[&verb]);
        assert!(!own.is_empty(), "{verb} has no example");
        for example in own {
            if NOT_RUN.iter().any(|(begin, _)| example.starts_with(begin)) {
                continue;
            }
            prepare(&verb, &project, &live);
            let before = files(&project);
            let done = run(&project, &example, &live.url());
            assert!(done.succeeded(), "{example}\n{done}");
            put_back(&project, &before);
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}
