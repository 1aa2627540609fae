//! What one more revision costs in a migrations package that has 10, 100 and 1,000: `cargo build` after its file came, beside cargo's
//! freshness check, the same for an empty package, and `cargo dbmig upgrade` of that revision.
//!
//! Run it with `cargo bench --package dbmig-tests --bench package [-- 10 100]`. Builds are as a user has them: the `dev` profile,
//! incremental. Medians are printed, nothing is asserted.

use std::process::Command;
use std::time::{Duration, Instant};

use dbmig_tests::project::Project;
use dbmig_tests::server::{TestDatabase, database};

const ROUNDS: usize = 5;

fn main() {
    let given: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    println!(
        "{:>9}  {:>9}  {:>9}  {:>11}  {:>8}  {:>10}",
        "revisions", "all anew", "fresh", "one more", "over it", "upgrade"
    );
    for revisions in if given.is_empty() { vec![0, 10, 100, 1000] } else { given } {
        measure(revisions);
    }
}

fn measure(revisions: usize) {
    let live = database();
    let name = format!("bench-package-{revisions}");
    let project = Project::library(&name, "")
        .env("CARGO_INCREMENTAL", "1")
        .env("CARGO_PROFILE_DEV_DEBUG", "2")
        .env("BENCH_DATABASE_URL", live.url());
    project.dbmig(&["init", "--db", "bench"]).exits(0);
    // Dependencies, and an empty package.
    build(&project, &name);
    (0..revisions).for_each(|number| write(&project, number));
    let anew = build(&project, &name);
    upgrade(&project, &live);
    let (mut fresh, mut more, mut upgraded) = (Vec::new(), Vec::new(), Vec::new());
    for number in revisions..revisions + ROUNDS {
        fresh.push(build(&project, &name));
        write(&project, number);
        more.push(build(&project, &name));
        upgraded.push(upgrade(&project, &live));
    }
    let (fresh, more, upgraded) = (median(fresh), median(more), median(upgraded));
    println!(
        "{revisions:>9}  {anew:>9.2?}  {fresh:>9.2?}  {more:>11.2?}  {:>8.2?}  {upgraded:>10.2?}",
        more.saturating_sub(fresh)
    );
}

fn build(project: &Project, name: &str) -> Duration {
    let package = format!("{name}-migrations");
    let arguments = ["build", "--quiet", "--package", &package];
    let began = Instant::now();
    project.run(Command::new(env!("CARGO")).args(arguments), &arguments).exits(0);
    began.elapsed()
}

fn upgrade(project: &Project, live: &TestDatabase) -> Duration {
    let began = Instant::now();
    project.dbmig(&["upgrade", "--quiet", "--url", &live.url()]).exits(0);
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A table of some columns with an index, or one more column of the table before.
fn write(project: &Project, number: usize) {
    let parents = if number == 0 { String::new() } else { format!("\"{:012x}\"", number - 1) };
    let table = number - number % 3;
    let (up, down) = if number == table {
        (
            format!(
                "op.create_table(\n        table(\"t{table}\")\n            \
                 .column(column(\"id\", bigint()).not_null().identity_always())\n            \
                 .column(column(\"name\", text()).not_null())\n            \
                 .column(column(\"size\", integer()).not_null().default(\"0\"))\n            \
                 .column(column(\"made_at\", timestamptz()).not_null().default(\"now()\"))\n            \
                 .primary_key(primary_key(\"t{table}_pkey\").columns([\"id\"])),\n    )?;\n    \
                 op.create_index(index(\"t{table}_name_idx\").on(\"t{table}\").columns([\"name\"]))"
            ),
            format!("op.drop_table(\"t{table}\")"),
        )
    } else {
        (
            format!("op.add_column(\"t{table}\", column(\"c{number}\", text()))"),
            format!("op.drop_column(\"t{table}\", \"c{number}\")"),
        )
    };
    let module = format!(
        "//! change {number}\n//!\n//! revision {number:012x}, created 2026-11-22 10:00 UTC\n\nuse dbmig_runtime::migration::*;\n\n\
         pub const REVISION: Revision = Revision::new(\"{number:012x}\").revises(&[{parents}]);\n\n\
         pub fn upgrade(op: &mut Op) -> Result<()> {{\n    {up}\n}}\n\n\
         pub fn downgrade(op: &mut Op) -> Result<()> {{\n    {down}\n}}\n"
    );
    project.write(&format!("migrations/bench/{number:05}.rs"), &module);
}
