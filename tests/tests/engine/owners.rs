//! Owners of every kind of object, and what becomes of owner, privileges and comment when an object is built again.

use dbmig_runtime::diff::Options;

use crate::check::check;
use crate::privileges::{check_with, with_roles};

/// Compares two owners of an object, there and back; then with the object new.
#[track_caller]
fn check_owner(object: &str, name: &str) {
    let options = Options { owners: true, privileges: true };
    let owned = |role: &str| format!("{object}; ALTER {name} OWNER TO {role}");
    check_with(options, &owned("dbmig_a"), &owned("dbmig_b"));
    let owners = check_with(options, "", &owned("dbmig_a"));
    assert!(owners.iter().any(|owner| owner.ends_with(" dbmig_a")), "{owners:?}");
}

macro_rules! owners {
    ($($name:ident: $object:expr, $called:expr;)*) => {$(
        #[test]
        fn $name() {
            check_owner($object, $called);
        }
    )*};
}

owners! {
    of_an_aggregate: "CREATE AGGREGATE ag(int) (SFUNC = int4pl, STYPE = int)", "AGGREGATE ag(int)";
    of_an_operator: "CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)", "OPERATOR === (int, int)";
    of_a_text_search_dictionary: "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)", "TEXT SEARCH DICTIONARY d";
    of_a_text_search_configuration: "CREATE TEXT SEARCH CONFIGURATION c (PARSER = \"default\")", "TEXT SEARCH CONFIGURATION c";
    of_a_publication: "CREATE PUBLICATION p", "PUBLICATION p";
    of_a_domain: "CREATE DOMAIN d AS int", "DOMAIN d";
    of_a_composite_type: "CREATE TYPE c AS (a int)", "TYPE c";
    of_a_range_type: "CREATE TYPE r AS RANGE (SUBTYPE = int)", "TYPE r";
    of_a_collation: "CREATE COLLATION k (LOCALE = 'C')", "COLLATION k";
    of_a_sequence: "CREATE SEQUENCE s", "SEQUENCE s";
    of_a_function: "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'", "FUNCTION f(int)";
    of_a_procedure: "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'", "PROCEDURE p()";
    of_statistics: "CREATE TABLE t (a int, b int); CREATE STATISTICS st ON a, b FROM t", "STATISTICS st";
    of_a_partition: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)", "TABLE p1";
}

#[test]
fn of_an_event_trigger() {
    let options = Options { owners: true, privileges: true };
    let role = "DO $$ BEGIN CREATE ROLE dbmig_super SUPERUSER; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;";
    let event = "CREATE FUNCTION ef() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER ev ON ddl_command_end EXECUTE FUNCTION ef();";
    let owners = check_with(
        options,
        &format!("{role} {event}"),
        &format!("{role} {event} ALTER EVENT TRIGGER ev OWNER TO dbmig_super"),
    );
    assert!(owners.contains(&"ev dbmig_super".to_owned()), "{owners:?}");
}

/// From one definition to the other and back, with and without owners: what is built again keeps what it had.
#[track_caller]
fn check_kept(old: &str, new: &str, marks: &str) {
    let (old, new) = (format!("{old}; {marks}"), format!("{new}; {marks}"));
    for options in [
        Options { owners: true, privileges: true },
        Options { owners: false, privileges: true },
        Options { owners: true, privileges: false },
    ] {
        let owners = check_with(options, &old, &new);
        assert!(owners.iter().any(|owner| owner.ends_with(" dbmig_a")), "{owners:?}");
    }
}

macro_rules! kept {
    ($($name:ident: $old:expr => $new:expr, $marks:expr;)*) => {$(
        #[test]
        fn $name() {
            check_kept($old, $new, $marks);
        }
    )*};
}

kept! {
    by_an_enum: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e)" => "CREATE TYPE e AS ENUM ('b'); CREATE TABLE t (a e)",
        "ALTER TYPE e OWNER TO dbmig_a; COMMENT ON TYPE e IS 'x'; REVOKE USAGE ON TYPE e FROM PUBLIC; GRANT USAGE ON TYPE e TO dbmig_b";
    by_a_domain: "CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0); CREATE TABLE t (a d)" => "CREATE DOMAIN d AS bigint CONSTRAINT c CHECK (VALUE > 0); CREATE TABLE t (a d)",
        "ALTER DOMAIN d OWNER TO dbmig_a; COMMENT ON DOMAIN d IS 'x'; COMMENT ON CONSTRAINT c ON DOMAIN d IS 'y'; REVOKE USAGE ON TYPE d FROM PUBLIC; GRANT USAGE ON TYPE d TO dbmig_b";
    by_a_composite_type: "CREATE TYPE c AS (a int, b int); CREATE TABLE t (a c)" => "CREATE TYPE c AS (b int, a int); CREATE TABLE t (a c)",
        "ALTER TYPE c OWNER TO dbmig_a; COMMENT ON TYPE c IS 'x'; COMMENT ON COLUMN c.a IS 'y'; REVOKE USAGE ON TYPE c FROM PUBLIC; GRANT USAGE ON TYPE c TO dbmig_b";
    by_a_range_type: "CREATE TYPE r AS RANGE (SUBTYPE = int); CREATE TABLE t (a r)" => "CREATE TYPE r AS RANGE (SUBTYPE = bigint); CREATE TABLE t (a r)",
        "ALTER TYPE r OWNER TO dbmig_a; COMMENT ON TYPE r IS 'x'; REVOKE USAGE ON TYPE r FROM PUBLIC; GRANT USAGE ON TYPE r TO dbmig_b";
    by_a_function: "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f(1)" => "CREATE FUNCTION f(a int) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; CREATE VIEW v AS SELECT f(1)",
        "ALTER FUNCTION f OWNER TO dbmig_a; COMMENT ON FUNCTION f IS 'x'; REVOKE EXECUTE ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO dbmig_b; ALTER VIEW v OWNER TO dbmig_a; COMMENT ON VIEW v IS 'y'";
    by_an_aggregate: "CREATE AGGREGATE ag(int) (SFUNC = int4_sum, STYPE = bigint)" => "CREATE AGGREGATE ag(int) (SFUNC = int4pl, STYPE = int)",
        "ALTER AGGREGATE ag(int) OWNER TO dbmig_a; COMMENT ON AGGREGATE ag(int) IS 'x'; REVOKE EXECUTE ON FUNCTION ag FROM PUBLIC; GRANT EXECUTE ON FUNCTION ag TO dbmig_b";
    by_an_operator: "CREATE FUNCTION f(a int, int) RETURNS bool LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int)"
        => "CREATE FUNCTION f(b int, int) RETURNS bool LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR === (FUNCTION = f, LEFTARG = int, RIGHTARG = int)",
        "ALTER OPERATOR === (int, int) OWNER TO dbmig_a; COMMENT ON OPERATOR === (int, int) IS 'x'";
    by_a_text_search_dictionary: "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION c (PARSER = \"default\"); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d"
        => "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, LANGUAGE = english); CREATE TEXT SEARCH CONFIGURATION c (PARSER = \"default\"); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d",
        "ALTER TEXT SEARCH DICTIONARY d OWNER TO dbmig_a; COMMENT ON TEXT SEARCH DICTIONARY d IS 'x'; ALTER TEXT SEARCH CONFIGURATION c OWNER TO dbmig_a; COMMENT ON TEXT SEARCH CONFIGURATION c IS 'y'";
    by_a_materialized_view: "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; CREATE INDEX i ON m (a)" => "CREATE MATERIALIZED VIEW m AS SELECT 2 AS a; CREATE INDEX i ON m (a)",
        "ALTER MATERIALIZED VIEW m OWNER TO dbmig_a; COMMENT ON MATERIALIZED VIEW m IS 'x'; COMMENT ON COLUMN m.a IS 'y'; COMMENT ON INDEX i IS 'z'; ALTER MATERIALIZED VIEW m CLUSTER ON i; GRANT SELECT ON m TO dbmig_b; REVOKE DELETE ON m FROM dbmig_a";
    by_statistics: "CREATE TABLE t (a int, b int); CREATE STATISTICS st (ndistinct) ON a, b FROM t" => "CREATE TABLE t (a int, b int); CREATE STATISTICS st (mcv) ON a, b FROM t",
        "ALTER STATISTICS st OWNER TO dbmig_a; COMMENT ON STATISTICS st IS 'x'; ALTER STATISTICS st SET STATISTICS 100";
    by_a_partitioned_table: "CREATE TABLE p (a int, b int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)" => "CREATE TABLE p (a int, b int) PARTITION BY LIST (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
        "ALTER TABLE p OWNER TO dbmig_a; COMMENT ON TABLE p IS 'x'; COMMENT ON COLUMN p.a IS 'y'; GRANT SELECT ON p TO dbmig_b; GRANT UPDATE (b) ON p TO dbmig_b; CREATE POLICY po ON p USING (a > 0); ALTER TABLE p ENABLE ROW LEVEL SECURITY";
    by_a_collation: "CREATE COLLATION k (LOCALE = 'C'); CREATE TABLE t (a text COLLATE k)" => "CREATE COLLATION k (LOCALE = 'POSIX'); CREATE TABLE t (a text COLLATE k)",
        "ALTER COLLATION k OWNER TO dbmig_a; COMMENT ON COLLATION k IS 'x'";
}

/// Triggers, rules and policies under a table that is built again, or that are built again themselves.
#[test]
fn what_belongs_to_a_table_keeps_its_state() {
    let sql = |key: &str, data_type: &str, event: &str| {
        with_roles(&format!(
            "CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; \
             CREATE TABLE z (a int); CREATE TABLE p (a int, b int, c {data_type}) PARTITION BY LIST ({key}); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); \
             CREATE TRIGGER x AFTER {event} ON p FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION fire(); COMMENT ON TRIGGER x ON p IS 'x'; ALTER TABLE p ENABLE ALWAYS TRIGGER x; \
             CREATE RULE r AS ON {event} TO p DO ALSO INSERT INTO z SELECT 1 WHERE old.c > 0; COMMENT ON RULE r ON p IS 'r'; ALTER TABLE p DISABLE RULE r; \
             CREATE POLICY o ON p FOR {event} TO dbmig_a USING (c > 0); COMMENT ON POLICY o ON p IS 'o'; \
             CREATE TRIGGER y AFTER {event} ON p1 FOR EACH ROW EXECUTE FUNCTION fire(); COMMENT ON TRIGGER y ON p1 IS 'y'; ALTER TABLE p1 DISABLE TRIGGER y"
        ))
    };
    check(&sql("a", "int", "UPDATE"), &sql("b", "int", "UPDATE"));
    check(&sql("a", "int", "UPDATE"), &sql("a", "bigint", "UPDATE"));
    check(&sql("a", "int", "UPDATE"), &sql("a", "int", "DELETE"));
}
