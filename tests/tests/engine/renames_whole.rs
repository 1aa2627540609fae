//! Declared renames of views, domains and composite types: what stands on them stays, and so do rows.

use dbmig_runtime::diff::diff;
use dbmig_runtime::op::Operation;
use dbmig_tests::server::database;

use crate::check::{load, migrate, read};
use crate::renames::{check, check_only, renames};

#[test]
fn a_view_under_everything() {
    let on = |view: &str| {
        format!(
            "CREATE TABLE t (a int, b text);
             CREATE VIEW {view} AS SELECT a, b FROM t WHERE a > 0;
             COMMENT ON VIEW {view} IS 'kept'; COMMENT ON COLUMN {view}.a IS 'kept';
             ALTER VIEW {view} ALTER b SET DEFAULT 'x';
             GRANT SELECT ON {view} TO pg_monitor; GRANT UPDATE (a) ON {view} TO pg_monitor;
             CREATE VIEW over AS SELECT x.a AS one, {view}.b FROM {view} x JOIN {view} ON {view}.a = x.a;
             CREATE MATERIALIZED VIEW kept AS SELECT * FROM {view};
             CREATE FUNCTION f(r {view}) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT max({view}.a) FROM {view}; END;
             CREATE RULE r AS ON INSERT TO {view} DO INSTEAD INSERT INTO t (a) VALUES (new.a);
             CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
             CREATE TRIGGER i INSTEAD OF UPDATE ON {view} FOR EACH ROW EXECUTE FUNCTION g()"
        )
    };
    check_only(&["view v=w"], &on("v"), &on("w"), &["ALTER VIEW public.v RENAME TO w"]);
}

#[test]
fn a_view_that_changes_too() {
    let tables = "CREATE TABLE t (a int, b text);";
    let operations = check(
        &["view v=w"],
        &format!("{tables} CREATE VIEW v AS SELECT a FROM t; CREATE VIEW x AS SELECT a FROM v"),
        &format!(
            "{tables} CREATE VIEW w AS SELECT a, b FROM t WHERE a > 0; CREATE VIEW x AS SELECT a FROM w"
        ),
    );
    assert!(matches!(operations.as_slice(), [Operation::Alter(_), Operation::Replace(_)]), "{operations:?}");
    // Built again: dropped under its old name.
    check(
        &["view v=w"],
        &format!(
            "{tables} CREATE VIEW v AS SELECT a FROM t; CREATE VIEW x AS SELECT a FROM v; GRANT SELECT ON v TO pg_monitor"
        ),
        &format!(
            "{tables} CREATE VIEW w AS SELECT b AS a FROM t; CREATE VIEW x AS SELECT a FROM w; GRANT SELECT ON w TO pg_monitor"
        ),
    );
    check(
        &["view v=w", "column t.a=c"],
        &format!("{tables} CREATE VIEW v AS SELECT a FROM t; CREATE TABLE o (x int)"),
        "CREATE TABLE t (c bigint, b text); CREATE VIEW w AS SELECT c AS a FROM t; CREATE TABLE v (x int)",
    );
}

#[test]
fn names_of_views_move_on() {
    check(
        &["view a=b", "view b=c"],
        "CREATE VIEW a AS SELECT 1 AS x; CREATE VIEW b AS SELECT 2 AS y; CREATE VIEW o AS SELECT * FROM a, b",
        "CREATE VIEW b AS SELECT 1 AS x; CREATE VIEW c AS SELECT 2 AS y; CREATE VIEW o AS SELECT * FROM b, c; CREATE TABLE a ()",
    );
    // Two that change places are made anew.
    check(
        &["view a=b", "view b=a"],
        "CREATE VIEW a AS SELECT 1 AS x; CREATE VIEW b AS SELECT 'x' AS y",
        "CREATE VIEW b AS SELECT 1 AS x; CREATE VIEW a AS SELECT 'x' AS y",
    );
    check(
        &["view t=v", "table v=t"],
        "CREATE VIEW t AS SELECT 1 AS x; CREATE TABLE v (x int)",
        "CREATE VIEW v AS SELECT 1 AS x; CREATE TABLE t (x int)",
    );
}

#[test]
fn a_materialized_view_keeps_its_rows() {
    let on = |view: &str| {
        format!(
            "CREATE TABLE t (a int, b int); CREATE MATERIALIZED VIEW {view} AS SELECT a, b FROM t;
             CREATE UNIQUE INDEX i ON {view} (a); CREATE STATISTICS s ON a, b FROM {view};
             COMMENT ON MATERIALIZED VIEW {view} IS 'kept'; CREATE VIEW o AS SELECT {view}.a FROM {view}"
        )
    };
    check_only(&["materialized m=n"], &on("m"), &on("n"), &["ALTER MATERIALIZED VIEW public.m RENAME TO n"]);
}

#[test]
fn a_domain_under_everything() {
    let on = |domain: &str| {
        format!(
            "CREATE DOMAIN {domain} AS text CONSTRAINT d_check CHECK (VALUE <> '') CONSTRAINT c CHECK (lower(VALUE) = VALUE);
             COMMENT ON DOMAIN {domain} IS 'kept'; COMMENT ON CONSTRAINT c ON DOMAIN {domain} IS 'kept';
             CREATE DOMAIN over AS {domain} CHECK (VALUE::text <> 'x');
             CREATE TYPE pair AS (one {domain}, many {domain}[]);
             CREATE TABLE t (a {domain} DEFAULT 'y'::{domain}, b {domain}[], c pair, CHECK (a <> 'z'::{domain}));
             CREATE INDEX i ON t ((a::{domain}));
             CREATE VIEW v AS SELECT a, 'q'::{domain} AS q, ARRAY['w'::{domain}] AS w FROM t;
             CREATE FUNCTION f(x {domain}, y {domain}[] DEFAULT NULL) RETURNS {domain} LANGUAGE sql IMMUTABLE
                 BEGIN ATOMIC SELECT x; END;
             CREATE VIEW u AS SELECT f(a) AS g FROM t;
             GRANT USAGE ON TYPE {domain} TO pg_monitor"
        )
    };
    check_only(&["domain d=e"], &on("d"), &on("e"), &["ALTER DOMAIN public.d RENAME TO e"]);
}

#[test]
fn a_domain_that_changes_too() {
    check_only(
        &["domain d=e"],
        "CREATE DOMAIN d AS int DEFAULT 1 CONSTRAINT c CHECK (VALUE > 0); CREATE TABLE t (a d)",
        "CREATE DOMAIN e AS int DEFAULT 2 CONSTRAINT c CHECK (VALUE > 0); CREATE TABLE t (a e)",
        &["ALTER DOMAIN public.d RENAME TO e", "ALTER DOMAIN public.e SET DEFAULT 2"],
    );
    check(
        &["domain d=e"],
        "CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0); CREATE TABLE t (a d, b d[]); CREATE VIEW v AS SELECT a FROM t",
        "CREATE DOMAIN e AS bigint NOT NULL CONSTRAINT c CHECK (VALUE > 1); CREATE TABLE t (a e, b e[]); CREATE VIEW v AS SELECT a FROM t",
    );
    check(
        &["domain d=e"],
        "CREATE DOMAIN d AS int NOT NULL; CREATE TABLE t (a d)",
        "CREATE DOMAIN e AS int NOT NULL; CREATE TABLE t (a e); CREATE DOMAIN d AS text",
    );
    check(
        &["domain d=e"],
        "CREATE DOMAIN d AS int; CREATE FUNCTION f(x d) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE DOMAIN e AS int",
    );
}

#[test]
fn a_composite_type_under_everything() {
    let on = |name: &str, attribute: &str| {
        format!(
            "CREATE TYPE {name} AS ({attribute} text, code int); COMMENT ON TYPE {name} IS 'kept';
             COMMENT ON COLUMN {name}.{attribute} IS 'kept';
             CREATE TYPE outer_one AS (one {name}, many {name}[]);
             CREATE TABLE t (a {name}, b {name}[], CHECK ((a).{attribute} <> ''));
             CREATE INDEX i ON t (((a).{attribute}));
             CREATE VIEW v AS SELECT (a).{attribute} AS x, ROW('q', 1)::{name} AS y FROM t;
             CREATE FUNCTION f(x {name}) RETURNS SETOF {name} LANGUAGE sql BEGIN ATOMIC SELECT (x).{attribute} AS s, 1 AS c; END"
        )
    };
    check_only(
        &["composite c=d"],
        &on("c", "street"),
        &on("d", "street"),
        &["ALTER TYPE public.c RENAME TO d"],
    );
    check_only(
        &["attribute c.street=road"],
        &on("c", "street"),
        &on("c", "road"),
        &["ALTER TYPE public.c RENAME ATTRIBUTE street TO road"],
    );
    check_only(
        &["composite c=d", "attribute d.street=road"],
        &on("c", "street"),
        &on("d", "road"),
        &["ALTER TYPE public.c RENAME TO d", "ALTER TYPE public.d RENAME ATTRIBUTE street TO road"],
    );
}

#[test]
fn rows_stay_where_a_type_is_renamed_and_changes() {
    let (old, new) = (
        "CREATE TYPE c AS (street text, code int, gone text); CREATE DOMAIN n AS int;
         CREATE TABLE t (a c, b c[], k n); INSERT INTO t VALUES (('s', 1, 'g'), ARRAY[('r', 2, 'h')::c], 7)",
        "CREATE TYPE d AS (code bigint, road text); CREATE DOMAIN m AS bigint;
         CREATE TABLE t (a d, b d[], k m)",
    );
    let renames = renames(&["composite c=d", "attribute d.street=road", "domain n=m"]);
    let (from, to) = (database(), database());
    let (mut client, mut other) = (from.connect(), to.connect());
    load(&mut client, old);
    load(&mut other, new);
    let (start, target) = (read(&mut client), read(&mut other));
    let changes = diff(&start, &target, &renames);
    migrate(&mut client, &changes, &target);
    let row = |client: &mut postgres::Client| -> String {
        client.query_one("SELECT t::text FROM t", &[]).unwrap().get(0)
    };
    assert_eq!(row(&mut client), r#"("(1,s)","{""(2,r)""}",7)"#);
    migrate(&mut client, &changes.reversed(), &start);
    assert_eq!(row(&mut client), r#"("(s,1,)","{""(r,2,)""}",7)"#);
}

#[test]
fn what_is_something_else_is_not_renamed() {
    check(
        &["view a=b", "domain d=e", "composite x=y"],
        "CREATE VIEW a AS SELECT 1 AS x; CREATE DOMAIN d AS int; CREATE TYPE x AS (a int)",
        "CREATE MATERIALIZED VIEW b AS SELECT 1 AS x; CREATE TYPE e AS (a int); CREATE TYPE y AS ENUM ('a')",
    );
}
