//! Operators and casts.

use crate::check::cases;

const TYPE: &str = "CREATE TYPE e AS ENUM ('a', 'b'); \
    CREATE FUNCTION same(e, e) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RETURN true; END'; \
    CREATE FUNCTION number(e) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';";

macro_rules! with_type {
    ($sql:literal) => {
        &format!("{TYPE} {}", $sql)
    };
}

cases! {
    operator_comes: with_type!("") => with_type!("CREATE OPERATOR === (FUNCTION = same, LEFTARG = e, RIGHTARG = e); COMMENT ON OPERATOR === (e, e) IS 'x'");
    prefix: with_type!("") => with_type!("CREATE OPERATOR @#@ (FUNCTION = number, RIGHTARG = e); COMMENT ON OPERATOR @#@ (NONE, e) IS 'x'");
    every_clause: with_type!("CREATE OPERATOR === (FUNCTION = same, LEFTARG = e, RIGHTARG = e)")
        => with_type!("CREATE OPERATOR === (FUNCTION = same, LEFTARG = e, RIGHTARG = e, COMMUTATOR = ===, NEGATOR = !==, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES); CREATE OPERATOR !== (FUNCTION = same, LEFTARG = e, RIGHTARG = e, NEGATOR = ===)");
    estimators: with_type!("CREATE OPERATOR === (FUNCTION = same, LEFTARG = e, RIGHTARG = e, RESTRICT = eqsel)") => with_type!("CREATE OPERATOR === (FUNCTION = same, LEFTARG = e, RIGHTARG = e, JOIN = eqjoinsel)");
    commutator_comes: with_type!("CREATE OPERATOR <<< (FUNCTION = same, LEFTARG = e, RIGHTARG = e); CREATE VIEW v AS SELECT 'a'::e <<< 'b'::e")
        => with_type!("CREATE OPERATOR <<< (FUNCTION = same, LEFTARG = e, RIGHTARG = e, COMMUTATOR = >>>); CREATE OPERATOR >>> (FUNCTION = same, LEFTARG = e, RIGHTARG = e); CREATE VIEW v AS SELECT 'a'::e <<< 'b'::e");
    promised_only: with_type!("") => with_type!("CREATE OPERATOR <<< (FUNCTION = same, LEFTARG = e, RIGHTARG = e, COMMUTATOR = >>>)");
    function_under_an_operator: "CREATE FUNCTION f(a int, b int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true'; CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int); CREATE TABLE t (a int CHECK (a === 1)); CREATE INDEX i ON t ((a === 2))"
        => "CREATE FUNCTION f(c int, b int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true'; CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int); CREATE TABLE t (a int CHECK (a === 1)); CREATE INDEX i ON t ((a === 2))";
    operator_in_a_schema: "" => "CREATE SCHEMA s; CREATE FUNCTION s.f(int, int) RETURNS bool LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR s.=== (FUNCTION = s.f, LEFTARG = int, RIGHTARG = int, COMMUTATOR = OPERATOR(s.===)); CREATE VIEW v AS SELECT 1 OPERATOR(s.===) 2";
    type_under_an_operator: with_type!("CREATE OPERATOR === (FUNCTION = same, LEFTARG = e, RIGHTARG = e); CREATE VIEW v AS SELECT 'a'::e === 'a'::e; CREATE CAST (e AS int) WITH FUNCTION number(e)")
        => "CREATE TYPE e AS ENUM ('a'); \
            CREATE FUNCTION same(e, e) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RETURN true; END'; \
            CREATE FUNCTION number(e) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'; \
            CREATE OPERATOR === (FUNCTION = same, LEFTARG = e, RIGHTARG = e); CREATE VIEW v AS SELECT 'a'::e === 'a'::e; CREATE CAST (e AS int) WITH FUNCTION number(e)";
    cast_comes: with_type!("") => with_type!("CREATE CAST (e AS int) WITH FUNCTION number(e); COMMENT ON CAST (e AS int) IS 'x'; CREATE VIEW v AS SELECT 'a'::e::int");
    cast_under_a_table: with_type!("") => with_type!("CREATE CAST (e AS int) WITH FUNCTION number(e) AS IMPLICIT; CREATE TABLE a (m e, CHECK (m + 1 > 0))");
    cast_context: with_type!("CREATE CAST (e AS int) WITH FUNCTION number(e)") => with_type!("CREATE CAST (e AS int) WITH FUNCTION number(e) AS ASSIGNMENT");
    cast_method: with_type!("CREATE CAST (varchar AS e) WITH INOUT AS IMPLICIT") => with_type!("CREATE FUNCTION f(varchar) RETURNS e LANGUAGE sql AS 'SELECT ''a''::e'; CREATE CAST (varchar AS e) WITH FUNCTION f(varchar) AS IMPLICIT");
    cast_without_function: "CREATE TABLE a (x int); CREATE TABLE b (x int)" => "CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE FUNCTION f(a) RETURNS b LANGUAGE sql AS 'SELECT ROW(1)::b'; CREATE CAST (a AS b) WITH FUNCTION f(a)";
}
