//! What inspection reads, what it leaves out, and what it does to the connection.

use dbmig_runtime::catalog::{Catalog, Object, ObjectName};
use dbmig_runtime::inspect::{Options, inspect};
use dbmig_tests::server::database;

use crate::check::{load, read};

#[test]
fn what_is_not_the_users_is_left_out() {
    let database = database();
    let mut client = database.connect();
    load(
        &mut client,
        "CREATE EXTENSION plpgsql_missing"
            .replace("plpgsql_missing", "plpgsql")
            .replace("CREATE EXTENSION", "CREATE EXTENSION IF NOT EXISTS")
            .as_str(),
    );
    load(
        &mut client,
        "CREATE TEMP TABLE temporary (a int); CREATE TABLE parent (a int); CREATE TABLE dbmig_version (revision text PRIMARY KEY); \
         CREATE VIEW v AS SELECT 1 AS a; CREATE TABLE member (a int); CREATE TYPE member_type AS ENUM ('a'); \
         CREATE SCHEMA member_schema; ALTER EXTENSION plpgsql ADD TABLE member; \
         ALTER EXTENSION plpgsql ADD TYPE member_type; ALTER EXTENSION plpgsql ADD SCHEMA member_schema",
    );
    let own_tables = ["dbmig_version".to_owned()];
    let catalog =
        inspect(&mut client, &Options { default_schema: "public", own_tables: &own_tables }).unwrap();
    assert_eq!(catalog.tables.keys().collect::<Vec<_>>(), [&ObjectName::new("parent")]);
    assert!(catalog.enums.is_empty() && catalog.namespaces.is_empty(), "{catalog:#?}");
}

#[test]
fn tenants_are_equal() {
    let database = database();
    let mut client = database.connect();
    let schema = "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE a (id bigint PRIMARY KEY, m mood DEFAULT 'ok' CHECK (m <> 'ok')); \
                  CREATE TABLE b (a bigint REFERENCES a, m mood[]); CREATE INDEX ON a (m) WHERE m = 'ok'";
    let mut copies = Vec::new();
    for tenant in ["tenant one", "t2"] {
        load(&mut client, &format!("CREATE SCHEMA \"{tenant}\"; SET search_path = \"{tenant}\"; {schema}"));
        let mut catalog = inspect(&mut client, &Options { default_schema: tenant, own_tables: &[] }).unwrap();
        catalog.tables.retain(|name, _| name.schema.is_none());
        catalog.enums.retain(|name, _| name.schema.is_none());
        catalog
            .dependencies
            .retain(|object, _| object.schema_name().is_none_or(|name| name.schema.is_none()));
        let own = |object: &Object| object.schema_name().is_some_and(|name| name.schema.is_none());
        catalog.owners.retain(|object, _| own(object));
        catalog.privileges.retain(|object, _| own(object));
        copies.push(Catalog { namespaces: Default::default(), ..catalog });
    }
    assert_eq!(copies[0].tables.len(), 2);
    assert_eq!(copies[0], copies[1]);
}

#[test]
fn settings_of_the_session_do_not_matter_and_stay() {
    let database = database();
    let mut client = database.connect();
    load(
        &mut client,
        "CREATE TABLE t (a timestamptz DEFAULT '2020-01-01 00:00+00', b interval DEFAULT '1 day', \"Select\" int CHECK (\"Select\" > 0), \
         c float8 DEFAULT 0.1, d bytea DEFAULT '\\x01', e text DEFAULT 'a\\b')",
    );
    let plain = read(&mut client);
    load(
        &mut client,
        "SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'; SET IntervalStyle = 'iso_8601'; SET extra_float_digits = -10; \
         SET quote_all_identifiers = on; SET bytea_output = escape; SET search_path = ''; SET standard_conforming_strings = off",
    );
    assert_eq!(read(&mut client), plain);
    let zone: String = client.query_one("SHOW TimeZone", &[]).unwrap().get(0);
    assert_eq!(zone, "Asia/Tokyo");
}

#[test]
fn the_transaction_has_ended_also_after_a_failure() {
    let database = database();
    let mut client = database.connect();
    load(&mut client, "SET lock_timeout = '50ms'");
    let mut other = database.connect();
    load(&mut other, "BEGIN; LOCK pg_catalog.pg_trigger");
    inspect(&mut client, &Options { default_schema: "public", own_tables: &[] }).unwrap_err();
    load(&mut other, "ROLLBACK");
    load(&mut client, "CREATE TABLE after (a int)");
    assert_eq!(read(&mut other).tables.len(), 1);
}

#[test]
fn sequence_options_are_those_that_differ() {
    let database = database();
    let mut client = database.connect();
    load(
        &mut client,
        "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b smallint GENERATED ALWAYS AS IDENTITY (INCREMENT BY -1), \
         c bigint GENERATED ALWAYS AS IDENTITY (MINVALUE 5), d int GENERATED ALWAYS AS IDENTITY (START WITH 3 CYCLE CACHE 2))",
    );
    let table = read(&mut client).tables.into_values().next().unwrap();
    let options: Vec<_> = table.columns.into_iter().map(|column| column.identity.unwrap().options).collect();
    assert_eq!(options[0], Default::default());
    assert_eq!(
        (options[1].increment, options[1].start, options[1].min, options[1].max),
        (Some(-1), None, None, None)
    );
    assert_eq!((options[2].min, options[2].start), (Some(5), None));
    assert_eq!((options[3].start, options[3].cache, options[3].cycle), (Some(3), Some(2), true));
}

#[test]
fn what_is_not_read_is_listed() {
    let database = database();
    let mut client = database.connect();
    load(
        &mut client,
        "CREATE OPERATOR FAMILY f USING btree; CREATE TYPE shell; CREATE TYPE known AS ENUM ('a'); \
         CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8; CREATE TABLE t (a int); \
         CREATE ACCESS METHOD dbmig_m TYPE TABLE HANDLER heap_tableam_handler",
    );
    let listed: Vec<String> = read(&mut client).left_out.iter().map(ToString::to_string).collect();
    let expected = [
        "access method dbmig_m",
        "conversion public.c",
        "operator family public.f USING btree",
        "type public.shell",
    ];
    assert_eq!(listed, expected);
}
