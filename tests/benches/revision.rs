//! `cargo dbmig revision` with nothing to compile, 100 tables, and a history of 10, 100 and 1,000 revisions: the first time, when they
//! are replayed, and when what they make is known; beside what cargo alone takes to find its builds fresh.
//!
//! Run it with `cargo bench --package dbmig-tests --bench revision [-- 10 100]`. What `-v` says of each step is printed; nothing is
//! asserted.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use dbmig_tests::project::{Project, Run};
use dbmig_tests::server::database;

const TABLES: usize = 100;
const ROUNDS: usize = 5;

fn main() {
    let given: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    for revisions in if given.is_empty() { vec![10, 100, 1000] } else { given } {
        measure(revisions);
    }
}

fn measure(revisions: usize) {
    let live = database();
    let name = format!("bench-revision-{revisions}");
    let project = Project::library(&name, &models(revisions))
        .env("BENCH_DATABASE_URL", live.url())
        .env("DBMIG_SCRATCH_URL", live.url());
    project.dbmig(&["init", "--db", "bench"]).exits(0);
    project.dbmig(&["revision", "-m", "first", "--no-proof"]).exits(0);
    let first = project.revisions("migrations/bench").remove(0).display().to_string();
    let first = first.rsplit('_').nth(1).expect("an id in the name").to_owned();
    for number in 1..revisions {
        project.write(&format!("migrations/bench/{number:05}.rs"), &revision(number, &first));
    }
    project.edit("src/lib.rs", "    name: String,", "    name: String,\n    note: Option<String>,");
    println!("{revisions} revisions, {TABLES} tables");
    let cold = timed("cold, and the revisions are compiled", || revise(&project, &["-v", "--no-proof"]));
    println!("{}", cold.stderr().trim_end());
    let mut warm = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let run = revise(&project, &["-v", "--no-proof"]);
        warm.push((began.elapsed(), run));
    }
    warm.sort_by_key(|(time, _)| *time);
    let (time, run) = &warm[ROUNDS / 2];
    println!("warm, without proof: {time:.2?} (median of {ROUNDS})\n{}", run.stderr().trim_end());
    let cargo = (0..ROUNDS).map(|_| cargo_alone(&project)).max().unwrap_or_default();
    println!("cargo build of the models alone, nothing to do: {cargo:.2?} (the slowest of {ROUNDS})");
    let proof = timed("warm, with proof", || revise(&project, &["-v"]));
    println!("{}\n", proof.stderr().trim_end());
}

/// Writes a revision, and takes its file away again.
fn revise(project: &Project, flags: &[&str]) -> Run {
    let mut arguments = vec!["revision", "-m", "a note"];
    arguments.extend(flags);
    let before = project.revisions("migrations/bench");
    let run = project.dbmig(&arguments).exits(0);
    for file in project.revisions("migrations/bench") {
        if !before.contains(&file) {
            std::fs::remove_file(file).expect("the new file goes");
        }
    }
    run
}

fn timed(what: &str, work: impl FnOnce() -> Run) -> Run {
    let began = Instant::now();
    let run = work();
    println!("{what}: {:.2?}", began.elapsed());
    run
}

fn cargo_alone(project: &Project) -> Duration {
    let arguments = ["build", "--quiet"];
    let began = Instant::now();
    project.run(Command::new(env!("CARGO")).args(arguments), &arguments).exits(0);
    began.elapsed()
}

/// Tables whose comments are those of the last revisions.
fn models(revisions: usize) -> String {
    let mut text = "//! Models.\n#![allow(dead_code)]\nuse dbmig_runtime::Table;\n".to_owned();
    for table in 0..TABLES {
        let last = (1..revisions).rev().find(|number| number % TABLES == table);
        let comment = last.map(|number| format!("#[table(comment = \"{number}\")]\n")).unwrap_or_default();
        let _ = writeln!(
            text,
            "#[derive(Table)]\n#[db(\"bench\")]\n{comment}#[index(columns(size))]\npub struct Item{table} {{\n    #[column(primary_key)]\n    id: i64,\n    \
             name: String,\n    size: i32,\n    at: std::time::SystemTime,\n    a: Option<String>,\n    \
             b: Option<i64>,\n    c: bool,\n}}"
        );
    }
    text
}

fn revision(number: usize, first: &str) -> String {
    let id = |number: usize| if number == 0 { first.to_owned() } else { format!("{number:012}") };
    format!(
        "//! comment {number}\n\nuse dbmig_runtime::migration::*;\n\n\
         pub const REVISION: Revision = Revision::new(\"{}\").revises(&[\"{}\"]);\n\n\
         pub fn upgrade(op: &mut Op) -> Result<()> {{\n    op.comment(on_table(\"item{table}\"), \"{number}\")\n}}\n\n\
         pub fn downgrade(op: &mut Op) -> Result<()> {{\n    op.remove_comment(on_table(\"item{table}\"))\n}}\n",
        id(number),
        id(number - 1),
        table = number % TABLES
    )
}
