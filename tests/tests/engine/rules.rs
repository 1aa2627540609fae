//! Rewrite rules.

use crate::check::cases;

cases! {
    dropped_with_tables_that_refer_to_each_other: r#"
        CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a);
        CREATE RULE r AS ON DELETE TO a DO ALSO DELETE FROM b; CREATE RULE s AS ON UPDATE TO b DO ALSO DELETE FROM a"# => "";
    rule_comes: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; COMMENT ON RULE r ON t IS 'c'";
    rule_with_its_table: "" => r#"
        CREATE SCHEMA "S x"; CREATE TABLE "S x"."a TO b" (a int, b text); CREATE TABLE log (a int);
        CREATE RULE "r; TO x" AS ON UPDATE TO "S x"."a TO b" WHERE old.a <> new.a AND new.b <> ' TO ; ' DO ALSO INSERT INTO log VALUES (new.a);
        ALTER TABLE "S x"."a TO b" DISABLE RULE "r; TO x""#;
    many_commands: "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (new.a); DELETE FROM u WHERE a > new.a)"
        => "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE RULE r AS ON INSERT TO t WHERE new.a > 1 DO INSTEAD (UPDATE u SET a = 1; DELETE FROM u WHERE a IN (SELECT a FROM t))";
    event: "CREATE TABLE t (a int); CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING; COMMENT ON RULE r ON t IS 'kept'"
        => "CREATE TABLE t (a int); CREATE RULE r AS ON UPDATE TO t DO INSTEAD NOTHING; COMMENT ON RULE r ON t IS 'kept'";
    enabled: "CREATE TABLE t (a int); CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING; ALTER TABLE t ENABLE REPLICA RULE r"
        => "CREATE TABLE t (a int); CREATE RULE r AS ON INSERT TO t DO ALSO NOTIFY x; ALTER TABLE t ENABLE ALWAYS RULE r";
    on_a_view: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t"
        => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (new.a) RETURNING a";
    on_a_view_that_is_built_again: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (new.a)"
        => "CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t; CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (new.a)";
    type_under_a_rule: "CREATE TABLE t (a int); CREATE TABLE u (b int); CREATE RULE r AS ON INSERT TO t DO ALSO UPDATE u SET b = b + 1 WHERE b > new.a"
        => "CREATE TABLE t (a bigint); CREATE TABLE u (b bigint); CREATE RULE r AS ON INSERT TO t DO ALSO UPDATE u SET b = b + 1 WHERE b > new.a";
    table_of_a_rule_goes: "CREATE TABLE t (a int); CREATE TABLE u (b int); CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (new.a)" => "CREATE TABLE t (a int)";
    rules_in_a_circle: "" => "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE RULE r AS ON INSERT TO t DO ALSO DELETE FROM u; CREATE RULE r AS ON INSERT TO u DO ALSO DELETE FROM t";
}
