//! Comments, on every kind of object: one that comes, one that changes, and one that outlives what is built again.

use crate::check::{check, script};

const PARTS: &str = "CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; \
    CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'; \
    CREATE TABLE t (a int, b int); CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire(); \
    CREATE POLICY po ON t USING (a > 0); CREATE RULE ru AS ON DELETE TO t DO ALSO NOTIFY x; CREATE STATISTICS st ON a, b FROM t;";

macro_rules! comments {
    ($($name:ident: $objects:expr, $on:expr;)*) => {$(
        #[test]
        fn $name() {
            let objects = $objects;
            let with = |comment: &str| format!("{objects}; COMMENT ON {} IS '{comment}'", $on);
            let operations = check(objects, &with("it''s"));
            assert_eq!(operations.len(), 1, "{}", script(&operations));
            check("", &with("new"));
            check(&with("one"), &with("other"));
        }
    )*};
}

comments! {
    schema: "CREATE SCHEMA s", "SCHEMA s";
    domain: "CREATE DOMAIN d AS int", "DOMAIN d";
    constraint_of_a_domain: "CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0)", "CONSTRAINT c ON DOMAIN d";
    composite_type: "CREATE TYPE c AS (a int)", "TYPE c";
    column_of_a_composite_type: "CREATE TYPE c AS (a int)", "COLUMN c.a";
    range_type: "CREATE TYPE r AS RANGE (SUBTYPE = int)", "TYPE r";
    sequence: "CREATE SEQUENCE s", "SEQUENCE s";
    sequence_of_a_column: "CREATE TABLE t (a serial)", "SEQUENCE t_a_seq";
    sequence_of_an_identity: "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY)", "SEQUENCE t_a_seq";
    sequence_of_an_identity_with_a_name: "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME s))", "SEQUENCE s";
    collation: "CREATE COLLATION k (LOCALE = 'C')", "COLLATION k";
    partition: "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)", "TABLE t1";
    column_of_a_partition: "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)", "COLUMN t1.a";
    default_schema: "", "SCHEMA public";
    enum_type: "CREATE TYPE e AS ENUM ('a')", "TYPE e";
    table: "CREATE TABLE t (a int)", "TABLE t";
    column: "CREATE TABLE t (a int)", "COLUMN t.a";
    primary_key: "CREATE TABLE t (a int PRIMARY KEY)", "CONSTRAINT t_pkey ON t";
    unique: "CREATE TABLE t (a int CONSTRAINT u UNIQUE)", "CONSTRAINT u ON t";
    check_constraint: "CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0))", "CONSTRAINT c ON t";
    exclusion: "CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =))", "CONSTRAINT x ON t";
    foreign_key: "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT f REFERENCES t)", "CONSTRAINT f ON t";
    index: "CREATE TABLE t (a int); CREATE INDEX i ON t (a)", "INDEX i";
    index_of_a_constraint: "CREATE TABLE t (a int PRIMARY KEY)", "INDEX t_pkey";
    view: "CREATE VIEW v AS SELECT 1 AS a", "VIEW v";
    column_of_a_view: "CREATE VIEW v AS SELECT 1 AS a", "COLUMN v.a";
    materialized_view: "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a", "MATERIALIZED VIEW m";
    column_of_a_materialized_view: "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a", "COLUMN m.a";
    index_of_a_materialized_view: "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; CREATE INDEX i ON m (a)", "INDEX i";
    function: PARTS, "FUNCTION f(int, text)";
    procedure: PARTS, "PROCEDURE p()";
    trigger: PARTS, "TRIGGER tr ON t";
    policy: PARTS, "POLICY po ON t";
    rule: PARTS, "RULE ru ON t";
    statistics: PARTS, "STATISTICS st";
    aggregate: "CREATE AGGREGATE ag(int) (SFUNC = int4pl, STYPE = int)", "AGGREGATE ag(int)";
    aggregate_of_nothing: "CREATE AGGREGATE ag(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0')", "AGGREGATE ag(*)";
    operator: "CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)", "OPERATOR === (int, int)";
    prefix_operator: "CREATE OPERATOR === (FUNCTION = int4um, RIGHTARG = int)", "OPERATOR === (NONE, int)";
    cast: "CREATE TYPE e AS ENUM ('a'); CREATE CAST (e AS varchar) WITH INOUT", "CAST (e AS varchar)";
    text_search_dictionary: "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)", "TEXT SEARCH DICTIONARY d";
    text_search_configuration: "CREATE TEXT SEARCH CONFIGURATION c (PARSER = \"default\")", "TEXT SEARCH CONFIGURATION c";
    publication: "CREATE PUBLICATION p", "PUBLICATION p";
    event_trigger: "CREATE FUNCTION ef() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER ev ON ddl_command_end EXECUTE FUNCTION ef()", "EVENT TRIGGER ev";
}

/// Everything about a table whose column changes its type: what stands on it is built again, and keeps its comments.
#[test]
fn comments_outlive_what_is_built_again() {
    let sql = |data_type: &str| {
        format!(
            "CREATE TABLE t (a {data_type} PRIMARY KEY, b int GENERATED ALWAYS AS (a + 1) STORED, CONSTRAINT c CHECK (a > 0), CONSTRAINT u UNIQUE (b)); \
             CREATE TABLE r (a {data_type}, CONSTRAINT f FOREIGN KEY (a) REFERENCES t); CREATE INDEX i ON t ((a + 1)) WHERE a > 0; \
             CREATE VIEW v AS SELECT a FROM t; CREATE MATERIALIZED VIEW m AS SELECT a FROM v; CREATE INDEX mi ON m (a); \
             CREATE RULE ru AS ON DELETE TO v DO INSTEAD NOTHING; CREATE POLICY po ON t USING (a > 0); CREATE STATISTICS st ON a, b FROM t; \
             CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; \
             CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN (new.a > 0) EXECUTE FUNCTION fire(); \
             CREATE FUNCTION g(t) RETURNS {data_type} LANGUAGE sql AS 'SELECT $1.a'; \
             COMMENT ON COLUMN t.a IS '1'; COMMENT ON COLUMN t.b IS '2'; COMMENT ON CONSTRAINT t_pkey ON t IS '3'; \
             COMMENT ON CONSTRAINT c ON t IS '4'; COMMENT ON CONSTRAINT u ON t IS '5'; COMMENT ON CONSTRAINT f ON r IS '6'; \
             COMMENT ON INDEX i IS '7'; COMMENT ON VIEW v IS '8'; COMMENT ON COLUMN v.a IS '9'; COMMENT ON MATERIALIZED VIEW m IS '10'; \
             COMMENT ON COLUMN m.a IS '11'; COMMENT ON INDEX mi IS '12'; COMMENT ON RULE ru ON v IS '13'; COMMENT ON POLICY po ON t IS '14'; \
             COMMENT ON STATISTICS st IS '15'; COMMENT ON TRIGGER tr ON t IS '16'; COMMENT ON FUNCTION g(t) IS '17'"
        )
    };
    check(&sql("int"), &sql("bigint"));
}

#[test]
fn an_enum_that_is_built_again_keeps_its_comment() {
    let sql = |labels: &str| {
        format!(
            "CREATE TYPE e AS ENUM ({labels}); CREATE TABLE t (a e); COMMENT ON TYPE e IS 'x'; COMMENT ON COLUMN t.a IS 'y'"
        )
    };
    check(&sql("'a', 'b'"), &sql("'b', 'a'"));
}
