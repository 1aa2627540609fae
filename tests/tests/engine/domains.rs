//! Domains.

use crate::check::{cases, check_since};

cases! {
    not_null_and_another_type: "CREATE DOMAIN d AS int NOT NULL; CREATE TABLE t (a d)" => "CREATE DOMAIN d AS bigint NOT NULL; CREATE TABLE t (a d)";
    created: "" => r#"CREATE DOMAIN "My d" AS varchar(5) COLLATE "C" DEFAULT 'x' NOT NULL CONSTRAINT c CHECK (VALUE <> '') CHECK (length(VALUE) < 4);
        COMMENT ON DOMAIN "My d" IS 'it''s'; COMMENT ON CONSTRAINT c ON DOMAIN "My d" IS 'c';
        CREATE DOMAIN e AS numeric(4,2)[]; ALTER DOMAIN e ADD CONSTRAINT n CHECK (cardinality(VALUE) > 0) NOT VALID"#;
    used_at_once: "CREATE TABLE t (a int)" => "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (a int, b d DEFAULT 1, c d[]); CREATE TABLE u (a d PRIMARY KEY)";
    over_another: "" => "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE DOMAIN c AS d CHECK (VALUE < 9); CREATE DOMAIN a AS c[]; CREATE TABLE t (a a)";
    over_an_enum: "" => "CREATE TYPE z AS ENUM ('a', 'b'); CREATE DOMAIN a AS z DEFAULT 'a' CHECK (VALUE <> 'b'); CREATE TABLE t (a a)";
    default: "CREATE DOMAIN d AS int; CREATE DOMAIN e AS int DEFAULT 1; CREATE TABLE t (a d, b e)"
        => "CREATE DOMAIN d AS int DEFAULT 2; CREATE DOMAIN e AS int; CREATE TABLE t (a d, b e)";
    nullability: "CREATE DOMAIN d AS int; CREATE DOMAIN e AS int NOT NULL; CREATE TABLE t (a d, b e)"
        => "CREATE DOMAIN d AS int NOT NULL; CREATE DOMAIN e AS int; CREATE TABLE t (a d, b e)";
    checks: r#"CREATE DOMAIN d AS int CONSTRAINT a CHECK (VALUE > 0) CONSTRAINT b CHECK (VALUE > 1) CONSTRAINT c CHECK (VALUE > 2);
            ALTER DOMAIN d ADD CONSTRAINT v CHECK (VALUE <> 7) NOT VALID; CREATE TABLE t (a d)"#
        => r#"CREATE DOMAIN d AS int CONSTRAINT a CHECK (VALUE > 5) CONSTRAINT renamed CHECK (VALUE > 1) CONSTRAINT new CHECK (VALUE > 3) CONSTRAINT v CHECK (VALUE <> 7);
            COMMENT ON CONSTRAINT new ON DOMAIN d IS 'n'; COMMENT ON CONSTRAINT v ON DOMAIN d IS 'v'; CREATE TABLE t (a d)"#;
    checks_inside_of_others: r#"CREATE DOMAIN d AS int; CREATE TYPE r AS (d d); CREATE DOMAIN e AS d;
            CREATE TABLE t (a d[], b r, c e, d d); COMMENT ON DOMAIN e IS 'kept'"#
        => r#"CREATE DOMAIN d AS int NOT NULL CHECK (VALUE > 0); CREATE TYPE r AS (d d); CREATE DOMAIN e AS d;
            CREATE TABLE t (a d[], b r, c e, d d); COMMENT ON DOMAIN e IS 'kept'"#;
    base_type: r#"CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE DOMAIN e AS d; COMMENT ON DOMAIN d IS 'kept';
            CREATE TABLE t (a d DEFAULT 1, b d[], c e, CHECK (a < 9), UNIQUE (a)); CREATE VIEW v AS SELECT a, c FROM t; CREATE INDEX i ON t (a)"#
        => r#"CREATE DOMAIN d AS bigint CHECK (VALUE > 0); CREATE DOMAIN e AS d; COMMENT ON DOMAIN d IS 'kept';
            CREATE TABLE t (a d DEFAULT 1, b d[], c e, CHECK (a < 9), UNIQUE (a)); CREATE VIEW v AS SELECT a, c FROM t; CREATE INDEX i ON t (a)"#;
    base_type_without_a_cast: "CREATE DOMAIN d AS date; CREATE TABLE t (a d, b d[])" => "CREATE DOMAIN d AS uuid; CREATE TABLE t (a d, b d[])";
    base_type_under_a_foreign_key: "CREATE DOMAIN d AS int; CREATE TABLE t (a d PRIMARY KEY); CREATE TABLE u (a d REFERENCES t)"
        => "CREATE DOMAIN d AS text; CREATE TABLE t (a d PRIMARY KEY); CREATE TABLE u (a d REFERENCES t)";
    collation: "CREATE DOMAIN d AS text; CREATE TABLE t (a d)" => r#"CREATE DOMAIN d AS text COLLATE "C"; CREATE TABLE t (a d)"#;
    over_an_enum_that_loses_a_value: "CREATE TYPE z AS ENUM ('a', 'b'); CREATE DOMAIN d AS z DEFAULT 'a' CHECK (VALUE <> 'b'); CREATE TABLE t (a d DEFAULT 'b', b d[])"
        => "CREATE TYPE z AS ENUM ('b', 'a', 'c'); CREATE DOMAIN d AS z DEFAULT 'a' CHECK (VALUE <> 'b'); CREATE TABLE t (a d DEFAULT 'b', b d[])";
    over_an_enum_that_gets_a_value: "CREATE TYPE z AS ENUM ('a'); CREATE DOMAIN d AS z" => "CREATE TYPE z AS ENUM ('a', 'b'); CREATE DOMAIN d AS z DEFAULT 'b' CHECK (VALUE <> 'b')";
    a_column_becomes_one: "CREATE TABLE t (a int DEFAULT 1)" => "CREATE DOMAIN d AS text CHECK (VALUE <> ''); CREATE TABLE t (a d DEFAULT 'x')";
    in_other_schemas: "CREATE SCHEMA s; CREATE DOMAIN s.d AS int; CREATE DOMAIN d AS int; CREATE TABLE t (a s.d, b d)"
        => "CREATE SCHEMA s; CREATE DOMAIN s.d AS bigint; CREATE DOMAIN d AS int DEFAULT 3; CREATE TABLE t (a s.d, b d)";
    an_enum_becomes_one: "CREATE TYPE d AS ENUM ('a')" => "CREATE DOMAIN d AS text";
    a_table_takes_its_name: "CREATE DOMAIN d AS text" => "CREATE TABLE d (a text)";
}

#[test]
fn not_null_with_a_name() {
    check_since(17, "CREATE DOMAIN d AS int", "CREATE DOMAIN d AS int CONSTRAINT named NOT NULL");
    check_since(17, "CREATE DOMAIN d AS int NOT NULL", "CREATE DOMAIN d AS int CONSTRAINT named NOT NULL");
}

#[test]
fn under_functions() {
    crate::check::check(
        r#"CREATE DOMAIN d AS int; CREATE TYPE c AS (a int); CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (d d, c c, e e);
            CREATE FUNCTION f(d, c[], e) RETURNS SETOF d LANGUAGE sql AS 'SELECT $1'; CREATE FUNCTION g(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1 > 0';
            CREATE DOMAIN checked AS int CHECK (g(VALUE)); CREATE VIEW v AS SELECT f(t.d, NULL, t.e) FROM t"#,
        r#"CREATE DOMAIN d AS text; CREATE TYPE c AS (a text); CREATE TYPE e AS ENUM ('b'); CREATE TABLE t (d d, c c, e e);
            CREATE FUNCTION f(d, c[], e) RETURNS SETOF d LANGUAGE sql AS 'SELECT $1'; CREATE FUNCTION g(bigint) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1 > 0';
            CREATE DOMAIN checked AS int CHECK (g(VALUE)); CREATE VIEW v AS SELECT f(t.d, NULL, t.e) FROM t"#,
    );
}
