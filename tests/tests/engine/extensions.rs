//! Extensions.

use crate::check::check_with_extensions;

#[test]
fn come_and_go_with_what_stands_on_them() {
    check_with_extensions(
        &["citext", "pg_trgm"],
        "CREATE TABLE t (a text)",
        r#"CREATE SCHEMA x; CREATE EXTENSION citext SCHEMA x; CREATE EXTENSION pg_trgm; CREATE TABLE t (a text, b x.citext[] DEFAULT '{a}');
            CREATE INDEX i ON t USING gin (a gin_trgm_ops); CREATE VIEW v AS SELECT similarity(a, 'x') FROM t;
            CREATE DOMAIN d AS x.citext"#,
    );
}

#[test]
fn an_extension_that_needs_another() {
    check_with_extensions(
        &["cube", "earthdistance"],
        "",
        "CREATE EXTENSION cube; CREATE EXTENSION earthdistance; CREATE TABLE t (a earth)",
    );
}

#[test]
fn comment() {
    check_with_extensions(
        &["citext"],
        "CREATE EXTENSION citext",
        "CREATE EXTENSION citext; COMMENT ON EXTENSION citext IS 'it''s'",
    );
    check_with_extensions(&["citext"], "", "CREATE EXTENSION citext; COMMENT ON EXTENSION citext IS NULL");
}

#[test]
fn schema() {
    check_with_extensions(
        &["citext"],
        "CREATE EXTENSION citext; CREATE TABLE t (a citext)",
        "CREATE SCHEMA x; CREATE EXTENSION citext SCHEMA x; CREATE TABLE t (a x.citext)",
    );
}

#[test]
fn version() {
    check_with_extensions(
        &["pg_trgm"],
        "CREATE EXTENSION pg_trgm VERSION '1.5'; CREATE TABLE t (a text); CREATE INDEX i ON t USING gin (a gin_trgm_ops)",
        "CREATE EXTENSION pg_trgm VERSION '1.6'; CREATE TABLE t (a text); CREATE INDEX i ON t USING gin (a gin_trgm_ops)",
    );
}
