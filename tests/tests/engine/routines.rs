//! Functions and procedures.

use crate::check::cases;

cases! {
    function_comes: "" => "CREATE FUNCTION f(a int, b text DEFAULT 'it''s') RETURNS int LANGUAGE plpgsql AS $f$BEGIN RETURN a; END$f$; COMMENT ON FUNCTION f IS 'x'";
    comment_changes: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION f IS 'x'" => "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION f IS 'y'";
    procedure_comes: "" => "CREATE PROCEDURE p(a int, INOUT b int DEFAULT 1) LANGUAGE plpgsql AS 'BEGIN b := a; END'; COMMENT ON PROCEDURE p IS 'x'";
    procedure_with_outputs: "CREATE PROCEDURE p(a int, OUT b int) LANGUAGE plpgsql AS 'BEGIN b := a; END'" => "CREATE PROCEDURE p(a int, OUT b int) LANGUAGE plpgsql AS 'BEGIN b := a + 1; END'";
    procedure_settings: "CREATE PROCEDURE p() LANGUAGE sql AS ''" => "CREATE PROCEDURE p() LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS 'SELECT 1'";
    procedure_becomes_function: "CREATE PROCEDURE f(a int) LANGUAGE sql AS ''" => "CREATE FUNCTION f(a int) RETURNS void LANGUAGE sql AS ''";
    body_with_any_quotes: "" => "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS E'\nBEGIN\r\n  RETURN $$a$$ || \\'$body$\\' || \\'\\\\x\\';\nEND  \n'";
    body_of_words_only: "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''a'' -- one'" => "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''a'' -- two'";
    every_property: "CREATE FUNCTION f(int) RETURNS SETOF int LANGUAGE sql AS 'SELECT 1'"
        => "CREATE FUNCTION f(int) RETURNS SETOF int LANGUAGE sql IMMUTABLE STRICT LEAKPROOF SECURITY DEFINER PARALLEL SAFE COST 7.5 ROWS 12 SET search_path = pg_catalog, \"My, \"\"S\"\"\", pg_temp SET work_mem = '64MB' SET \"app.user\" = 'it''s' AS 'SELECT 1'";
    stable_and_restricted: "CREATE FUNCTION f() RETURNS int LANGUAGE sql STABLE PARALLEL RESTRICTED AS 'SELECT 1'" => "CREATE FUNCTION f() RETURNS int LANGUAGE sql PARALLEL SAFE AS 'SELECT 1'";
    empty_search_path: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'" => "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = '' AS 'SELECT 1'";
    support_function: "CREATE FUNCTION f(text) RETURNS int LANGUAGE internal IMMUTABLE AS 'textlen'" => "CREATE FUNCTION f(text) RETURNS int LANGUAGE internal IMMUTABLE SUPPORT pg_catalog.textlike_support AS 'textlen'";
    library: "" => "CREATE FUNCTION f(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler'";
    language_changes: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'" => "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'";
    window_function: "CREATE FUNCTION f() RETURNS bigint LANGUAGE internal AS 'window_row_number' WINDOW" => "CREATE FUNCTION f() RETURNS bigint LANGUAGE internal AS 'window_rank' WINDOW";
    no_window_function_any_more: "CREATE FUNCTION f() RETURNS bigint LANGUAGE internal AS 'window_row_number' WINDOW" => "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'";
    argument_names: "CREATE FUNCTION f(a int, int) RETURNS int LANGUAGE sql AS 'SELECT 1'" => "CREATE FUNCTION f(b int, \"Order\" int) RETURNS int LANGUAGE sql AS 'SELECT 1'";
    argument_gets_a_name: "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'" => "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'";
    argument_types: "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'" => "CREATE FUNCTION f(a bigint) RETURNS int LANGUAGE sql AS 'SELECT 1'";
    defaults: "CREATE FUNCTION f(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT 1'" => "CREATE FUNCTION f(a int DEFAULT 1 + 1, b int DEFAULT 3) RETURNS int LANGUAGE sql AS 'SELECT 1'";
    default_goes_under_a_view: "CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f()" => "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f(1)";
    variadic: "CREATE FUNCTION f(int[]) RETURNS int LANGUAGE sql AS 'SELECT 1'" => "CREATE FUNCTION f(VARIADIC int[]) RETURNS int LANGUAGE sql AS 'SELECT 1'";
    outputs: "CREATE FUNCTION f(a int, OUT b int) LANGUAGE sql AS 'SELECT 1'" => "CREATE FUNCTION f(a int, OUT b int, OUT c text) LANGUAGE sql AS 'SELECT 1, ''x'''";
    output_names: "CREATE FUNCTION f(OUT b int, OUT c text) LANGUAGE sql AS 'SELECT 1, ''x'''" => "CREATE FUNCTION f(OUT b int, OUT d text) LANGUAGE sql AS 'SELECT 1, ''x'''";
    set_of_outputs: "" => "CREATE FUNCTION f(INOUT a int, OUT b int) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, 2'";
    returns_table: "CREATE FUNCTION f(x int) RETURNS TABLE (a int, \"B\" text) LANGUAGE sql AS 'SELECT 1, ''x'''" => "CREATE FUNCTION f(x int) RETURNS TABLE (a int, \"B\" text, c int) LANGUAGE sql AS 'SELECT 1, ''x'', 2'";
    result_type: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT f()'" => "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT f()::int'";
    overloads: "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 2'" => "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 3'; CREATE FUNCTION f(text, int) RETURNS int LANGUAGE sql AS 'SELECT 2'";
    polymorphic: "" => "CREATE FUNCTION f(a anyelement, b anyarray, VARIADIC c \"any\") RETURNS anyelement LANGUAGE internal AS 'array_append'";
    in_a_schema: "" => "CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a'); CREATE FUNCTION s.f(a s.e DEFAULT 'a') RETURNS SETOF s.e LANGUAGE sql AS 'SELECT a'; CREATE FUNCTION f(a s.e) RETURNS SETOF s.e LANGUAGE sql AS 'SELECT s.f(a)'";
    atomic_body: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); CREATE FUNCTION f(x int) RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC SELECT a FROM t WHERE a > x; SELECT a + 1 FROM t; END; CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql RETURN x + 1";
    atomic_body_changes: "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN (SELECT max(a) FROM t)" => "CREATE TABLE u (a int); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN (SELECT max(a) FROM u)";
    column_under_an_atomic_body: "CREATE TABLE t (a int, b int); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql RETURN (SELECT max(a) FROM t); CREATE VIEW v AS SELECT f()"
        => "CREATE TABLE t (a bigint, b int); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql RETURN (SELECT max(a) FROM t); CREATE VIEW v AS SELECT f()";
    atomic_procedure: "" => "CREATE TABLE t (a int); CREATE PROCEDURE p(x int) LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (x); DELETE FROM t WHERE a = x; END";
    atomic_over_functions: "" => "CREATE FUNCTION z() RETURNS int LANGUAGE sql RETURN 1; CREATE FUNCTION a() RETURNS int LANGUAGE sql RETURN z(); CREATE VIEW b AS SELECT a()";
    row_type_argument: "" => "CREATE TABLE t (a int); CREATE FUNCTION f(t) RETURNS t LANGUAGE sql AS 'SELECT $1'; CREATE FUNCTION g() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'";
    table_under_its_row_type: "CREATE TABLE t (a int); CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS 'SELECT 1'" => "CREATE TABLE t (a bigint, b int); CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS 'SELECT 1'";
    text_bodies_in_order: "" => "CREATE TABLE z (a int); CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT a FROM z'; CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT g()'";
    text_bodies_over_new_columns: "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT a FROM t'" => "CREATE TABLE t (a int, c int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT c FROM t'";
    text_bodies_over_views: "" => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'; CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT a FROM v'";
    text_bodies_in_a_circle: "" => "CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN g(a); END'; CREATE FUNCTION g(a int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN f(a); END'";
    default_calls_a_function: "" => "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE t (a int DEFAULT f(), CHECK (a > f()))";
    function_of_a_default_changes: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE t (a int DEFAULT f(), b int, CONSTRAINT c CHECK (b > f()), d int)"
        => "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; CREATE TABLE t (a int DEFAULT f(), b int, CONSTRAINT c CHECK (b > f()), d int)";
    function_of_an_index_and_a_computed_column: "CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE t (a int, b int GENERATED ALWAYS AS (f(a)) STORED); CREATE INDEX i ON t (f(a))"
        => "CREATE FUNCTION f(y int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE t (a int, b int GENERATED ALWAYS AS (f(a)) STORED); CREATE INDEX i ON t (f(a))";
    enum_under_a_function: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE FUNCTION f(x e DEFAULT 'a') RETURNS e[] LANGUAGE sql AS 'SELECT ARRAY[x]'; CREATE VIEW v AS SELECT f()"
        => "CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION f(x e DEFAULT 'a') RETURNS e[] LANGUAGE sql AS 'SELECT ARRAY[x]'; CREATE VIEW v AS SELECT f()";
    plpgsql_names_types: "" => "CREATE TYPE zz AS ENUM ('a'); CREATE TABLE zt (a int); CREATE FUNCTION a() RETURNS void LANGUAGE plpgsql AS 'DECLARE x zz; y zt%ROWTYPE; z zt.a%TYPE; BEGIN END'";
    of_range_types: "CREATE TYPE r AS RANGE (subtype = int)" => "CREATE TYPE r AS RANGE (subtype = int); CREATE FUNCTION f(r) RETURNS int LANGUAGE sql AS 'SELECT lower($1)'";
    list_of_varchar_in_a_default: "" => "CREATE FUNCTION f(a bool DEFAULT 'x'::varchar IN ('a', 'b')) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g(x varchar) RETURNS bool LANGUAGE sql RETURN x IN ('a', 'b')";
}
