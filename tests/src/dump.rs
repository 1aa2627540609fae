//! Schemas as `pg_dump` prints them: the judge that dbmig had no hand in.

use std::process::Command;

use crate::server::{TestDatabase, database};

/// The schema of a database, without dbmig's own tables and without what differs from one dump to the next.
pub fn schema_dump(database: &TestDatabase) -> String {
    let output = Command::new("pg_dump")
        .args(["--schema-only", "--no-owner", "--exclude-table=dbmig_*", "--dbname"])
        .arg(database.url())
        .output()
        .expect("pg_dump is installed beside the server");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let dump = String::from_utf8(output.stdout).expect("a dump is UTF-8");
    dump.lines()
        .filter(|line| !line.starts_with("--") && !line.starts_with('\\') && !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The schema that hand-written SQL makes in an empty database.
pub fn schema_dump_of(sql: &str) -> String {
    let database = database();
    database.connect().batch_execute(sql).expect("the expected schema loads");
    schema_dump(&database)
}
