//! `inspect` and an empty diff against the bare catalog queries through `psql`, which is the floor: the same statements
//! in one transaction, their output thrown away. Then the diff of half-different catalogs, its plan, and peak memory.
//!
//! Whole processes side by side in one run, turn by turn; medians and ratios are printed, nothing is asserted. Run it with
//! `cargo bench --package dbmig-tests --bench inspect`, or with numbers of tables: `… -- 10 1000`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::diff::diff;
use dbmig_runtime::inspect::{Options, inspect};
use dbmig_runtime::plan::plan;
use dbmig_tests::dump::program;
use dbmig_tests::server::{TestDatabase, database};
use postgres::error::DbError;
use postgres::{Client, Config, NoTls};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, url] = arguments.as_slice()
        && mode == "one"
    {
        return inspect_once(url);
    }
    if let [mode, url] = arguments.as_slice()
        && mode == "two"
    {
        return inspect_twice(url);
    }
    if let [mode, url] = arguments.as_slice()
        && mode == "floor"
    {
        return print!("{}", statements_of_inspect(url));
    }
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10, 100, 1_000, 10_000];
    }
    println!(
        "{:>7}  {:>10}  {:>14}  {:>6}  {:>10}  {:>12}  {:>10}  {:>9}  {:>9}",
        "tables", "psql", "inspect, diff", "ratio", "diff equal", "diff of half", "plan", "peak", "of two"
    );
    sizes.into_iter().for_each(measure);
}

fn measure(tables: usize) {
    let database = database();
    let mut client = database.connect();
    create(&mut client, tables);
    let floor = tempfile::Builder::new().suffix(".sql").tempfile().expect("a temporary file");
    std::fs::write(floor.path(), statements_of_inspect(&database.url())).expect("the script is written");

    let rounds = if tables > 1_000 { 5 } else { 11 };
    let (mut psql, mut dbmig) = (Vec::new(), Vec::new());
    // The first round fills the server's caches.
    for round in 0..=rounds {
        let (one, other) = (run_psql(&database, floor.path()), run_self("one", &database).0);
        if round > 0 {
            psql.push(one);
            dbmig.push(other);
        }
    }
    let [(_, peak), (_, peak_of_two)] = ["one", "two"].map(|mode| run_self(mode, &database));

    let from = read(&mut client);
    let equal = read(&mut client);
    change_half(&mut client, tables);
    let to = read(&mut client);
    let renames = Renames::default();
    let changes = diff(&from, &to, &renames);
    assert!(changes.tables.altered.len() * 2 >= tables);
    let diff_equal = median(timed(rounds, || diff(&from, &equal, &renames).is_empty()));
    let diff_half = median(timed(rounds, || diff(&from, &to, &renames).is_empty()));
    let planned = median(timed(rounds, || plan(&changes).is_empty()));
    let (psql, dbmig) = (median(psql), median(dbmig));
    println!(
        "{tables:>7}  {psql:>10.1?}  {dbmig:>14.1?}  {:>6.2}  {diff_equal:>10.1?}  {diff_half:>12.1?}  {planned:>10.1?}  {peak:>9}  {peak_of_two:>9}",
        dbmig.as_secs_f64() / psql.as_secs_f64()
    );
}

/// The child that is timed: what `psql` does, and an empty diff.
fn inspect_once(url: &str) {
    let mut client = Client::connect(url, NoTls).expect("a connection");
    let catalog = read(&mut client);
    assert!(diff(&catalog, &catalog, &Renames::default()).is_empty());
    print_peak();
}

/// The child whose memory is measured: two catalogs and their diff.
fn inspect_twice(url: &str) {
    let mut client = Client::connect(url, NoTls).expect("a connection");
    let (from, to) = (read(&mut client), read(&mut client));
    assert!(diff(&from, &to, &Renames::default()).is_empty());
    print_peak();
}

/// The most memory that this process has held.
fn print_peak() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown");
    println!("{}", peak.trim());
}

fn read(client: &mut Client) -> Catalog {
    inspect(client, &Options { default_schema: "public", own_tables: &[] })
        .expect("the database is inspected")
}

fn run_self(mode: &str, database: &TestDatabase) -> (Duration, String) {
    let mut command = Command::new(std::env::current_exe().expect("the benchmark has a path"));
    run(command.args([mode, &database.url()]))
}

fn run_psql(database: &TestDatabase, script: &Path) -> Duration {
    let args = ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", &database.url(), "-f"];
    run(Command::new(program("psql")).args(args).arg(script)).0
}

fn run(command: &mut Command) -> (Duration, String) {
    let started = Instant::now();
    let output = command.output().expect("the command starts");
    let elapsed = started.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (elapsed, String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What `inspect` sends, with its parameters, as the server logs it to the client itself.
fn statements_of_inspect(url: &str) -> String {
    let log: Arc<Mutex<Vec<DbError>>> = Arc::default();
    let mut config: Config = url.parse().expect("a URL");
    let sink = Arc::clone(&log);
    config.notice_callback(move |notice| sink.lock().expect("one thread").push(notice));
    let mut client = config.connect(NoTls).expect("a connection");
    client.batch_execute("SET client_min_messages = log; SET log_statement = 'all'").expect("a superuser");
    read(&mut client);
    drop(client);
    let mut script = String::new();
    for notice in log.lock().expect("one thread").iter() {
        let Some((kind, statement)) = notice.message().split_once(": ") else { continue };
        let statement = with_parameters(statement, notice.detail().unwrap_or_default());
        assert!(kind == "statement" || kind.starts_with("execute"), "{kind}");
        writeln!(script, "{statement}\n;").expect("memory");
    }
    script
}

/// `statement` with the values of `parameters: $1 = 'one', $2 = NULL` in their places.
fn with_parameters(statement: &str, detail: &str) -> String {
    let mut statement = statement.to_owned();
    let values: Vec<&str> = detail.split(", $").collect();
    for (number, value) in values.iter().enumerate().rev() {
        if let Some((_, value)) = value.split_once(" = ") {
            statement = statement.replace(&format!("${}", number + 1), value);
        }
    }
    statement
}

/// Tables of ten columns, three indexes, two foreign keys and a check.
fn create(client: &mut Client, tables: usize) {
    let mut sql = String::new();
    for number in 0..tables {
        write!(
            sql,
            "CREATE TABLE t{number} (id bigint PRIMARY KEY, name text NOT NULL DEFAULT '', email varchar(320) NOT NULL, \
             price numeric(10,2) DEFAULT 0, created_at timestamptz NOT NULL DEFAULT now(), parent bigint REFERENCES t{}, \
             other bigint NOT NULL REFERENCES t{} ON DELETE CASCADE, tags text[] DEFAULT '{{}}', data jsonb, \
             done boolean NOT NULL DEFAULT false, CONSTRAINT t{number}_price CHECK (price >= 0 AND price < 1000000));
             CREATE INDEX t{number}_name ON t{number} (lower(name), created_at DESC);
             CREATE UNIQUE INDEX t{number}_email ON t{number} (email) WHERE NOT done;
             CREATE INDEX t{number}_parent ON t{number} (parent, other);",
            number.saturating_sub(1),
            number / 2
        )
        .expect("memory");
        if number % 100 == 99 || number + 1 == tables {
            client.batch_execute(&sql).expect("the tables are created");
            sql.clear();
        }
    }
    client.batch_execute("VACUUM ANALYZE").expect("the catalogs are analyzed");
}

/// In every second table a column is new, one has another type and one another default, a check and an index change.
fn change_half(client: &mut Client, tables: usize) {
    for number in (0..tables).step_by(2) {
        let sql = format!(
            "ALTER TABLE t{number} ADD COLUMN extra text, ALTER COLUMN price TYPE numeric(12,2), \
             ALTER COLUMN done SET DEFAULT true, DROP CONSTRAINT t{number}_price, \
             ADD CONSTRAINT t{number}_price CHECK (price > 0);
             DROP INDEX t{number}_parent; CREATE INDEX t{number}_parent ON t{number} (other, parent);"
        );
        client.batch_execute(&sql).expect("the table is changed");
    }
}

fn timed(rounds: usize, work: impl Fn() -> bool) -> Vec<Duration> {
    let round = || {
        let started = Instant::now();
        std::hint::black_box(work());
        started.elapsed()
    };
    (0..rounds).map(|_| round()).collect()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
