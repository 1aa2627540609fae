//! Triggers.

use dbmig_runtime::op::Operation;

use crate::check::{cases, check};

cases! {
    trigger_comes: "CREATE TABLE t (a int)"
        => "CREATE TABLE t (a int); CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON t IS 'c'";
    trigger_with_its_table: "" => r#"
        CREATE TABLE "T x" (a text, b tsvector);
        CREATE TRIGGER "X y" BEFORE INSERT OR UPDATE OF a ON "T x" FOR EACH ROW WHEN (new.a <> ') EXECUTE (')
            EXECUTE FUNCTION tsvector_update_trigger('b', 'pg_catalog.english', 'a');
        ALTER TABLE "T x" DISABLE TRIGGER "X y"; COMMENT ON TRIGGER "X y" ON "T x" IS 'c'"#;
    events: "CREATE TABLE t (a int, b int); CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int, b int); CREATE TRIGGER x AFTER INSERT OR UPDATE OF b, a OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    truncate: "CREATE TABLE t (a int); CREATE TRIGGER x BEFORE DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int); CREATE TRIGGER x AFTER TRUNCATE ON t EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    transition_tables: "CREATE TABLE t (a int); CREATE TRIGGER x AFTER UPDATE ON t REFERENCING OLD TABLE AS o EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int); CREATE TRIGGER x AFTER UPDATE ON t REFERENCING OLD TABLE AS \"O\" NEW TABLE AS n EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    condition: "CREATE TABLE t (a int, b varchar(9)); CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int, b varchar(9)); CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW WHEN (new.b IN ('when', 'y)') OR (old.a > 0)) EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    arguments: "CREATE TABLE t (a int); CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger('a')"
        => r"CREATE TABLE t (a int); CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger('', 'ü''x', 1, 'a\b', E'\n')";
    enabled: "CREATE TABLE t (a int); CREATE TRIGGER x BEFORE UPDATE ON t EXECUTE FUNCTION suppress_redundant_updates_trigger(); CREATE TRIGGER y BEFORE UPDATE ON t EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE t ENABLE REPLICA TRIGGER y"
        => "CREATE TABLE t (a int); CREATE TRIGGER x BEFORE UPDATE ON t EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE t DISABLE TRIGGER x; CREATE TRIGGER y BEFORE UPDATE ON t EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE t ENABLE ALWAYS TRIGGER y";
    disabled_and_changed: "CREATE TABLE t (a int); CREATE TRIGGER x BEFORE UPDATE ON t EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE t DISABLE TRIGGER x"
        => "CREATE TABLE t (a int); CREATE TRIGGER x BEFORE INSERT ON t EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE t DISABLE TRIGGER x";
    constraint_trigger: "CREATE TABLE t (a int)"
        => "CREATE TABLE t (a int); CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t FOR EACH ROW WHEN (new.a > 0) EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON t IS 'c'";
    constraint_trigger_deferred: "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t FROM u DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    constraint_trigger_from_a_new_table: "CREATE TABLE t (a int)"
        => "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t FROM u FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    constraint_trigger_becomes_a_plain_one: "CREATE TABLE t (a int); CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int); CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    constraint_trigger_becomes_a_check: "CREATE TABLE t (a int); CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int, CONSTRAINT x CHECK (a > 0))";
    column_under_a_trigger_goes: "CREATE TABLE t (a int, b int, d int GENERATED ALWAYS AS (b + 1) STORED); CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON t IS 'kept'"
        => "CREATE TABLE t (b text, c int, d bool GENERATED ALWAYS AS (b IS NULL) STORED); CREATE TRIGGER x BEFORE UPDATE OF b, c ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON t IS 'kept'";
    type_under_a_trigger: "CREATE TABLE t (a int, b int); CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (new.b > 0) EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON t IS 'kept'; ALTER TABLE t DISABLE TRIGGER x"
        => "CREATE TABLE t (a bigint, b bigint); CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (new.b > 0) EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON t IS 'kept'; ALTER TABLE t DISABLE TRIGGER x";
    column_of_a_trigger_goes: "CREATE TABLE t (a int, b int); CREATE TRIGGER x BEFORE UPDATE OF a, b ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); CREATE TRIGGER y BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int); CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    on_a_view: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t"
        => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER x INSTEAD OF INSERT OR UPDATE ON v FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON v IS 'c'; CREATE TRIGGER y AFTER UPDATE ON v EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    on_a_view_that_is_built_again: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER x INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON v IS 'c'"
        => "CREATE TABLE t (a text); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER x INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON v IS 'c'";
    view_becomes_table: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER x AFTER UPDATE ON v EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        => "CREATE TABLE t (a int); CREATE TABLE v (a int); CREATE TRIGGER x AFTER UPDATE ON v EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    in_a_schema: "" => "CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE TRIGGER x BEFORE UPDATE ON s.t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
}

#[test]
fn a_trigger_is_replaced_in_place() {
    let table = "CREATE TABLE t (a int); CREATE TRIGGER x AFTER";
    let function = "ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    let operations =
        check(&format!("{table} INSERT {function}"), &format!("{table} INSERT OR DELETE {function}"));
    assert!(matches!(operations.as_slice(), [Operation::Replace(_)]), "{operations:?}");
}

/// A function that a trigger calls, and a function in its condition.
const FUNCTIONS: &str = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; \
    CREATE FUNCTION g(a int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a > 0; CREATE TABLE t (a int);";

#[test]
fn functions_of_triggers() {
    let trigger = "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW WHEN (g(new.a)) EXECUTE FUNCTION f();";
    check("CREATE TABLE t (a int)", &format!("{FUNCTIONS}{trigger}"));
    check("", &format!("{FUNCTIONS}{trigger}"));
    let other = FUNCTIONS.replace("g(a int)", "g(b int)").replace("RETURN a > 0", "RETURN b > 0");
    check(&format!("{FUNCTIONS}{trigger}"), &format!("{other}{trigger}"));
    let policy = "CREATE POLICY p ON t USING (g(a));";
    check(FUNCTIONS, &format!("{FUNCTIONS}{policy}"));
    check(&format!("{FUNCTIONS}{policy}"), &format!("{other}{policy}"));
    check("", &format!("{FUNCTIONS}{policy}"));
}

/// A partitioned table.
const PARTITIONED: &str = "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); \
    CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY LIST (a); CREATE TABLE p21 PARTITION OF p2 DEFAULT;";
const ON_PARTITIONED: &str =
    "CREATE TRIGGER x AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();";

#[test]
fn copies_on_partitions() {
    check(PARTITIONED, &format!("{PARTITIONED}{ON_PARTITIONED}"));
    check("", &format!("{PARTITIONED}{ON_PARTITIONED} ALTER TABLE p21 DISABLE TRIGGER x"));
    check(
        &format!("{PARTITIONED}{ON_PARTITIONED} ALTER TABLE p2 DISABLE TRIGGER x"),
        &format!(
            "{PARTITIONED}{ON_PARTITIONED} ALTER TABLE p DISABLE TRIGGER x; ALTER TABLE p1 ENABLE ALWAYS TRIGGER x"
        ),
    );
    check(
        &format!("{PARTITIONED}{ON_PARTITIONED}"),
        &format!(
            "{PARTITIONED}{ON_PARTITIONED} CREATE TABLE p3 PARTITION OF p FOR VALUES IN (3); ALTER TABLE p3 DISABLE TRIGGER x"
        ),
    );
}

#[test]
fn of_partitions_themselves() {
    let own = ON_PARTITIONED.replace("ON p ", "ON p1 ").replace(" x ", " y ");
    check(PARTITIONED, &format!("{PARTITIONED}{own} COMMENT ON TRIGGER y ON p1 IS 'c'"));
    check(&format!("{PARTITIONED}{own}"), &format!("{PARTITIONED}{ON_PARTITIONED}"));
    check(&format!("{PARTITIONED}{}", own.replace(" y ", " x ")), &format!("{PARTITIONED}{ON_PARTITIONED}"));
}
