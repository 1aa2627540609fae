//! Types that are built again while something unusual is made of them: partitions, arrays, rows, domains.

use crate::check::{cases, values_after};

cases! {
    enum_of_a_column_of_partitions: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE p (k int, x e DEFAULT 'a', y e[]) PARTITION BY LIST (k);
            CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY LIST (x); CREATE TABLE q PARTITION OF p DEFAULT; CREATE INDEX i ON p (x) WHERE x = 'b'"
        => "CREATE TYPE e AS ENUM ('b'); CREATE TABLE p (k int, x e DEFAULT 'b', y e[]) PARTITION BY LIST (k);
            CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY LIST (x); CREATE TABLE q PARTITION OF p DEFAULT; CREATE INDEX i ON p (x) WHERE x = 'b'";
    enum_of_a_partition_with_a_default: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE p (k int, x e) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
            ALTER TABLE p1 ALTER x SET DEFAULT 'a', ADD CHECK (x = 'a')"
        => "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE p (k int, x e) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
            ALTER TABLE p1 ALTER x SET DEFAULT 'a', ADD CHECK (x = 'a')";
    enum_of_a_view_that_moves_to_another_table: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e[]); CREATE VIEW v AS SELECT x FROM t"
        => "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE u (x e[]); CREATE VIEW v AS SELECT x FROM u";
    enum_of_inherited_columns: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE p (x e DEFAULT 'a'); CREATE TABLE c (y int) INHERITS (p); CREATE TABLE d (z e) INHERITS (c)"
        => "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE p (x e DEFAULT 'a'); CREATE TABLE c (y int) INHERITS (p); CREATE TABLE d (z e) INHERITS (c)";
    enum_of_a_partition_key: "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE p (x e, y int) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a'); CREATE VIEW v AS SELECT x FROM p"
        => "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE p (x e, y int) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a'); CREATE VIEW v AS SELECT x FROM p";
    enum_of_a_partition_key_with_keys: "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE p (x e, y int, PRIMARY KEY (x, y)) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a');
            CREATE TABLE f (x e, y int, FOREIGN KEY (x, y) REFERENCES p)"
        => "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE p (x e, y int, PRIMARY KEY (x, y)) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a');
            CREATE TABLE f (x e, y int, FOREIGN KEY (x, y) REFERENCES p)";
    enum_of_an_expression_in_a_partition_key: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE p (x e, y int) PARTITION BY LIST ((x = 'a')); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (true)"
        => "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE p (x e, y int) PARTITION BY LIST ((x = 'a')); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (true)";
    enum_of_a_subpartition_key: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE p (x e, y int) PARTITION BY LIST (y); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (x);
            CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN ('a')"
        => "CREATE TYPE e AS ENUM ('a'); CREATE TABLE p (x e, y int) PARTITION BY LIST (y); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (x);
            CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN ('a')";
    domain_of_a_partition_key: "CREATE DOMAIN d AS int; CREATE TABLE p (x d, y int) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE DOMAIN d AS bigint; CREATE TABLE p (x d, y int) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)";
    domain_of_a_column_of_partitions: "CREATE DOMAIN d AS int; CREATE TABLE p (x d, y int) PARTITION BY LIST (y); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE DOMAIN d AS text; CREATE TABLE p (x d, y int) PARTITION BY LIST (y); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)";
    composite_of_a_partition_key: "CREATE TYPE c AS (a int, b int); CREATE TABLE p (x c, y int) PARTITION BY RANGE (((x).a)); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2)"
        => "CREATE TYPE c AS (b int, a int); CREATE TABLE p (x c, y int) PARTITION BY RANGE (((x).a)); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2)";
    range_of_a_partition_key: "CREATE TYPE r AS RANGE (subtype = int); CREATE TABLE p (x r) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('[1,2)')"
        => "CREATE TYPE r AS RANGE (subtype = bigint); CREATE TABLE p (x r) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('[1,2)')";
    function_of_a_partition_key: "CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 % 2'; CREATE TABLE p (x int) PARTITION BY LIST (f(x)); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"
        => "CREATE FUNCTION f(int) RETURNS bigint IMMUTABLE LANGUAGE sql AS 'SELECT $1 % 2::bigint'; CREATE TABLE p (x int) PARTITION BY LIST (f(x)); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)";
    attributes_reordered_in_arrays: "CREATE TYPE c AS (a int, b text); CREATE TABLE t (x c[], y c[] DEFAULT '{}')" => "CREATE TYPE c AS (b text, a int); CREATE TABLE t (x c[], y c[] DEFAULT '{}')";
    attribute_retyped_in_a_domain: "CREATE TYPE c AS (a int, b text); CREATE DOMAIN d AS c CHECK ((VALUE).a > 0); CREATE DOMAIN l AS c[]; CREATE TABLE t (x d, y d[], z l)"
        => "CREATE TYPE c AS (a bigint, b text); CREATE DOMAIN d AS c CHECK ((VALUE).a > 0); CREATE DOMAIN l AS c[]; CREATE TABLE t (x d, y d[], z l)";
    attribute_reordered_in_a_domain: "CREATE TYPE c AS (a int, b text); CREATE DOMAIN d AS c CHECK ((VALUE).a > 0); CREATE TABLE t (x d, y d[])"
        => "CREATE TYPE c AS (b text, a int); CREATE DOMAIN d AS c CHECK ((VALUE).a > 0); CREATE TABLE t (x d, y d[])";
    attribute_retyped_in_another_type: "CREATE TYPE c AS (a int, b text); CREATE TYPE o AS (c c, l c[]); CREATE TYPE oo AS (o o); CREATE TABLE t (x o, y o[], z oo)"
        => "CREATE TYPE c AS (a text, b text); CREATE TYPE o AS (c c, l c[]); CREATE TYPE oo AS (o o); CREATE TABLE t (x o, y o[], z oo)";
    attribute_retyped_and_outer_type_changed: "CREATE TYPE c AS (a int, b text); CREATE TYPE o AS (c c, n int); CREATE TABLE t (x o)"
        => "CREATE TYPE c AS (a text, b text); CREATE TYPE o AS (m int, c c); CREATE TABLE t (x o)";
    attribute_retyped_in_a_range: "CREATE TYPE c AS (a int, b text); CREATE TYPE r AS RANGE (subtype = c); CREATE TABLE t (x r)"
        => "CREATE TYPE c AS (a bigint, b text); CREATE TYPE r AS RANGE (subtype = c); CREATE TABLE t (x r)";
    attribute_retyped_under_a_function: "CREATE TYPE c AS (a int, b text); CREATE TABLE t (x c); CREATE FUNCTION f(c) RETURNS c LANGUAGE sql AS 'SELECT $1'; CREATE INDEX i ON t (((x).a)); CREATE VIEW v AS SELECT f(x) FROM t"
        => "CREATE TYPE c AS (a bigint, b text); CREATE TABLE t (x c); CREATE FUNCTION f(c) RETURNS c LANGUAGE sql AS 'SELECT $1'; CREATE INDEX i ON t (((x).a)); CREATE VIEW v AS SELECT f(x) FROM t";
    row_type_gets_a_column: "CREATE TABLE z (a int); CREATE TABLE t (x z, y z[])" => "CREATE TABLE z (a int, b text); CREATE TABLE t (x z, y z[])";
    row_type_loses_a_column: "CREATE TABLE z (a int, b text); CREATE TABLE t (x z); CREATE VIEW v AS SELECT (x).a FROM t" => "CREATE TABLE z (a int); CREATE TABLE t (x z); CREATE VIEW v AS SELECT (x).a FROM t";
    range_with_a_canonical_function: "" => "CREATE TYPE r; CREATE FUNCTION canon(r) RETURNS r IMMUTABLE STRICT LANGUAGE internal AS 'int4range_canonical';
            CREATE TYPE r AS RANGE (subtype = int, canonical = canon); CREATE TABLE t (x r); COMMENT ON TYPE r IS 'r'; COMMENT ON FUNCTION canon(r) IS 'c'";
    range_gets_a_canonical_function: "CREATE TYPE r AS RANGE (subtype = int); CREATE TABLE t (x r, y r_multirange)"
        => "CREATE TYPE r; CREATE FUNCTION canon(r) RETURNS r IMMUTABLE STRICT LANGUAGE internal AS 'int4range_canonical';
            CREATE TYPE r AS RANGE (subtype = int, canonical = canon); CREATE TABLE t (x r, y r_multirange)";
    range_with_a_canonical_function_changes: "CREATE TYPE r; CREATE FUNCTION canon(r) RETURNS r IMMUTABLE STRICT LANGUAGE internal AS 'int4range_canonical';
            CREATE TYPE r AS RANGE (subtype = int, canonical = canon); CREATE TABLE t (x r)"
        => "CREATE TYPE r; CREATE FUNCTION canon(r) RETURNS r IMMUTABLE STRICT LANGUAGE internal AS 'int8range_canonical';
            CREATE TYPE r AS RANGE (subtype = bigint, canonical = canon); CREATE TABLE t (x r)";
    range_loses_its_canonical_function: "CREATE TYPE r; CREATE FUNCTION canon(r) RETURNS r IMMUTABLE STRICT LANGUAGE internal AS 'int4range_canonical';
            CREATE TYPE r AS RANGE (subtype = int, canonical = canon); CREATE TABLE t (x r); CREATE VIEW v AS SELECT canon(x) FROM t"
        => "CREATE TYPE r AS RANGE (subtype = int); CREATE TABLE t (x r)";
    canonical_function_changes: "CREATE SCHEMA s; CREATE TYPE s.r; CREATE FUNCTION s.canon(s.r) RETURNS s.r IMMUTABLE STRICT LANGUAGE internal AS 'int4range_canonical';
            CREATE TYPE s.r AS RANGE (subtype = int, canonical = s.canon); CREATE TABLE t (x s.r)"
        => "CREATE SCHEMA s; CREATE TYPE s.r; CREATE FUNCTION s.canon(s.r) RETURNS s.r IMMUTABLE STRICT LANGUAGE internal AS 'daterange_canonical';
            CREATE TYPE s.r AS RANGE (subtype = int, canonical = s.canon); CREATE TABLE t (x s.r)";
    row_type_gets_a_default: "CREATE TABLE z (a int); CREATE TABLE t (x z)" => "CREATE TABLE z (a int, b text NOT NULL DEFAULT 'x'); CREATE TABLE t (x z)";
    row_type_whose_column_changes: "CREATE TABLE z (a int, b text); CREATE TABLE t (x z, y z[])" => "CREATE TABLE z (a bigint, b text); CREATE TABLE t (x z, y z[])";
    row_type_whose_column_changes_under_everything: "CREATE TABLE z (a int, b text); CREATE TABLE t (x z NOT NULL DEFAULT '(1,x)'); CREATE INDEX i ON t (x); CREATE VIEW v AS SELECT (x).a FROM t;
            CREATE TYPE o AS (z z); CREATE DOMAIN d AS z; CREATE TABLE u (o o, d d)"
        => "CREATE TABLE z (a bigint, b text); CREATE TABLE t (x z NOT NULL DEFAULT '(1,x)'); CREATE INDEX i ON t (x); CREATE VIEW v AS SELECT (x).a FROM t;
            CREATE TYPE o AS (z z); CREATE DOMAIN d AS z; CREATE TABLE u (o o, d d)";
    row_type_of_an_enum_that_is_built_again: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE z (a e); CREATE TABLE t (x z)" => "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE z (a e); CREATE TABLE t (x z)";
    row_type_of_a_partition_key: "CREATE TABLE z (a int) PARTITION BY LIST (a); CREATE TABLE t (x z)" => "CREATE TABLE z (a int) PARTITION BY RANGE (a); CREATE TABLE t (x z)";
    row_type_of_a_view: "CREATE VIEW z AS SELECT 1 AS a; CREATE TABLE t (x z)" => "CREATE VIEW z AS SELECT 'x'::text AS a; CREATE TABLE t (x z)";
}

#[test]
fn rows_of_partitions_survive() {
    let values = values_after(
        "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE p (x e, y int) PARTITION BY LIST (y); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); INSERT INTO p VALUES ('a', 1)",
        "CREATE TYPE e AS ENUM ('c', 'a'); CREATE TABLE p (x e, y int) PARTITION BY LIST (y); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
        "SELECT x::text FROM p",
    );
    assert_eq!(values, ["a"]);
}

#[test]
fn rows_in_arrays_and_domains_survive() {
    let values = values_after(
        "CREATE TYPE c AS (a int, b int); CREATE TYPE o AS (c c, l c[]); CREATE DOMAIN d AS c; CREATE TABLE t (id int, x c[], y d, z o, w d[]);
            INSERT INTO t VALUES (1, '{\"(1,2)\",NULL}', '(1,2)', '(\"(1,2)\",\"{\"\"(1,2)\"\"}\")', '{\"(1,2)\"}'), (2, NULL, NULL, NULL, NULL), (3, '{}', '(,)', '(,)', '{}')",
        "CREATE TYPE c AS (b bigint, n int, a bigint); CREATE TYPE o AS (l c[], c c); CREATE DOMAIN d AS c; CREATE TABLE t (id int, x c[], y d, z o, w d[])",
        "SELECT concat_ws(' ', id, x::text, y::text, z::text, w::text) FROM t ORDER BY id",
    );
    assert_eq!(
        values,
        [
            "1 {\"(2,,1)\",NULL} (2,,1) (\"{\"\"(2,,1)\"\"}\",\"(2,,1)\") {\"(2,,1)\"}",
            "2",
            "3 {} (,,) (,) {}"
        ]
    );
}

#[test]
fn rows_of_a_row_type_survive() {
    let values = values_after(
        "CREATE TABLE z (a int, b text); CREATE TABLE t (x z, y z[]); INSERT INTO t VALUES ('(1,x)', '{\"(2,y)\"}')",
        "CREATE TABLE z (a text, b text); CREATE TABLE t (x z, y z[])",
        "SELECT concat_ws(' ', x::text, y::text) FROM t",
    );
    assert_eq!(values, ["(1,x) {\"(2,y)\"}"]);
}
