//! Extended statistics.

use crate::check::cases;

cases! {
    statistics_come: "CREATE TABLE t (a int, b int)" => "CREATE TABLE t (a int, b int); CREATE STATISTICS s ON b, a FROM t; COMMENT ON STATISTICS s IS 'c'";
    statistics_with_their_table: "" => r#"
        CREATE SCHEMA "S x"; CREATE TABLE t (a int, "b c" int); CREATE STATISTICS "S x"."s t" (mcv, ndistinct) ON "b c", (a + 1), a, (a % 2) FROM t;
        ALTER STATISTICS "S x"."s t" SET STATISTICS 50"#;
    kinds: "CREATE TABLE t (a int, b int); CREATE STATISTICS s (dependencies) ON a, b FROM t; COMMENT ON STATISTICS s IS 'kept'" => "CREATE TABLE t (a int, b int); CREATE STATISTICS s (ndistinct, mcv) ON a, b FROM t; COMMENT ON STATISTICS s IS 'kept'";
    columns: "CREATE TABLE t (a int, b int, c int); CREATE STATISTICS s ON a, b FROM t" => "CREATE TABLE t (a int, b int, c int); CREATE STATISTICS s ON a, c FROM t";
    one_expression: "CREATE TABLE t (a int); CREATE STATISTICS s ON (a + 1) FROM t" => "CREATE TABLE t (a int); CREATE STATISTICS s ON (a + 2) FROM t";
    another_table: "CREATE TABLE t (a int, b int); CREATE TABLE u (a int, b int); CREATE STATISTICS s ON a, b FROM t" => "CREATE TABLE t (a int, b int); CREATE TABLE u (a int, b int); CREATE STATISTICS s ON a, b FROM u";
    target: "CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t" => "CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t; ALTER STATISTICS s SET STATISTICS 0";
    a_materialized_view: "CREATE TABLE t (a int, b int); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t; CREATE STATISTICS s ON a, b FROM m; CREATE INDEX i ON m (a)"
        => "CREATE TABLE t (a bigint, b int); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t; CREATE STATISTICS s ON a, b FROM m; CREATE INDEX i ON m (a)";
    type_under_statistics: "CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, (b + 1) FROM t; CREATE STATISTICS kept (mcv) ON a, b FROM t; ALTER STATISTICS kept SET STATISTICS 7; COMMENT ON STATISTICS kept IS 'kept'"
        => "CREATE TABLE t (a bigint, b bigint); CREATE STATISTICS s ON a, (b + 1) FROM t; CREATE STATISTICS kept (mcv) ON a, b FROM t; ALTER STATISTICS kept SET STATISTICS 7; COMMENT ON STATISTICS kept IS 'kept'";
    type_and_target: "CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t" => "CREATE TABLE t (a bigint, b int); CREATE STATISTICS s ON a, b FROM t; ALTER STATISTICS s SET STATISTICS 9";
    column_of_statistics_goes: "CREATE TABLE t (a int, b int, c int); CREATE STATISTICS s ON a, b, c FROM t; CREATE STATISTICS r ON c, b FROM t" => "CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t";
    column_of_statistics_is_replaced: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED); CREATE STATISTICS s ON a, b FROM t" => "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 2) STORED); CREATE STATISTICS s ON a, b FROM t";
    of_partitions: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE STATISTICS s ON a, b FROM p"
        => "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE STATISTICS s ON a, b FROM p1; CREATE STATISTICS r ON (a + b) FROM p";
}
