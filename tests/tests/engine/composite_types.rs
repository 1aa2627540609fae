//! Composite and range types.

use crate::check::cases;

cases! {
    composite: "" => r#"CREATE TYPE c AS (a int, "B b" varchar(3) COLLATE "C", d numeric(3,1)[]); COMMENT ON TYPE c IS 'it''s'; COMMENT ON COLUMN c.a IS 'a';
        CREATE TYPE empty AS ()"#;
    composite_used_at_once: "CREATE TABLE t ()" => "CREATE TYPE b AS (a int); CREATE TYPE a AS (b b, c b[]); CREATE TABLE t (a a, b b[])";
    attributes_of_an_unused_one: "CREATE TYPE c AS (a int, b text, c int); COMMENT ON COLUMN c.b IS 'b'"
        => "CREATE TYPE c AS (a bigint, b text, d date); COMMENT ON COLUMN c.d IS 'd'";
    attributes_added_and_dropped_in_use: "CREATE TYPE c AS (a int, b text); CREATE TABLE t (c c, d c[]); CREATE VIEW v AS SELECT (c).a FROM t"
        => "CREATE TYPE c AS (a int, c date); CREATE TABLE t (c c, d c[]); CREATE VIEW v AS SELECT (c).a FROM t";
    attribute_dropped_under_a_view: "CREATE TYPE c AS (a int, b text); CREATE TABLE t (c c); CREATE VIEW v AS SELECT (c).b FROM t"
        => "CREATE TYPE c AS (a int); CREATE TABLE t (c c)";
    attribute_retyped_in_use: r#"CREATE TYPE c AS (a int, b text); CREATE TYPE o AS (c c, x int); COMMENT ON TYPE c IS 'kept';
            CREATE TABLE t (c c NOT NULL DEFAULT '(1,x)', d c[], o o); CREATE VIEW v AS SELECT (c).a FROM t"#
        => r#"CREATE TYPE c AS (a text, b text); CREATE TYPE o AS (c c, x int); COMMENT ON TYPE c IS 'kept';
            CREATE TABLE t (c c NOT NULL DEFAULT '(1,x)', d c[], o o); CREATE VIEW v AS SELECT (c).a FROM t"#;
    attributes_reordered: "CREATE TYPE c AS (a int, b text); CREATE TABLE t (c c)" => "CREATE TYPE c AS (b text, a int); CREATE TABLE t (c c)";
    attribute_in_the_middle: "CREATE TYPE c AS (a int, b text)" => "CREATE TYPE c AS (a int, m int, b text)";
    all_attributes_change: "CREATE TYPE c AS (a int); CREATE TABLE t (c c)" => "CREATE TYPE c AS (b int); CREATE TABLE t (c c)";
    composite_of_an_enum_that_loses_a_value: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TYPE c AS (e e, f int); CREATE TABLE t (c c, d c[])"
        => "CREATE TYPE e AS ENUM ('b'); CREATE TYPE c AS (e e, f int); CREATE TABLE t (c c, d c[])";
    row_type_of_a_table: "" => "CREATE TABLE z (a int); CREATE TABLE a (z z, y z[])";
    typed_table_follows_a_new_type: "CREATE TYPE c AS (a int, b text); CREATE TABLE t OF c; CREATE TABLE u (c c)"
        => "CREATE TYPE c AS (a bigint, b text); CREATE TABLE t OF c; CREATE TABLE u (c c)";
    typed_table_follows_a_changed_type: "CREATE TYPE c AS (a int, b text); CREATE TABLE t OF c"
        => "CREATE TYPE c AS (a bigint, b text); CREATE TABLE t OF c";
    typed_table_gets_a_column: "CREATE TYPE c AS (a int); CREATE TABLE t OF c" => "CREATE TYPE c AS (a int, b text); CREATE TABLE t OF c";
    range: "" => r#"CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = float8mi); COMMENT ON TYPE r IS 'r';
        CREATE TYPE s AS RANGE (subtype = text, collation = "C", multirange_type_name = many, subtype_opclass = text_pattern_ops);
        CREATE TABLE t (a r, b r[], c many, d many[])"#;
    range_over_a_domain: "" => "CREATE DOMAIN z AS int; CREATE TYPE r AS RANGE (subtype = z); CREATE TABLE t (a r)";
    range_changes: r#"CREATE TYPE r AS RANGE (subtype = int); CREATE TABLE t (a r, b r[], c r_multirange); CREATE VIEW v AS SELECT lower(a) FROM t; CREATE VIEW w AS SELECT lower(r(1, 2))"#
        => r#"CREATE TYPE r AS RANGE (subtype = bigint); CREATE TABLE t (a r, b r[], c r_multirange); CREATE VIEW v AS SELECT lower(a) FROM t; CREATE VIEW w AS SELECT lower(r(1, 2))"#;
    name_of_the_multirange: "CREATE TYPE r AS RANGE (subtype = int); CREATE TABLE t (c r_multirange)"
        => "CREATE TYPE r AS RANGE (subtype = int, multirange_type_name = many); CREATE TABLE t (c many)";
    one_kind_becomes_another: "CREATE TYPE r AS RANGE (subtype = int)" => "CREATE TYPE r AS (a int)";
}

#[test]
fn rows_survive() {
    let values = crate::check::values_after(
        r#"CREATE TYPE e AS ENUM ('a', 'b'); CREATE TYPE c AS (a int, b text, e e); CREATE DOMAIN d AS int; CREATE TABLE t (id int, c c, d d[]);
            INSERT INTO t VALUES (1, '(7,x,a)', '{1,2}'), (2, NULL, NULL), (3, '(,,)', '{NULL}')"#,
        r#"CREATE TYPE e AS ENUM ('c', 'a'); CREATE TYPE c AS (b text, n date, a text, e e); CREATE DOMAIN d AS text CHECK (VALUE <> ''); CREATE TABLE t (id int, c c, d d[])"#,
        "SELECT concat_ws(' ', id, c::text, d::text) FROM t ORDER BY id",
    );
    assert_eq!(values, ["1 (x,,7,a) {1,2}", "2", "3 (,,,) {NULL}"]);
}
