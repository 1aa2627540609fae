//! Row security and its policies.

use crate::check::cases;

cases! {
    row_security: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY";
    forced_row_security: "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY" => "CREATE TABLE t (a int); ALTER TABLE t FORCE ROW LEVEL SECURITY";
    row_security_of_a_new_table: "" => "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY";
}

cases! {
    policy_comes: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (a > 0); COMMENT ON POLICY p ON t IS 'c'";
    policy_with_its_table: "" => r#"
        CREATE SCHEMA s; CREATE TABLE s."T x" (a int, b name); ALTER TABLE s."T x" ENABLE ROW LEVEL SECURITY;
        CREATE POLICY "P x" ON s."T x" AS RESTRICTIVE FOR UPDATE TO pg_monitor, pg_read_all_data USING (b = current_user) WITH CHECK (a IN (1, 2))"#;
    command: "CREATE TABLE t (a int); CREATE POLICY p ON t FOR SELECT USING (a > 0); CREATE POLICY q ON t FOR INSERT WITH CHECK (a > 0)"
        => "CREATE TABLE t (a int); CREATE POLICY p ON t FOR DELETE USING (a > 0); CREATE POLICY q ON t FOR ALL WITH CHECK (a > 0)";
    permissive: "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0); COMMENT ON POLICY p ON t IS 'kept'" => "CREATE TABLE t (a int); CREATE POLICY p ON t AS RESTRICTIVE USING (a > 0); COMMENT ON POLICY p ON t IS 'kept'";
    roles: "CREATE TABLE t (a int); CREATE POLICY p ON t TO pg_monitor USING (true); CREATE POLICY q ON t USING (true)"
        => "CREATE TABLE t (a int); CREATE POLICY p ON t TO pg_read_all_data, pg_monitor USING (true); CREATE POLICY q ON t TO pg_monitor USING (true)";
    expressions: "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0) WITH CHECK (a > 1)" => "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 2)";
    expressions_of_others: "CREATE TABLE t (a int, b int); CREATE POLICY p ON t USING (a > 0)" => "CREATE TABLE t (a int, c int); CREATE POLICY p ON t USING (c > 0)";
    another_table: "CREATE TABLE t (a int, b int)"
        => "CREATE TABLE t (a int, b int); CREATE TABLE u (a int); CREATE POLICY p ON t USING (EXISTS (SELECT FROM u WHERE u.a = t.a)); CREATE POLICY p ON u USING (EXISTS (SELECT FROM t WHERE u.a = t.a))";
    both_tables_new: "" => "CREATE TABLE t (a int, b int); CREATE TABLE u (a int); CREATE POLICY p ON t USING (EXISTS (SELECT FROM u WHERE u.a = t.a)); CREATE POLICY p ON u USING (EXISTS (SELECT FROM t WHERE u.a = t.a))";
    a_view: "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE VIEW v AS SELECT a FROM u; CREATE POLICY p ON t USING (EXISTS (SELECT FROM v WHERE v.a = t.a))"
        => "CREATE TABLE t (a int); CREATE TABLE u (a text); CREATE VIEW v AS SELECT a::int FROM u; CREATE POLICY p ON t USING (EXISTS (SELECT FROM v WHERE v.a = t.a))";
    type_under_a_policy: "CREATE TABLE t (a int, b int); CREATE POLICY p ON t USING (a > 0); CREATE POLICY q ON t USING (b > 0); COMMENT ON POLICY p ON t IS 'kept'"
        => "CREATE TABLE t (a bigint, b int); CREATE POLICY p ON t USING (a > 0); CREATE POLICY q ON t USING (b > 0); COMMENT ON POLICY p ON t IS 'kept'";
    column_under_a_policy_goes: "CREATE TABLE t (a int, b int); CREATE POLICY p ON t USING (a > 0); CREATE POLICY q ON t USING (b > 0)"
        => "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0); CREATE POLICY q ON t USING (a > 1)";
    enum_under_a_policy: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e); CREATE POLICY p ON t USING (a = 'a')"
        => "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e); CREATE POLICY p ON t USING (a = 'a')";
    of_a_partition: "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE POLICY x ON p USING (a > 0)"
        => "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p DEFAULT; ALTER TABLE p1 ENABLE ROW LEVEL SECURITY; CREATE POLICY x ON p1 USING (a > 0)";
}
