//! Schemas as `pg_dump` prints them: the judge that dbmig had no hand in.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use cargo_dbmig::server::{Binaries, Search};

use crate::server::{TestDatabase, database};

/// The schema of a database, without dbmig's own tables and without what differs from one dump to the next.
pub fn schema_dump(database: &TestDatabase) -> String {
    let dump = dump(database, &["--no-owner", "--exclude-table=dbmig_*"]);
    dump.lines()
        .filter(|line| !line.starts_with("--") && !line.starts_with('\\') && !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The schema and all rows of a database, the version table's among them, without dbmig's history and ledger. Rows are sorted: their
/// order on disk tells of what was interrupted, and means nothing.
pub fn whole_dump(url: &str) -> String {
    let dump = run(url, &["--exclude-table-data=dbmig_history*", "--exclude-table-data=dbmig_ledger"]);
    let mut lines: Vec<&str> = Vec::new();
    let mut rows: Option<usize> = None;
    for line in dump.lines().filter(|line| !line.starts_with("--") && !line.is_empty()) {
        match rows {
            Some(first) if line == "\\." => {
                lines[first..].sort_unstable();
                rows = None;
            }
            None if line.starts_with("COPY ") => rows = Some(lines.len() + 1),
            // A password for restoring, another one in every dump.
            None if line.starts_with('\\') => continue,
            _ => {}
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// The schema that hand-written SQL makes in an empty database.
pub fn schema_dump_of(sql: &str) -> String {
    let database = database();
    database.connect().batch_execute(sql).expect("the expected schema loads");
    schema_dump(&database)
}

/// A new database with the same schema, made from the dump of this one.
pub fn restored(from: &TestDatabase) -> TestDatabase {
    let to = database();
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), dump(from, &[])).expect("the dump is written");
    if let Err(message) = run_script(&to, file.path()) {
        panic!("the dump can't be restored: {message}");
    }
    to
}

/// Runs a file as `psql` does, every statement by itself, up to the first error.
///
/// # Errors
/// What `psql` says if a statement fails.
pub fn run_script(database: &TestDatabase, file: &Path) -> Result<(), String> {
    let args = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", &database.url(), "-f"];
    let output = Command::new(program("psql"))
        .args(args)
        .arg(file)
        .env("PGOPTIONS", "-c client_min_messages=warning")
        .output()
        .expect("psql is installed beside the server");
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// True if the machine's `pg_dump` reads databases of this server: it refuses those that are newer than itself.
pub fn can_dump(database: &TestDatabase) -> bool {
    let output = Command::new(program("pg_dump")).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let version = text.rsplit_once("(PostgreSQL) ").map(|(_, version)| version);
    let major = version.and_then(|version| version.split(['.', ' ', '\n']).next()?.parse::<u32>().ok());
    let can = major.is_some_and(|major| major >= database.major());
    if !can {
        println!("passed by: pg_dump {major:?} can't read PostgreSQL {}", database.major());
    }
    can
}

fn dump(database: &TestDatabase, options: &[&str]) -> String {
    run(&database.url(), &[&["--schema-only"], options].concat())
}

fn run(url: &str, options: &[&str]) -> String {
    let Output { status, stdout, stderr } = Command::new(program("pg_dump"))
        .args(["--dbname", url])
        .args(options)
        .output()
        .expect("pg_dump is installed beside the server");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("a dump is UTF-8")
}

/// A program of PostgreSQL: beside the server's if it is there, or else what the `PATH` has (a slow wrapper, on Debian).
pub fn program(name: &str) -> PathBuf {
    static BINARIES: OnceLock<Option<Binaries>> = OnceLock::new();
    let binaries = BINARIES.get_or_init(|| Binaries::find(&Search::from_environment()).ok());
    let beside = binaries.as_ref().map(|binaries| binaries.program(name));
    beside.filter(|program| program.exists()).unwrap_or_else(|| PathBuf::from(name))
}
