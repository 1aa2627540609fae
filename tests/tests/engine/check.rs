//! The one helper of the cases.

use std::fmt::Write;

use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::diff::{Changes, diff};
use dbmig_runtime::inspect::{Options, inspect};
use dbmig_runtime::op::Operation;
use dbmig_runtime::plan::plan;
use dbmig_runtime::sql::statements;
use dbmig_tests::server::database;
use postgres::Client;

/// Plans from `old` to `new` and back, on a real server. Returns the operations forwards, for cases that look at
/// them.
#[track_caller]
pub(crate) fn check(old: &str, new: &str) -> Vec<Operation> {
    check_renames(old, new, &Renames::default())
}

/// [`check`] for what came with a major version of PostgreSQL; older servers pass it by.
#[track_caller]
pub(crate) fn check_since(major: u32, old: &str, new: &str) {
    if database().major() >= major {
        check(old, new);
    }
}

/// [`check`] for scripts that need extensions; servers that don't offer them all pass it by.
#[track_caller]
pub(crate) fn check_with_extensions(extensions: &[&str], old: &str, new: &str) {
    if offers(extensions) {
        check(old, new);
    }
}

/// True if the server offers the extensions: some installations come without the contributed ones.
pub(crate) fn offers(extensions: &[&str]) -> bool {
    let sql = "SELECT name::text FROM pg_available_extensions";
    let offered: Vec<String> =
        database().connect().query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    let missing: Vec<_> =
        extensions.iter().filter(|name| !offered.iter().any(|other| other == *name)).collect();
    if !missing.is_empty() {
        println!("passed by: the server doesn't offer {missing:?}");
    }
    missing.is_empty()
}

/// [`check`] with declared renames.
#[track_caller]
pub(crate) fn check_renames(old: &str, new: &str, renames: &Renames) -> Vec<Operation> {
    let (from, to) = (database(), database());
    let (mut client, mut other) = (from.connect(), to.connect());
    load(&mut client, old);
    load(&mut other, new);
    round_trip(&mut client, &read(&mut other), renames)
}

/// What `query` returns in a database of `old` that was migrated to `new`, a text a row.
#[track_caller]
pub(crate) fn values_after(old: &str, new: &str, query: &str) -> Vec<String> {
    let (from, to) = (database(), database());
    let (mut client, mut other) = (from.connect(), to.connect());
    load(&mut client, old);
    load(&mut other, new);
    let target = read(&mut other);
    let changes = diff(read(&mut client), &target, &Renames::default());
    migrate(&mut client, &changes, &target);
    client.query(query, &[]).unwrap().iter().map(|row| row.get(0)).collect()
}

/// Migrates the database to `target` and back to where it was.
#[track_caller]
pub(crate) fn round_trip(client: &mut Client, target: &Catalog, renames: &Renames) -> Vec<Operation> {
    let start = read(client);
    let changes = diff(&start, target, renames);
    let operations = migrate(client, &changes, target);
    migrate(client, &changes.reversed(), &start);
    operations
}

/// Runs the plan of `changes` and requires that the database is `target` then.
#[track_caller]
pub(crate) fn migrate(client: &mut Client, changes: &Changes, target: &Catalog) -> Vec<Operation> {
    let operations = plan(changes);
    assert_eq!(changes.is_empty(), operations.is_empty(), "{:#?}\n{operations:#?}", changes.summary());
    assert_eq!(changes.is_empty(), changes.summary().is_empty(), "{operations:#?}");
    let script = script(&operations);
    if let Err(error) = run(client, &operations) {
        panic!("{error}\nin the plan:\n{script}");
    }
    let reached = read(client);
    let left = diff(&reached, target, &changes.renames);
    let lines: Vec<_> = left.summary().iter().map(ToString::to_string).collect();
    assert!(left.is_empty(), "still different: {lines:#?}\nafter the plan:\n{script}");
    assert_eq!(in_name_order(&reached), in_name_order(target), "after the plan:\n{script}");
    assert!(plan(&left).is_empty());
    operations
}

/// Creates what a person declared: its text isn't PostgreSQL's, so it isn't compared.
#[track_caller]
pub(crate) fn create(client: &mut Client, declared: &Catalog) {
    let operations = plan(&diff(Catalog::default(), declared, &Renames::default()));
    if let Err(error) = run(client, &operations) {
        panic!("{error}\nin the plan:\n{}", script(&operations));
    }
}

/// The catalog of a database, with `public` as its default schema.
#[track_caller]
pub(crate) fn read(client: &mut Client) -> Catalog {
    inspect(client, &Options { default_schema: "public", own_tables: &[] }).unwrap()
}

/// Runs a script as a user would write it.
#[track_caller]
pub(crate) fn load(client: &mut Client, sql: &str) {
    if let Err(error) = client.batch_execute(sql) {
        panic!("the case's own script fails: {error:?}\n{sql}");
    }
}

/// The operations as SQL, for messages.
pub(crate) fn script(operations: &[Operation]) -> String {
    let mut script = String::new();
    for statement in operations.iter().flat_map(|operation| statements(operation, "public")) {
        writeln!(script, "{};{}", statement.sql, if statement.transactional { "" } else { " -- alone" })
            .unwrap();
    }
    script
}

/// Runs operations as the runner does: in a transaction that ends before a statement that stands alone.
fn run(client: &mut Client, operations: &[Operation]) -> Result<(), String> {
    let mut execute = |sql: &str| {
        client.batch_execute(sql).map_err(|error| {
            let reason = error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
            format!("{reason}\nat: {sql}")
        })
    };
    execute("SET search_path = public, pg_temp")?;
    execute("BEGIN")?;
    for statement in operations.iter().flat_map(|operation| statements(operation, "public")) {
        if statement.transactional {
            execute(&statement.sql)?;
        } else {
            execute("COMMIT")?;
            execute(&statement.sql)?;
            execute("BEGIN")?;
        }
    }
    execute("COMMIT")
}

/// The order of columns is no difference, nor is an index that stays invalid, nor whether a child declares what it
/// inherits as well, nor whether a materialized view is filled, nor what is left out.
pub(crate) fn in_name_order(catalog: &Catalog) -> Catalog {
    let before = catalog;
    let mut catalog = catalog.clone();
    catalog.left_out.clear();
    catalog.materialized_views.values_mut().for_each(|view| view.populated = true);
    for table in catalog.tables.values_mut() {
        let parents: Vec<_> = table.inherits.iter().filter_map(|parent| before.tables.get(parent)).collect();
        let inherits =
            |name: &str| parents.iter().any(|parent| parent.checks.iter().any(|check| check.name == name));
        table.checks.retain(|check| !inherits(&check.name));
        table.columns.sort_by(|a, b| a.name.cmp(&b.name));
        for index in &mut table.indexes {
            index.valid = true;
        }
        table.columns.iter_mut().for_each(|column| column.inherited = false);
        table.validated.clear();
        table.partition_of.iter_mut().for_each(|partition| partition.foreign_keys.clear());
        table.inherited_not_nulls.clear();
    }
    catalog
}

/// Declares cases: `name: old => new;`, or `name: renames, old => new;`.
macro_rules! cases {
    ($($(#[$meta:meta])* $name:ident: $old:expr => $new:expr;)*) => {$(
        #[test]
        $(#[$meta])*
        fn $name() {
            crate::check::check($old, $new);
        }
    )*};
}

pub(crate) use cases;
