//! What structs declare, created on a server: the same as the SQL that a person would write.

#![expect(clippy::duplicated_attributes, reason = "clippy takes the words in an attribute for attributes")]
#![expect(dead_code, reason = "the structs stand for their declarations only")]

mod columns;
mod constraints;
mod indexes;
mod inheritance;
mod own_types;
mod partitions;
mod security;
mod table_properties;
mod type_table;
mod values;
mod views;

use dbmig_runtime::catalog::{Catalog, Renames};
use dbmig_runtime::diff::diff;
use dbmig_runtime::inspect::{Options, inspect};
use dbmig_runtime::manifest::wire::{Declared, resolve, scan};
use dbmig_runtime::plan::{plan, view_columns};
use dbmig_runtime::sql::statements;
use dbmig_tests::server::database;
use postgres::Client;

/// Requires that the tables of these manifests, all of the database `users`, are what `sql` makes.
#[track_caller]
fn same(manifests: &[Vec<u8>], sql: &str) {
    same_after("", manifests, sql);
}

/// [`same`] for what came with a major version of PostgreSQL; older servers pass it by.
#[track_caller]
fn same_since(major: u32, manifests: &[Vec<u8>], sql: &str) {
    if database().major() >= major {
        same(manifests, sql);
    }
}

/// [`same`] in databases in which `before` has been run.
#[track_caller]
fn same_after(before: &str, manifests: &[Vec<u8>], sql: &str) {
    let (models, written) = (database(), database());
    let (mut client, mut other) = (models.connect(), written.connect());
    for client in [&mut client, &mut other] {
        client.batch_execute(before).unwrap();
    }
    create(&mut client, manifests);
    if let Err(error) = other.batch_execute(sql) {
        panic!("the case's own script fails: {error:?}\n{sql}");
    }
    let left = diff(read(&mut client), read(&mut other), &Renames::default());
    let lines: Vec<_> = left.summary().iter().map(ToString::to_string).collect();
    assert!(left.is_empty(), "to make the models what the SQL is: {lines:#?}");
}

/// Creates what the manifests declare, in a database that may have extensions already.
#[track_caller]
fn create(client: &mut Client, manifests: &[Vec<u8>]) {
    let extensions = read(client).extensions;
    let declared = declared(manifests);
    let target = Catalog { extensions: extensions.clone(), ..declared.catalog };
    let start = Catalog { extensions, ..Catalog::default() };
    let mut operations = plan(&diff(start, &target, &Renames::default()));
    for view in declared.views.values() {
        let columns: Vec<_> = view.fields.iter().map(|field| field.column.clone()).collect();
        operations.extend(view_columns(&view.object, &columns));
    }
    client.batch_execute("SET search_path = public, pg_temp").unwrap();
    for statement in operations.iter().flat_map(|operation| statements(operation, "public")) {
        if let Err(error) = client.batch_execute(&statement.sql) {
            panic!("{error:?} in: {}", statement.sql);
        }
    }
}

/// What the manifests declare.
fn declared(manifests: &[Vec<u8>]) -> Declared {
    let declarations = scan(&manifests.concat()).unwrap();
    let mut databases = resolve(declarations).unwrap_or_else(|errors| panic!("{errors:?}"));
    databases.remove("users").unwrap()
}

fn read(client: &mut Client) -> Catalog {
    inspect(client, &Options { default_schema: "public", own_tables: &[] }).unwrap()
}
