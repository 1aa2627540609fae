//! A database against its own restore from `pg_dump`: never a difference.
//!
//! With `DBMIG_CORPUS`, the schemas of that folder too.

use std::path::Path;

use dbmig_runtime::catalog::Renames;
use dbmig_runtime::diff::diff;
use dbmig_tests::corpus::{scripts, two_at_a_time};
use dbmig_tests::dump::{can_dump, restored, run_script};
use dbmig_tests::schemas::SCHEMAS;
use dbmig_tests::server::{TestDatabase, database};

use crate::check::{in_name_order, load, offers, read, script};

/// Requires that `sql` is the same schema after a dump.
#[track_caller]
fn check(sql: &str) {
    let database = database();
    if !can_dump(&database) {
        return;
    }
    load(&mut database.connect(), sql);
    if let Some(difference) = difference(&database, &restored(&database)) {
        panic!("{difference}");
    }
}

/// What dbmig would change from one to the other, in words and in SQL.
fn difference(one: &TestDatabase, other: &TestDatabase) -> Option<String> {
    let (one, mut other) = (read(&mut one.connect()), read(&mut other.connect()));
    // A dump leaves the version of an extension to the server.
    for (name, extension) in &mut other.extensions {
        one.extensions.get(name).into_iter().for_each(|one| extension.version.clone_from(&one.version));
    }
    let changes = diff(&one, &other, &Renames::default());
    let lines: Vec<_> = changes.summary().iter().map(ToString::to_string).collect();
    let sql = script(&dbmig_runtime::plan::plan(&changes));
    (!changes.is_empty() || !sql.is_empty() || in_name_order(&one) != in_name_order(&other))
        .then(|| format!("{lines:#?}\n{sql}"))
}

#[test]
fn schemas() {
    SCHEMAS.iter().for_each(|(_, sql)| check(sql));
}
#[test]
fn extensions() {
    if offers(&["citext", "btree_gist", "hstore"]) {
        check(
            "CREATE SCHEMA e; CREATE EXTENSION citext SCHEMA e; CREATE EXTENSION btree_gist; CREATE EXTENSION hstore; \
             CREATE TABLE t (a e.citext, b hstore DEFAULT 'a=>1', c int, EXCLUDE USING gist (c WITH =))",
        );
    }
}

#[test]
fn corpus() {
    let files = scripts();
    let total = files.len();
    let failed = two_at_a_time(files, |file| {
        let reason = check_file(&file).err()?;
        Some(format!("{}: {reason}", file.display()))
    });
    println!("{} of {total} scripts are the same after a dump", total - failed.len());
    assert!(failed.is_empty(), "{} fail:\n{}", failed.len(), failed.join("\n"));
}

fn check_file(file: &Path) -> Result<(), String> {
    let database = database();
    if !can_dump(&database) {
        return Ok(());
    }
    // What doesn't load here is no matter of ours.
    if let Err(reason) = run_script(&database, file) {
        println!("{} doesn't load: {reason}", file.display());
        return Ok(());
    }
    match std::panic::catch_unwind(|| difference(&database, &restored(&database))) {
        Ok(None) => Ok(()),
        Ok(Some(difference)) => Err(difference),
        Err(panic) => Err(panic.downcast_ref::<String>().cloned().unwrap_or_default()),
    }
}
