//! Privileges, default privileges and owners.

use dbmig_runtime::catalog::Renames;
use dbmig_runtime::diff::{Options, diff_with};
use dbmig_tests::server::database;

use crate::check::{check, check_since, load, migrate, read};

/// A script after one that makes the roles, which all databases of a server share.
pub(crate) fn with_roles(sql: &str) -> String {
    let roles = ["dbmig_a", "dbmig_b", "dbmig \"C\"", "current_user"];
    let create = roles.map(|role| {
        format!(
            "DO $$ BEGIN CREATE ROLE \"{}\"; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;",
            role.replace('"', "\"\"")
        )
    });
    create.join("\n") + sql
}

macro_rules! rights {
    ($($name:ident: $old:expr => $new:expr;)*) => {$(
        #[test]
        fn $name() {
            check(&with_roles($old), &with_roles($new));
        }
    )*};
}

rights! {
    on_a_table: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); GRANT SELECT, INSERT ON t TO dbmig_a; GRANT SELECT ON t TO PUBLIC";
    on_a_new_table: "" => "CREATE TABLE t (a int); GRANT SELECT ON t TO dbmig_a";
    all_on_a_table: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); GRANT ALL ON t TO dbmig_a";
    grant_option: "CREATE TABLE t (a int); GRANT SELECT, DELETE ON t TO dbmig_a" => "CREATE TABLE t (a int); GRANT SELECT, UPDATE ON t TO dbmig_a WITH GRANT OPTION; GRANT DELETE ON t TO dbmig_a";
    strange_roles: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); GRANT SELECT ON t TO \"dbmig \"\"C\"\"\", \"current_user\"";
    owner_loses: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); REVOKE DELETE, TRUNCATE ON t FROM CURRENT_USER";
    owner_loses_all: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); REVOKE ALL ON t FROM CURRENT_USER; GRANT SELECT ON t TO dbmig_b";
    owner_has_the_option: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); GRANT SELECT ON t TO CURRENT_USER WITH GRANT OPTION";
    no_privileges_at_all: "" => "CREATE TABLE t (a int); REVOKE ALL ON t FROM CURRENT_USER";
    on_columns: "CREATE TABLE t (a int, b int)" => "CREATE TABLE t (a int, \"B\" int); GRANT SELECT (a, \"B\"), UPDATE (a) ON t TO dbmig_a; GRANT REFERENCES (a) ON t TO PUBLIC";
    on_columns_that_stay: "CREATE TABLE t (a int, b int); GRANT SELECT (a), UPDATE (b) ON t TO dbmig_a" => "CREATE TABLE t (a int, b int); GRANT SELECT (b), UPDATE (b) ON t TO dbmig_a WITH GRANT OPTION";
    from_a_table_to_its_column: "CREATE TABLE t (a int, b int); GRANT SELECT ON t TO dbmig_a; GRANT SELECT (a) ON t TO dbmig_a"
        => "CREATE TABLE t (a int, b int); GRANT SELECT (a) ON t TO dbmig_a";
    option_from_a_table_to_its_column: "CREATE TABLE t (a int); GRANT SELECT ON t TO dbmig_a WITH GRANT OPTION; GRANT SELECT (a) ON t TO dbmig_a WITH GRANT OPTION"
        => "CREATE TABLE t (a int); GRANT SELECT ON t TO dbmig_a; GRANT SELECT (a) ON t TO dbmig_a WITH GRANT OPTION";
    column_comes_with_a_grant: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int, b int); GRANT SELECT (b) ON t TO dbmig_a";
    column_built_again: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED); GRANT SELECT (b) ON t TO dbmig_a"
        => "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 2) STORED); GRANT SELECT (b) ON t TO dbmig_a";
    on_views: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; GRANT SELECT, UPDATE (a) ON v TO dbmig_a; CREATE MATERIALIZED VIEW m AS SELECT a FROM t; GRANT SELECT ON m TO dbmig_b";
    view_built_again: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; GRANT SELECT ON v TO dbmig_a WITH GRANT OPTION; GRANT UPDATE (a) ON v TO dbmig_b; REVOKE DELETE ON v FROM CURRENT_USER"
        => "CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t; GRANT SELECT ON v TO dbmig_a WITH GRANT OPTION; GRANT UPDATE (a) ON v TO dbmig_b; REVOKE DELETE ON v FROM CURRENT_USER";
    view_replaced: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; GRANT SELECT ON v TO dbmig_a"
        => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a, 1 AS b FROM t; GRANT SELECT ON v TO dbmig_a, dbmig_b";
    view_becomes_table: "CREATE VIEW v AS SELECT 1 AS a; GRANT SELECT, UPDATE (a) ON v TO dbmig_a" => "CREATE TABLE v (a int); GRANT SELECT, UPDATE (a) ON v TO dbmig_a";
    on_types: "CREATE TYPE e AS ENUM ('a')" => "CREATE TYPE e AS ENUM ('a'); REVOKE USAGE ON TYPE e FROM PUBLIC; GRANT USAGE ON TYPE e TO dbmig_a";
    enum_built_again: "CREATE TYPE e AS ENUM ('a', 'b'); REVOKE USAGE ON TYPE e FROM PUBLIC; GRANT USAGE ON TYPE e TO dbmig_a"
        => "CREATE TYPE e AS ENUM ('b'); REVOKE USAGE ON TYPE e FROM PUBLIC; GRANT USAGE ON TYPE e TO dbmig_a";
    on_routines: "CREATE FUNCTION f(a int, VARIADIC b text[]) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1'"
        => "CREATE FUNCTION f(a int, VARIADIC b text[]) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON PROCEDURE p TO dbmig_a WITH GRANT OPTION";
    on_new_routines: "" => "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(int) TO dbmig_a";
    routine_built_again: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO dbmig_a"
        => "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; REVOKE ALL ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO dbmig_a";
    routine_replaced: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION f TO dbmig_a"
        => "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'; GRANT EXECUTE ON FUNCTION f TO dbmig_a";
    routines_under_defaults: "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC" => "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON PROCEDURE p TO PUBLIC";
    on_identity_sequences: "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY)" => "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY); GRANT USAGE, SELECT ON SEQUENCE t_a_seq TO dbmig_a";
    identity_comes_with_a_grant: "CREATE TABLE t (a int NOT NULL); CREATE TABLE u (a int)" => "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY); CREATE TABLE u (a int, b bigint GENERATED BY DEFAULT AS IDENTITY); CREATE TABLE v (a int GENERATED ALWAYS AS IDENTITY); GRANT USAGE ON SEQUENCE t_a_seq, u_b_seq, v_a_seq TO dbmig_a";
    identity_under_defaults: "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO dbmig_a" => "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO dbmig_a; CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY); REVOKE USAGE ON SEQUENCE t_a_seq FROM dbmig_a; CREATE TABLE u (a int GENERATED ALWAYS AS IDENTITY)";
    identity_sequence_is_renamed: "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME x)); GRANT USAGE ON SEQUENCE x TO dbmig_a" => "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY); GRANT USAGE ON SEQUENCE t_a_seq TO dbmig_a";
    on_sequences: "CREATE SEQUENCE s; CREATE TABLE t (a serial)" => "CREATE SEQUENCE s; GRANT ALL ON SEQUENCE s TO dbmig_a; CREATE TABLE t (a serial, b serial); GRANT USAGE ON SEQUENCE t_a_seq, t_b_seq TO dbmig_a; CREATE TABLE u (a serial); GRANT SELECT ON SEQUENCE u_a_seq TO PUBLIC";
    serial_to_identity: "CREATE TABLE t (a serial); GRANT USAGE ON SEQUENCE t_a_seq TO dbmig_a" => "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY); GRANT USAGE ON SEQUENCE t_a_seq TO dbmig_a";
    serial_of_another_owner: "CREATE TABLE t (b int); ALTER TABLE t OWNER TO dbmig_a" => "CREATE TABLE t (b int, a serial); ALTER TABLE t OWNER TO dbmig_a";
    on_domains: "CREATE DOMAIN d AS int; CREATE TYPE c AS (a int); CREATE TYPE r AS RANGE (SUBTYPE = int)" => "CREATE DOMAIN d AS int; CREATE TYPE c AS (a int); CREATE TYPE r AS RANGE (SUBTYPE = int); REVOKE USAGE ON TYPE d FROM PUBLIC; GRANT USAGE ON TYPE c TO dbmig_a; GRANT USAGE ON TYPE r TO dbmig_a";
    on_new_domains: "" => "CREATE DOMAIN d AS int; CREATE TYPE c AS (a int); REVOKE USAGE ON TYPE d FROM PUBLIC; GRANT USAGE ON TYPE c TO dbmig_a";
    on_partitions: "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)" => "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); GRANT SELECT ON t TO dbmig_a; GRANT INSERT ON t1 TO dbmig_b; CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2); GRANT SELECT ON t2 TO dbmig_b";
    on_schemas: "CREATE SCHEMA s" => "CREATE SCHEMA s; GRANT USAGE ON SCHEMA s TO dbmig_a; GRANT CREATE ON SCHEMA s TO dbmig_a WITH GRANT OPTION";
    on_a_new_schema: "" => "CREATE SCHEMA s; GRANT USAGE ON SCHEMA s TO dbmig_a; CREATE TABLE s.t (a int); GRANT SELECT ON s.t TO dbmig_a";
    on_the_default_schema: "" => "REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO dbmig_a";
    everybody_may_create: "" => "GRANT CREATE ON SCHEMA public TO PUBLIC";
    dropped_with_its_privileges: "CREATE SCHEMA s; CREATE TABLE s.t (a int); GRANT SELECT ON s.t TO dbmig_a; GRANT SELECT (a) ON s.t TO dbmig_b; GRANT USAGE ON SCHEMA s TO dbmig_b" => "";
    defaults: "" => "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dbmig_a; ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT PRIVILEGES FOR ROLE dbmig_b GRANT USAGE ON SCHEMAS TO dbmig_a WITH GRANT OPTION";
    defaults_in_a_schema: "CREATE SCHEMA s" => "CREATE SCHEMA s; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON SEQUENCES TO dbmig_a; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON TYPES TO dbmig_a WITH GRANT OPTION";
    defaults_in_a_new_schema: "" => "CREATE SCHEMA s; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO dbmig_a";
    defaults_of_the_owner: "" => "ALTER DEFAULT PRIVILEGES REVOKE DELETE ON TABLES FROM CURRENT_USER; ALTER DEFAULT PRIVILEGES FOR ROLE dbmig_a REVOKE ALL ON TABLES FROM dbmig_a";
    defaults_come_after_the_table: "" => "CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1 AS a; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dbmig_a";
    defaults_came_before_the_table: "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dbmig_a" => "CREATE TABLE t (a int); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dbmig_a";
    defaults_hold_for_the_table: "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO dbmig_a WITH GRANT OPTION; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, DELETE ON TABLES TO dbmig_a; ALTER DEFAULT PRIVILEGES REVOKE TRUNCATE ON TABLES FROM CURRENT_USER"
        => "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO dbmig_a WITH GRANT OPTION; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, DELETE ON TABLES TO dbmig_a; ALTER DEFAULT PRIVILEGES REVOKE TRUNCATE ON TABLES FROM CURRENT_USER; CREATE TABLE t (a int)";
    defaults_hold_for_other_kinds: "ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON TYPES TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO dbmig_a"
        => "ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON TYPES TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO dbmig_a; CREATE TYPE e AS ENUM ('a'); CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('b'); CREATE SCHEMA r; REVOKE ALL ON SCHEMA r FROM dbmig_a";
    defaults_go: "CREATE SCHEMA s; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO dbmig_a; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dbmig_b" => "CREATE TABLE t (a int)";
    built_again_under_defaults: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dbmig_a"
        => "CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dbmig_a";
    comment_of_public: "" => "COMMENT ON SCHEMA public IS 'ours'";
    no_comment_of_public: "COMMENT ON SCHEMA public IS NULL" => "COMMENT ON SCHEMA public IS 'ours'";
}

#[test]
fn maintain_is_known_since_17() {
    let new =
        "CREATE TABLE t (a int); GRANT MAINTAIN ON t TO dbmig_a; REVOKE MAINTAIN ON t FROM CURRENT_USER";
    check_since(17, &with_roles("CREATE TABLE t (a int)"), &with_roles(new));
}

/// Plans from `old` to `new` and back, with what to compare, and returns the owners at `new`.
#[track_caller]
pub(crate) fn check_with(options: Options, old: &str, new: &str) -> Vec<String> {
    let (from, to) = (database(), database());
    let (mut client, mut other) = (from.connect(), to.connect());
    load(&mut client, &with_roles(old));
    load(&mut other, &with_roles(new));
    let (start, target) = (read(&mut client), read(&mut other));
    let changes = diff_with(&start, &target, &Renames::default(), options);
    migrate(&mut client, &changes, &target);
    let reached = read(&mut client);
    migrate(&mut client, &diff_with(&reached, &start, &Renames::default(), options), &start);
    reached.owners.into_iter().map(|(object, owner)| format!("{object} {owner}")).collect()
}

#[test]
fn owners_where_asked() {
    let options = Options { owners: true, privileges: true };
    let objects = "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY); GRANT SELECT ON t TO dbmig_a; CREATE VIEW v AS SELECT a FROM t; \
                   CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE TYPE e AS ENUM ('a'); CREATE SCHEMA s;";
    let all = "ALTER TABLE t OWNER TO dbmig_a; ALTER VIEW v OWNER TO dbmig_b; ALTER MATERIALIZED VIEW m OWNER TO dbmig_b; \
               ALTER TYPE e OWNER TO dbmig_a; ALTER SCHEMA s OWNER TO dbmig_a;";
    check_with(options, objects, &format!("{objects} {all} REVOKE DELETE ON t FROM dbmig_a"));
    check_with(
        options,
        &format!("{objects} {all}"),
        &format!("{objects} {all} GRANT SELECT ON t TO dbmig_b; ALTER TABLE t OWNER TO dbmig_b"),
    );
    check_with(options, "", &format!("{objects} {all} GRANT INSERT ON v TO dbmig_a, CURRENT_USER"));
}

#[test]
fn what_is_built_again_keeps_its_owner() {
    let sql = |data_type: &str| {
        format!(
            "CREATE TABLE t (a {data_type}); CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v OWNER TO dbmig_a; \
             GRANT SELECT ON v TO dbmig_b; REVOKE INSERT ON v FROM dbmig_a"
        )
    };
    check_with(Options::default(), &sql("int"), &sql("bigint"));
    check_with(Options { owners: true, privileges: false }, &sql("int"), &sql("bigint"));
}

#[test]
fn owners_are_no_difference_unless_asked() {
    let (one, other) = (database(), database());
    let sql = "CREATE TABLE t (a int); GRANT SELECT ON t TO dbmig_b; REVOKE DELETE ON t FROM CURRENT_USER;";
    load(&mut one.connect(), &with_roles(sql));
    load(&mut other.connect(), &with_roles(&format!("{sql} ALTER TABLE t OWNER TO dbmig_a")));
    let (one, other) = (read(&mut one.connect()), read(&mut other.connect()));
    let owners = |owners| {
        let changes = diff_with(&one, &other, &Renames::default(), Options { owners, privileges: true });
        changes.summary().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(owners(false).is_empty(), "{:?}", owners(false));
    let me = one.role.as_deref().unwrap();
    assert_eq!(owners(true), [format!("change owner of table t from {me} to dbmig_a")]);
}

#[test]
fn privileges_are_no_difference_unless_asked() {
    let (one, other) = (database(), database());
    let (mut client, mut target) = (one.connect(), other.connect());
    let sql = "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; GRANT SELECT ON v TO dbmig_a;";
    load(&mut client, &with_roles(sql));
    load(
        &mut target,
        &with_roles(&format!(
            "{sql} GRANT DELETE ON t TO dbmig_b; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dbmig_b"
        )),
    );
    let options = Options { owners: false, privileges: false };
    let before = read(&mut client);
    assert!(diff_with(&before, read(&mut target), &Renames::default(), options).is_empty());
    load(&mut target, "DROP VIEW v; ALTER TABLE t ALTER a TYPE bigint; CREATE VIEW v AS SELECT a FROM t");
    let changes = diff_with(&before, read(&mut target), &Renames::default(), options);
    load(&mut client, &crate::check::script(&dbmig_runtime::plan::plan(&changes)));
    assert_eq!(read(&mut client).privileges, before.privileges);
}

#[test]
fn privileges_follow_a_rename() {
    let declared = Renames {
        tables: [("u".into(), "t".into())].into(),
        columns: [(("u".into(), "b".to_owned()), "a".to_owned())].into(),
        ..Renames::default()
    };
    let old = "CREATE TABLE t (a int); GRANT SELECT ON t TO dbmig_a; GRANT UPDATE (a) ON t TO dbmig_b";
    let new = "CREATE TABLE u (b int); GRANT SELECT ON u TO dbmig_a; GRANT UPDATE (b) ON u TO dbmig_b";
    let operations = crate::check::check_renames(&with_roles(old), &with_roles(new), &declared);
    assert_eq!(operations.len(), 2, "{}", crate::check::script(&operations));
}
