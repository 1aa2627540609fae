//! Views and materialized views.

use crate::check::cases;

cases! {
    view_comes: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; COMMENT ON VIEW v IS 'x'; COMMENT ON COLUMN v.a IS 'y'";
    view_with_its_table: "" => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT * FROM v";
    query_changes: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t" => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t WHERE a > 0";
    column_goes: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t" => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t";
    type_under_a_view: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a + 1 AS c FROM v; COMMENT ON VIEW w IS 'kept'"
        => "CREATE TABLE t (a bigint, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a + 1 AS c FROM v; COMMENT ON VIEW w IS 'kept'";
    untouched_view_of_another_column: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t" => "CREATE TABLE t (a int, b text); CREATE VIEW v AS SELECT a FROM t";
    options: "CREATE TABLE t (a int); CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM t"
        => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM t WITH CASCADED CHECK OPTION";
    recursive: "" => "CREATE RECURSIVE VIEW v (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v WHERE n < 10";
    default_of_a_view: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t" => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v ALTER a SET DEFAULT 3";
    materialized: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t WITH NO DATA; CREATE UNIQUE INDEX i ON m (a); COMMENT ON INDEX i IS 'x'";
    materialized_query: "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE INDEX i ON m (a); CREATE VIEW v AS SELECT * FROM m"
        => "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a + 1 AS a FROM t; CREATE INDEX i ON m (a); CREATE VIEW v AS SELECT * FROM m";
    materialized_indexes: "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE INDEX i ON m (a); CREATE INDEX j ON m (a)"
        => "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE INDEX i ON m (a DESC); CREATE INDEX k ON m (a)";
    materialized_properties: "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE INDEX i ON m (a)"
        => "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m WITH (fillfactor = 50) AS SELECT a FROM t WITH NO DATA; CREATE INDEX i ON m (a); ALTER MATERIALIZED VIEW m CLUSTER ON i; ALTER MATERIALIZED VIEW m ALTER a SET STATISTICS 7";
    view_becomes_table: "CREATE VIEW v AS SELECT 1 AS a" => "CREATE TABLE v (a int)";
    view_becomes_materialized: "CREATE VIEW v AS SELECT 1 AS a" => "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a";
    primary_key_under_a_view: "CREATE TABLE t (a int PRIMARY KEY, b int); CREATE VIEW v AS SELECT a, b FROM t GROUP BY a"
        => "CREATE TABLE t (a int, b int, CONSTRAINT t_pkey PRIMARY KEY (a) INCLUDE (b)); CREATE VIEW v AS SELECT a, b FROM t GROUP BY a";
    enum_under_a_view: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e); CREATE VIEW v AS SELECT a FROM t"
        => "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e); CREATE VIEW v AS SELECT a FROM t";
    in_a_schema: "" => "CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE VIEW s.v AS SELECT a FROM s.t; CREATE VIEW v AS SELECT a FROM s.v";
    list_of_varchar: "CREATE TABLE t (a varchar(3))" => "CREATE TABLE t (a varchar(3)); CREATE VIEW v AS SELECT a FROM t WHERE a IN ('x', 'y')";
}

cases! {
    column_is_renamed: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b + 1 AS c FROM t; COMMENT ON COLUMN v.a IS 'kept'; CREATE VIEW w AS SELECT a FROM v; ALTER VIEW v ALTER a SET DEFAULT 3"
        => "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a AS x, b + 1 AS y FROM t; COMMENT ON COLUMN v.x IS 'kept'; CREATE VIEW w AS SELECT x AS a FROM v; ALTER VIEW v ALTER x SET DEFAULT 3";
    column_is_renamed_and_changed: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER x INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT b AS x, a FROM t; CREATE TRIGGER x INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    columns_change_places: "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v" => "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT b, a FROM t; CREATE VIEW w AS SELECT a FROM v";
    a_view_gets_a_column_that_another_reads: "CREATE TABLE t (a int, b int); CREATE VIEW z AS SELECT a FROM t; CREATE VIEW v AS SELECT a, 1 AS b FROM z" => "CREATE TABLE t (a int, b int); CREATE VIEW z AS SELECT a, b FROM t; CREATE VIEW v AS SELECT a, b FROM z";
    column_of_a_materialized_view_is_renamed: "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a, a + 1 AS b FROM t; COMMENT ON COLUMN m.a IS 'kept'" => "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a AS x, a + 1 AS b FROM t; COMMENT ON COLUMN m.x IS 'kept'";
    chain_over_a_type: r#"
        CREATE TABLE t (a int, b int); CREATE VIEW v WITH (security_barrier) AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v; CREATE MATERIALIZED VIEW m AS SELECT a FROM w;
        CREATE INDEX i ON m (a); ALTER MATERIALIZED VIEW m CLUSTER ON i; CREATE STATISTICS s ON (a + 1) FROM m; CREATE VIEW z AS SELECT a FROM m;
        CREATE TRIGGER x INSTEAD OF INSERT ON w FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); CREATE RULE r AS ON UPDATE TO v DO INSTEAD UPDATE t SET a = new.a;
        COMMENT ON VIEW w IS 'w'; COMMENT ON COLUMN v.a IS 'va'; COMMENT ON RULE r ON v IS 'r'; COMMENT ON TRIGGER x ON w IS 'x'; ALTER VIEW v ALTER b SET DEFAULT 3"# => r#"
        CREATE TABLE t (a bigint, b int); CREATE VIEW v WITH (security_barrier) AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v; CREATE MATERIALIZED VIEW m AS SELECT a FROM w;
        CREATE INDEX i ON m (a); ALTER MATERIALIZED VIEW m CLUSTER ON i; CREATE STATISTICS s ON (a + 1) FROM m; CREATE VIEW z AS SELECT a FROM m;
        CREATE TRIGGER x INSTEAD OF INSERT ON w FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); CREATE RULE r AS ON UPDATE TO v DO INSTEAD UPDATE t SET a = new.a;
        COMMENT ON VIEW w IS 'w'; COMMENT ON COLUMN v.a IS 'va'; COMMENT ON RULE r ON v IS 'r'; COMMENT ON TRIGGER x ON w IS 'x'; ALTER VIEW v ALTER b SET DEFAULT 3"#;
    view_and_table_change_places: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1 AS b" => "CREATE TABLE v (b int); CREATE VIEW t AS SELECT a FROM (VALUES (1)) x (a)";
    function_between_views: r#"
        CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT max(a) FROM v; END;
        CREATE VIEW w AS SELECT f() AS b"# => r#"
        CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t; CREATE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT max(a) FROM v; END;
        CREATE VIEW w AS SELECT f() AS b"#;
    function_between_views_goes: r#"
        CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT max(a) FROM v; END;
        CREATE VIEW w AS SELECT f() AS b"# => "";
}
