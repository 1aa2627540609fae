//! `upgrade` of 10, 100 and 1,000 pending revisions against `psql` running the same SQL in as many transactions, with its peak of
//! memory; `upgrade` with nothing to do against one connection of `psql`; and `cargo dbmig current` with everything fresh
//! against cargo's own freshness check.
//!
//! Side by side in one run, turn by turn; medians and ratios are printed, nothing is asserted. Run it with
//! `cargo bench --package dbmig-tests`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use dbmig_tests::project::Project;
use dbmig_tests::server::{TestDatabase, database};
use dbmig_tests::tools::target;

const ROUNDS: usize = 11;

fn main() {
    let project = Project::library("bench-history", "");
    project.dbmig(&["init", "--db", "bench"]).exits(0);
    println!(
        "{:>9}  {:>10}  {:>10}  {:>6}  {:>8}  {:>12}  {:>10}",
        "revisions", "psql", "upgrade", "ratio", "memory", "nothing left", "psql -c ''"
    );
    for revisions in [10, 100, 1000] {
        upgrade_against_psql(&project, revisions);
    }
    current_against_cargo(&project);
}

fn upgrade_against_psql(project: &Project, revisions: usize) {
    write_revisions(project, revisions);
    let build = ["build", "--quiet", "--release", "--package", "bench-history-migrations"];
    project.run(Command::new(env!("CARGO")).args(build), &build).exits(0);
    let runner = target().join("e2e/release/bench-history-migrations");
    let script = project.path().join("same.sql");
    fs::write(&script, psql_script(revisions)).expect("the script is written");

    let (mut psql, mut dbmig) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        psql.push(on_a_fresh_database(|database| {
            let mut command = Command::new("psql");
            command.args(["-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", &database.url(), "-f"]).arg(&script);
            command
        }));
        dbmig.push(on_a_fresh_database(|database| {
            let mut command = Command::new(&runner);
            command.args(["upgrade", "--quiet", "--url", &database.url()]);
            command
        }));
    }
    let (psql, dbmig) = (median(psql), median(dbmig));
    let (nothing, connection, memory) = with_nothing_to_do(&runner);
    println!(
        "{revisions:>9}  {psql:>10.1?}  {dbmig:>10.1?}  {:>6.2}  {:>5} MB  {nothing:>12.1?}  {connection:>10.1?}",
        dbmig.as_secs_f64() / psql.as_secs_f64(),
        memory / 1024,
    );
}

/// An `upgrade` of a database where everything is applied, a connection of `psql`, and the peak of memory, in kilobytes, of
/// the upgrade that applied it.
fn with_nothing_to_do(runner: &Path) -> (Duration, Duration, u64) {
    let live = database();
    let url = live.url();
    let upgrade = || {
        let mut command = Command::new(runner);
        command.args(["upgrade", "--quiet", "--url", &url]);
        command
    };
    let memory = peak(upgrade());
    let (mut nothing, mut connection) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        nothing.push(timed(&mut upgrade()));
        connection.push(timed(Command::new("psql").args(["-q", "-X", "-c", "", "-d", &url])));
    }
    (median(nothing), median(connection), memory)
}

/// The most memory that the process has at once, in kilobytes, as Linux counts it.
fn peak(mut command: Command) -> u64 {
    let mut child = command.spawn().expect("the command starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("it can be waited for").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(now.unwrap_or_default());
        std::thread::sleep(Duration::from_millis(1));
    }
    peak
}

fn current_against_cargo(project: &Project) {
    let live = database();
    let build = ["build", "--quiet", "--package", "bench-history-migrations"];
    let url = live.url();
    let (mut cargo, mut current) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let started = Instant::now();
        project.run(Command::new(env!("CARGO")).args(build), &build).exits(0);
        let checked = started.elapsed();
        let started = Instant::now();
        project.dbmig(&["current", "--url", &url]).exits(0);
        if round > 0 {
            cargo.push(checked);
            current.push(started.elapsed());
        }
    }
    let (cargo, current) = (median(cargo), median(current));
    println!(
        "cargo's freshness check {cargo:.1?}, cargo dbmig current {current:.1?}, more by {:.1?}",
        current - cargo
    );
}

fn on_a_fresh_database(command: impl Fn(&TestDatabase) -> Command) -> Duration {
    let database = database();
    timed(&mut command(&database))
}

fn timed(command: &mut Command) -> Duration {
    let started = Instant::now();
    let output = command.output().expect("the command starts");
    let elapsed = started.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    elapsed
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn write_revisions(project: &Project, count: usize) {
    let folder = project.path().join("migrations/bench");
    fs::create_dir_all(&folder).expect("the folder");
    for number in 0..count {
        let parents = if number == 0 { String::new() } else { format!("\"{:012x}\"", number - 1) };
        let module = format!(
            "//! table {number}\n\nuse dbmig_runtime::migration::*;\n\n\
             pub const REVISION: Revision = Revision::new(\"{number:012x}\").revises(&[{parents}]);\n\n\
             pub fn upgrade(op: &mut Op) -> Result<()> {{\n    \
             op.create_table(\n        table(\"t{number}\")\n            \
             .column(column(\"id\", bigint()).not_null().identity_always())\n            \
             .column(column(\"name\", text()).not_null())\n            \
             .primary_key(primary_key(\"t{number}_pkey\").columns([\"id\"])),\n    )?;\n    \
             op.create_index(index(\"t{number}_name_idx\").on(\"t{number}\").columns([\"name\"]))\n}}\n\n\
             pub fn downgrade(op: &mut Op) -> Result<()> {{\n    op.drop_table(\"t{number}\")\n}}\n"
        );
        fs::write(folder.join(format!("{number:04}.rs")), module).expect("the revision is written");
    }
}

fn psql_script(count: usize) -> String {
    let mut sql = String::from("CREATE TABLE public.dbmig_version (revision text PRIMARY KEY);\n");
    for number in 0..count {
        let _ = writeln!(
            sql,
            "BEGIN;\nCREATE TABLE public.t{number} (id bigint GENERATED ALWAYS AS IDENTITY NOT NULL, name text NOT NULL, \
             CONSTRAINT t{number}_pkey PRIMARY KEY (id));\n\
             CREATE INDEX t{number}_name_idx ON public.t{number} (name);\n\
             DELETE FROM public.dbmig_version;\nINSERT INTO public.dbmig_version VALUES ('{number:012x}');\nCOMMIT;"
        );
    }
    sql
}
