//! Scratch databases on a server that runs.

#![expect(clippy::unwrap_used, reason = "a test may fail that way")]

use std::path::PathBuf;

use cargo_dbmig::scratch::{Candidates, Catalogs, Database, Error, Server};
use cargo_dbmig::server::{Embedded, LocalServer, Options};
use dbmig_runtime::build::DatabaseConfig;
use dbmig_runtime::catalog::{Column, DataType, Table};
use dbmig_runtime::manifest::wire::{Declared, Place};

fn choose(candidates: Candidates<'_>) -> Result<Server, Error> {
    Server::choose(candidates, || -> Result<&'static Embedded, Error> { unreachable!("a candidate fits") })
}

fn config(schema: &str) -> DatabaseConfig {
    DatabaseConfig {
        name: "users".to_owned(),
        url_env: None,
        url: None,
        schema: schema.to_owned(),
        version_schema: None,
        version_table: "dbmig_version".to_owned(),
        transaction: "each".to_owned(),
        lock_timeout: None,
        batch_pause: None,
        max_replica_lag: None,
        max_retained_wal: None,
        statement_timeout: None,
        transaction_timeout: None,
        retry_for: None,
        blocker_queries: false,
        folder: PathBuf::from("users"),
        include: Vec::new(),
        exclude: Vec::new(),
    }
}

/// The databases of the server that are not its own.
fn databases(server: &LocalServer) -> Vec<String> {
    let mut client = postgres::Client::connect(&server.url("postgres"), postgres::NoTls).unwrap();
    let sql =
        "SELECT datname::text FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1";
    client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
}

fn execute(server: &LocalServer, sql: &str) {
    let mut client = postgres::Client::connect(&server.url("postgres"), postgres::NoTls).unwrap();
    client.batch_execute(sql).unwrap();
}

fn declared(column: &str) -> Declared {
    let mut table = Table::new("select");
    table.columns.push(Column::new("it's \"odd\"", DataType::new(column)));
    let mut declared = Declared::default();
    declared.places.insert(
        table.name.clone(),
        Place { package: "app".to_owned(), file: "src/lib.rs".to_owned(), line: 7 },
    );
    declared.catalog.tables.insert(table.name.clone(), table);
    declared
}

#[test]
fn a_scratch_database_is_gone_with_its_value() {
    let server = LocalServer::start(&Options::from_environment()).unwrap();
    let url = server.url("does not exist yet");
    let chosen = choose(Candidates { named: None, own: Some(&url) }).unwrap();
    assert!(chosen.name().starts_with("the database's own server"), "{}", chosen.name());
    let database = Database::create(&chosen, "app").unwrap();
    assert_eq!(databases(&server).len(), 1);
    let catalogs = Catalogs { config: &config("app") };
    let models = catalogs.of_models(&database, &declared("character varying( 20 )")).unwrap();
    assert_eq!(models.tables[&"select".into()].columns[0].data_type.as_sql(), "character varying(20)");
    assert_eq!(catalogs.of(&database).unwrap(), models);
    drop(database);
    assert!(databases(&server).is_empty());
}

#[test]
fn what_postgresql_refuses_is_told_with_its_place() {
    let server = LocalServer::start(&Options::from_environment()).unwrap();
    let url = server.url("postgres");
    let chosen = choose(Candidates { named: Some(&url), own: None }).unwrap();
    let database = Database::create(&chosen, "public").unwrap();
    let config = config("public");
    let catalogs = Catalogs { config: &config };
    let error = catalogs.of_models(&database, &declared("no_such_type")).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("src/lib.rs:7") && text.contains("no_such_type") && text.contains("users"),
        "{text}"
    );
    assert!(error.next().unwrap().contains("DBMIG_SCRATCH_URL"), "{text}");
    assert!(catalogs.of(&database).unwrap().is_empty());
}

#[test]
fn only_our_own_old_leftovers_are_dropped() {
    let server = LocalServer::start(&Options::from_environment()).unwrap();
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = host.trim();
    let made = |age: &str, pid: u32, host: &str| {
        format!("dbmig scratch database, made at {age} by process {pid} on {host}")
    };
    let (old, dead) = ("1000", u32::MAX);
    for (name, comment) in [
        ("dbmig_scratch_0123456789ab", made(old, dead, host)),
        ("dbmig_scratch_1123456789ab", made(old, std::process::id(), host)),
        ("dbmig_scratch_2123456789ab", made(old, dead, "elsewhere")),
        ("dbmig_scratch_3123456789ab", made("99999999999", dead, host)),
        ("dbmig_scratch_4123456789ab", "mine".to_owned()),
        ("dbmig_scratch_mine", made(old, dead, host)),
        ("other", made(old, dead, host)),
    ] {
        execute(&server, &format!("CREATE DATABASE {name}"));
        execute(&server, &format!("COMMENT ON DATABASE {name} IS '{comment}'"));
    }
    let before = databases(&server);
    let url = server.url("postgres");
    choose(Candidates { named: Some(&url), own: None }).unwrap().drop_stale();
    let after = databases(&server);
    let dropped: Vec<&String> = before.iter().filter(|name| !after.contains(name)).collect();
    assert_eq!(dropped, ["dbmig_scratch_0123456789ab"]);
}

#[test]
fn a_role_that_may_not_create_databases_is_not_used() {
    let server = LocalServer::start(&Options::from_environment()).unwrap();
    execute(&server, "CREATE ROLE app LOGIN");
    let url = server.url("postgres").replace("postgres@", "app@");
    let asked = std::cell::Cell::new(false);
    let result = Server::choose(Candidates { named: None, own: Some(&url) }, || {
        asked.set(true);
        Err::<&Embedded, _>(Error::Run { source: std::io::Error::other("no embedded server here") })
    });
    assert!(result.is_err() && asked.get());
}
