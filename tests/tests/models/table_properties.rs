//! Properties of tables.

use dbmig_runtime::Table;

use super::same;

#[derive(Table)]
#[db("users")]
#[table(name = "kept", schema = "store", comment = "how it is kept", unlogged, access_method = "heap",
    with(fillfactor = 70, "toast.autovacuum_enabled" = false, toast.vacuum_index_cleanup = auto), tablespace = "pg_default")]
#[table(replica_identity = "kept_code_idx", cluster_on = "kept_pkey")]
#[index(unique, columns(code))]
struct Kept {
    #[column(primary_key)]
    id: i32,
    code: String,
}

#[derive(Table)]
#[db("users")]
#[table(replica_identity = "full")]
struct Full {
    id: i32,
}

#[derive(Table)]
#[db("users")]
#[table(replica_identity = "nothing")]
struct Nothing {
    id: i32,
}

#[test]
fn every_property() {
    same(
        &[Kept::manifest(), Full::manifest(), Nothing::manifest()],
        "CREATE SCHEMA store;
         CREATE UNLOGGED TABLE store.kept (id int PRIMARY KEY, code text NOT NULL)
           WITH (fillfactor = 70, toast.autovacuum_enabled = false, toast.vacuum_index_cleanup = auto);
         CREATE UNIQUE INDEX ON store.kept (code);
         ALTER TABLE store.kept REPLICA IDENTITY USING INDEX kept_code_idx, CLUSTER ON kept_pkey;
         COMMENT ON TABLE store.kept IS 'how it is kept';
         CREATE TABLE \"full\" (id int NOT NULL);
         ALTER TABLE \"full\" REPLICA IDENTITY FULL;
         CREATE TABLE nothing (id int NOT NULL);
         ALTER TABLE nothing REPLICA IDENTITY NOTHING;",
    );
}
