//! Collations.

use crate::check::{cases, check_since};

cases! {
    created: "" => r#"CREATE COLLATION c (locale = 'C'); CREATE COLLATION d (lc_collate = 'C', lc_ctype = 'POSIX');
        CREATE COLLATION e (provider = icu, locale = 'en-US-u-kn-true'); CREATE COLLATION "F f" (provider = icu, locale = 'und', deterministic = false);
        COMMENT ON COLLATION c IS 'it''s'"#;
    comment: "CREATE COLLATION c (locale = 'C')" => "CREATE COLLATION c (locale = 'C'); COMMENT ON COLLATION c IS 'x'";
    used_at_once: "CREATE TABLE t (a text)"
        => "CREATE COLLATION c (provider = icu, locale = 'de'); CREATE TABLE t (a text COLLATE c, b text); CREATE INDEX i ON t (b COLLATE c)";
    in_a_schema: "" => "CREATE SCHEMA s; CREATE COLLATION s.c (locale = 'C'); CREATE TABLE t (a text COLLATE s.c)";
    changed_under_everything: r#"CREATE COLLATION c (provider = icu, locale = 'de');
        CREATE DOMAIN d AS text COLLATE c; CREATE TYPE r AS (a text COLLATE c);
        CREATE TABLE t (a text COLLATE c PRIMARY KEY, b text[] COLLATE c, d d, e text, CHECK (a < 'x'), CHECK (e COLLATE c < 'y'));
        CREATE INDEX i ON t (e COLLATE c); CREATE VIEW v AS SELECT a FROM t ORDER BY e COLLATE c; CREATE TABLE u (a r)"# => r#"CREATE COLLATION c (provider = icu, locale = 'fr');
        CREATE DOMAIN d AS text COLLATE c; CREATE TYPE r AS (a text COLLATE c);
        CREATE TABLE t (a text COLLATE c PRIMARY KEY, b text[] COLLATE c, d d, e text, CHECK (a < 'x'), CHECK (e COLLATE c < 'y'));
        CREATE INDEX i ON t (e COLLATE c); CREATE VIEW v AS SELECT a FROM t ORDER BY e COLLATE c; CREATE TABLE u (a r)"#;
    determinism: "CREATE COLLATION c (provider = icu, locale = 'de'); CREATE TABLE t (a text COLLATE c)"
        => "CREATE COLLATION c (provider = icu, locale = 'de', deterministic = false); CREATE TABLE t (a text COLLATE c)";
}

#[test]
fn rules() {
    check_since(16, "", "CREATE COLLATION c (provider = icu, locale = 'de', rules = '&V << w <<< W')");
}

#[test]
fn builtin() {
    check_since(17, "", "CREATE COLLATION c (provider = builtin, locale = 'C.UTF-8')");
}
