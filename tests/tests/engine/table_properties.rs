//! Properties of tables as a whole.

use dbmig_runtime::op::{Operation, TableOperation};

use crate::check::{cases, check, load, read, round_trip};

cases! {
    toast_parameters_of_a_table_that_needs_none_for_a_while: "CREATE TABLE t (a text, b int) WITH (toast.autovacuum_enabled = off)" => "CREATE TABLE t (b bigint, c text) WITH (toast.autovacuum_enabled = off)";
    unlogged: "CREATE TABLE t (a int)" => "CREATE UNLOGGED TABLE t (a int)";
    unlogged_of_a_new_table: "" => "CREATE UNLOGGED TABLE t (a int PRIMARY KEY, b int REFERENCES t)";
    unlogged_across_foreign_keys: r#"
        CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a); CREATE TABLE b (id int PRIMARY KEY REFERENCES a);
        CREATE TABLE c (id int PRIMARY KEY REFERENCES b)"# => r#"
        CREATE UNLOGGED TABLE a (id int PRIMARY KEY, up int REFERENCES a); CREATE UNLOGGED TABLE b (id int PRIMARY KEY REFERENCES a);
        CREATE UNLOGGED TABLE c (id int PRIMARY KEY REFERENCES b)"#;
    unlogged_in_a_circle: r#"
        CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b"# => r#"
        CREATE UNLOGGED TABLE a (id int PRIMARY KEY, b int); CREATE UNLOGGED TABLE b (id int PRIMARY KEY REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b"#;
    unlogged_where_a_foreign_key_goes: "CREATE UNLOGGED TABLE a (id int PRIMARY KEY); CREATE UNLOGGED TABLE b (id int REFERENCES a)"
        => "CREATE UNLOGGED TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int)";
    unlogged_where_a_new_table_refers: "CREATE UNLOGGED TABLE a (id int PRIMARY KEY)"
        => "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a)";
    storage: "CREATE TABLE t (a text) WITH (fillfactor = 70, autovacuum_enabled = off)"
        => "CREATE TABLE t (a text) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)";
    storage_of_toast: "CREATE TABLE t (a text) WITH (toast.autovacuum_enabled = false, parallel_workers = 3)"
        => "CREATE TABLE t (a text) WITH (toast.autovacuum_enabled = true, toast.vacuum_index_cleanup = off)";
    storage_gone: "CREATE TABLE t (a text)" => "CREATE TABLE t (a text) WITH (user_catalog_table = true, toast.log_autovacuum_min_duration = -1)";
    storage_of_a_toast_table_that_is_new: "CREATE TABLE t (a int)" => "CREATE TABLE t (b text) WITH (toast.autovacuum_enabled = off)";
    replica_identity: "CREATE TABLE t (a int)" => "CREATE TABLE t (a int); ALTER TABLE t REPLICA IDENTITY FULL";
    replica_identity_nothing: "CREATE TABLE t (a int); ALTER TABLE t REPLICA IDENTITY NOTHING"
        => "CREATE TABLE t (a int); ALTER TABLE t REPLICA IDENTITY FULL";
    replica_identity_by_index: "CREATE TABLE t (a int, b int NOT NULL)"
        => "CREATE TABLE t (a int NOT NULL, b int NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX i";
    replica_identity_by_another_index: r#"
        CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX i"# => r#"
        CREATE TABLE t (a int, b int NOT NULL); CREATE UNIQUE INDEX j ON t (b); ALTER TABLE t REPLICA IDENTITY USING INDEX j"#;
    replica_identity_of_new_tables: "" => r#"
        CREATE TABLE t (a int NOT NULL, b int UNIQUE); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX i;
        CREATE TABLE u (a int CONSTRAINT k PRIMARY KEY); ALTER TABLE u REPLICA IDENTITY USING INDEX k, CLUSTER ON k;
        CREATE TABLE v (a int); ALTER TABLE v REPLICA IDENTITY NOTHING"#;
    replica_identity_and_cluster_by_an_index_that_is_built_again: r#"
        CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (a);
        ALTER TABLE t REPLICA IDENTITY USING INDEX i, CLUSTER ON i"# => r#"
        CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (a) INCLUDE (b);
        ALTER TABLE t REPLICA IDENTITY USING INDEX i, CLUSTER ON i"#;
    clustered: "CREATE TABLE t (a int UNIQUE, b int); CREATE INDEX i ON t (b)"
        => "CREATE TABLE t (a int UNIQUE, b int); CREATE INDEX i ON t (b); ALTER TABLE t CLUSTER ON i";
    clustered_by_another_index: "CREATE TABLE t (a int CONSTRAINT u UNIQUE, b int); CREATE INDEX i ON t (b); ALTER TABLE t CLUSTER ON u"
        => "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (b); ALTER TABLE t CLUSTER ON i";
    typed: "CREATE TYPE p AS (a int, b text); CREATE TABLE t (a int, b text)"
        => "CREATE TYPE p AS (a int, b text); CREATE TABLE t OF p (a DEFAULT 1, PRIMARY KEY (a))";
    typed_and_its_column: "CREATE TYPE p AS (a int, b text); CREATE TYPE q AS (a int, b text, c int); CREATE TABLE t OF p"
        => "CREATE TYPE p AS (a int, b text); CREATE TYPE q AS (a int, b text, c int); CREATE TABLE t OF q (c DEFAULT 3)";
    typed_and_new: "CREATE TYPE p AS (a int, b text)" => "CREATE TYPE p AS (a int, b text); CREATE TABLE t OF p (PRIMARY KEY (a))";
}

#[test]
fn an_index_of_another_name_is_no_other_index() {
    let operations = check(
        "CREATE TABLE t (a int PRIMARY KEY); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX i, CLUSTER ON i",
        "CREATE TABLE t (a int PRIMARY KEY); CREATE UNIQUE INDEX j ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX j, CLUSTER ON j",
    );
    assert_eq!(operations.len(), 1, "{operations:?}");
}

#[test]
fn a_new_value_of_a_storage_parameter_is_set_in_place() {
    let operations = check(
        "CREATE TABLE t (a int) WITH (fillfactor = 70)",
        "CREATE TABLE t (a int) WITH (fillfactor = 60)",
    );
    assert!(
        matches!(operations.as_slice(), [Operation::Table(TableOperation::Alter { .. })]),
        "{operations:?}"
    );
}

#[test]
fn access_method() {
    let method = "CREATE ACCESS METHOD rows TYPE TABLE HANDLER heap_tableam_handler;";
    check(method, &format!("{method} CREATE TABLE t (a int) USING rows"));
    let database = dbmig_tests::server::database();
    let version =
        database.connect().query_one("SELECT current_setting('server_version_num')::int", &[]).unwrap();
    if version.get::<_, i32>(0) >= 150_000 {
        check(
            &format!("{method} CREATE TABLE t (a int)"),
            &format!("{method} CREATE TABLE t (a int) USING rows"),
        );
    }
}

#[test]
fn tablespace() {
    let (from, to) = (dbmig_tests::server::database(), dbmig_tests::server::database());
    let (mut from, mut to) = (from.connect(), to.connect());
    if from.batch_execute("SET allow_in_place_tablespaces = on").is_err() {
        return;
    }
    // Tablespaces are the server's; another run may have made this one.
    let _ = from.batch_execute("CREATE TABLESPACE dbmig_other LOCATION ''");
    load(&mut from, "CREATE TABLE t (a int PRIMARY KEY); CREATE INDEX i ON t (a);");
    load(
        &mut to,
        "CREATE TABLE t (a int PRIMARY KEY) TABLESPACE dbmig_other; CREATE INDEX i ON t (a);
        CREATE TABLE n (a int) TABLESPACE dbmig_other",
    );
    round_trip(&mut from, &read(&mut to), &Default::default());
}
