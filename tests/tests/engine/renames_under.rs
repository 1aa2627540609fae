//! Declared renames of tables and columns under everything that stands on them: it follows, and nothing is dropped.

use dbmig_runtime::catalog::{ObjectName, Renames};
use dbmig_runtime::op::Operation;

use crate::check::{check_renames, script};

/// Renames column `a` of `t` to `b`, then `t` to `u`, then both: `old` speaks of `t` and `t.a` as `{t}` and `{a}`. What
/// PostgreSQL has made of the definitions then must be what the plan foresees.
#[track_caller]
fn check(definition: &str) {
    for (table, column) in [("t", "b"), ("u", "a"), ("u", "b")] {
        let mut renames = Renames::default();
        if table != "t" {
            renames.tables.insert(ObjectName::new(table), ObjectName::new("t"));
        }
        if column != "a" {
            renames.columns.insert((ObjectName::new(table), column.to_owned()), "a".to_owned());
        }
        let with = |table: &str, column: &str| definition.replace("{t}", table).replace("{a}", column);
        let operations = check_renames(&with("t", "a"), &with(table, column), &renames);
        let others: Vec<_> = operations
            .iter()
            .filter(|operation| !matches!(operation, Operation::Table(_) | Operation::Column(_)))
            .collect();
        assert!(others.is_empty(), "{}", script(&operations));
    }
}

macro_rules! under {
    ($($name:ident: $definition:expr;)*) => {$(
        #[test]
        fn $name() {
            check($definition);
        }
    )*};
}

under! {
    view: "CREATE TABLE {t} (id int, {a} int); CREATE VIEW v AS SELECT {a} AS x, id, {a} + 1 AS y FROM {t} WHERE {a} > 0 ORDER BY {a}";
    view_that_keeps_the_name: "CREATE TABLE {t} (id int, {a} int); CREATE VIEW v AS SELECT {a} AS a, id FROM {t}";
    view_that_has_the_name: "CREATE TABLE {t} (id int, {a} int); CREATE VIEW v AS SELECT {a} AS b, id FROM {t}";
    view_with_a_join: "CREATE TABLE {t} (id int, {a} int); CREATE TABLE o (id int, a text); CREATE VIEW v AS SELECT z.{a} AS x, o.a AS y FROM {t} z JOIN o ON o.id = z.id AND z.{a} > 0";
    view_with_queries_inside: "CREATE TABLE {t} (id int, {a} int); CREATE VIEW v AS WITH w AS (SELECT {a} AS a FROM {t}) SELECT s.a AS x FROM (SELECT {a} AS a FROM {t}) s, w WHERE s.a IN (SELECT {t}.{a} + 0 FROM {t}) AND w.a = s.a";
    view_over_a_view: "CREATE TABLE {t} (id int, {a} int); CREATE VIEW v AS SELECT {a} AS a FROM {t}; CREATE VIEW w AS SELECT v.a, {t}.{a} AS c FROM v, {t}";
    materialized_view: "CREATE TABLE {t} (id int, {a} int); CREATE MATERIALIZED VIEW m AS SELECT {a} AS x FROM {t}; CREATE INDEX i ON m (x)";
    trigger: "CREATE TABLE {t} (id int, {a} int); CREATE TRIGGER x BEFORE UPDATE OF {a}, id ON {t} FOR EACH ROW WHEN (old.{a} IS DISTINCT FROM new.{a} AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION suppress_redundant_updates_trigger(); COMMENT ON TRIGGER x ON {t} IS 'c'; ALTER TABLE {t} DISABLE TRIGGER x";
    constraint_trigger: "CREATE TABLE {t} (id int, {a} int); CREATE TABLE o (id int); CREATE CONSTRAINT TRIGGER x AFTER UPDATE ON o FROM {t} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); CREATE CONSTRAINT TRIGGER x AFTER UPDATE OF {a} ON {t} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()";
    policy: "CREATE TABLE {t} (id int, {a} int); ALTER TABLE {t} ENABLE ROW LEVEL SECURITY; CREATE TABLE o (id int, a int); CREATE POLICY p ON {t} USING ({a} > 0) WITH CHECK (EXISTS (SELECT FROM o WHERE o.a = {t}.{a})); CREATE POLICY p ON o USING (EXISTS (SELECT FROM {t} WHERE {t}.{a} = o.a))";
    rule: "CREATE TABLE {t} (id int, {a} int); CREATE TABLE o (id int, a int); CREATE RULE r AS ON INSERT TO {t} WHERE new.{a} > 0 DO ALSO INSERT INTO o (a) VALUES (new.{a}); CREATE RULE r AS ON DELETE TO o DO ALSO UPDATE {t} SET {a} = old.a WHERE {t}.{a} = 1";
    statistics: "CREATE TABLE {t} (id int, {a} int); CREATE STATISTICS s ON id, {a} FROM {t}; CREATE STATISTICS r ON ({a} + 1), id FROM {t}; CREATE STATISTICS q ON ({a} * 2) FROM {t}";
    generated_column: "CREATE TABLE {t} (id int, {a} int, g int GENERATED ALWAYS AS ({a} + id) STORED)";
    foreign_key: "CREATE TABLE {t} (id int, {a} int CONSTRAINT k UNIQUE); CREATE TABLE o (a int CONSTRAINT f REFERENCES {t} ({a}) ON DELETE CASCADE)";
    partition_key: "CREATE TABLE {t} (id int, {a} int) PARTITION BY RANGE ({a}, ({a} + id)); CREATE TABLE c PARTITION OF {t} FOR VALUES FROM (1, 1) TO (5, 5); CREATE VIEW v AS SELECT {a} AS x FROM c; CREATE TRIGGER x AFTER UPDATE OF {a} ON {t} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE c DISABLE TRIGGER x; CREATE STATISTICS s ON id, {a} FROM c; CREATE POLICY q ON c USING ({a} > 0)";
    serial_column: "CREATE TABLE {t} (id int, {a} int); CREATE SEQUENCE s OWNED BY {t}.{a}; ALTER TABLE {t} ALTER {a} SET DEFAULT nextval('s')";
    privileges: "CREATE TABLE {t} (id int, {a} int); GRANT SELECT ON {t} TO pg_monitor; GRANT UPDATE ({a}) ON {t} TO pg_monitor";
    function: "CREATE TABLE {t} (id int, {a} int); CREATE FUNCTION f(r {t}) RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC SELECT {t}.{a} AS x FROM {t} WHERE {t}.{a} > (r).id; END";
    view_over_a_function_over_a_view: "CREATE TABLE {t} (id int, {a} int); CREATE VIEW v AS SELECT {a} AS x FROM {t}; CREATE FUNCTION f() RETURNS int LANGUAGE sql STABLE BEGIN ATOMIC SELECT max(x) FROM v; END; CREATE VIEW w AS SELECT f() AS y, {a} AS z FROM {t}";
}

#[test]
fn into_another_schema() {
    let mut renames = Renames::default();
    renames.tables.insert(ObjectName::in_schema("s", "u"), ObjectName::new("t"));
    let operations = check_renames(
        "CREATE TABLE t (a int); CREATE INDEX i ON t (a); CREATE VIEW v AS SELECT t.a, o.a AS b FROM t, t o; CREATE POLICY p ON t USING (a > 0); CREATE STATISTICS z ON (a + 1) FROM t",
        "CREATE SCHEMA s; CREATE TABLE s.u (a int); CREATE INDEX i ON s.u (a); CREATE VIEW v AS SELECT u.a, o.a AS b FROM s.u, s.u o; CREATE POLICY p ON s.u USING (a > 0); CREATE STATISTICS z ON (a + 1) FROM s.u",
        &renames,
    );
    assert!(
        operations.iter().all(|operation| matches!(operation, Operation::Table(_) | Operation::Schema(_))),
        "{}",
        script(&operations)
    );
}
