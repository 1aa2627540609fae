//! Foreign-data wrappers, servers and foreign tables.

use crate::check::cases;

/// A wrapper without handler works everywhere, as far as definitions go.
macro_rules! on_server {
    ($sql:expr) => {
        concat!("CREATE FOREIGN DATA WRAPPER dummy; CREATE SERVER s FOREIGN DATA WRAPPER dummy; ", $sql)
    };
}

cases! {
    wrapper: "" => "CREATE FOREIGN DATA WRAPPER \"My Dummy\" OPTIONS (b 'it''s', a ''); COMMENT ON FOREIGN DATA WRAPPER \"My Dummy\" IS 'x'";
    wrapper_options: "CREATE FOREIGN DATA WRAPPER dummy OPTIONS (a '1', b '2')" => "CREATE FOREIGN DATA WRAPPER dummy OPTIONS (b '3', c 'x=y')";
    wrapper_functions: "CREATE EXTENSION postgres_fdw; CREATE FOREIGN DATA WRAPPER w"
        => "CREATE EXTENSION postgres_fdw; CREATE FOREIGN DATA WRAPPER w HANDLER postgres_fdw_handler VALIDATOR postgres_fdw_validator";
    wrapper_comment: "CREATE FOREIGN DATA WRAPPER dummy" => "CREATE FOREIGN DATA WRAPPER dummy; COMMENT ON FOREIGN DATA WRAPPER dummy IS 'x'";
    server: on_server!("") => on_server!("CREATE SERVER \"T\" TYPE 'it''s' VERSION '1' FOREIGN DATA WRAPPER dummy OPTIONS (host 'h'); COMMENT ON SERVER \"T\" IS 'x'");
    server_of_an_extension: "" => "CREATE EXTENSION postgres_fdw; CREATE SERVER t FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd'); CREATE FOREIGN TABLE f (a int OPTIONS (column_name 'A')) SERVER t OPTIONS (table_name 'x')";
    server_options_and_version: on_server!("CREATE SERVER t VERSION '1' FOREIGN DATA WRAPPER dummy OPTIONS (a '1')") => on_server!("CREATE SERVER t FOREIGN DATA WRAPPER dummy OPTIONS (b '1')");
    server_type_under_a_table: on_server!("CREATE SERVER t TYPE 'x' FOREIGN DATA WRAPPER dummy; CREATE FOREIGN TABLE f (a int) SERVER t; CREATE VIEW v AS SELECT a FROM f")
        => on_server!("CREATE SERVER t TYPE 'y' FOREIGN DATA WRAPPER dummy; CREATE FOREIGN TABLE f (a int) SERVER t; CREATE VIEW v AS SELECT a FROM f");
    server_of_another_wrapper: on_server!("CREATE FOREIGN DATA WRAPPER other; CREATE SERVER t FOREIGN DATA WRAPPER dummy") => on_server!("CREATE FOREIGN DATA WRAPPER other; CREATE SERVER t FOREIGN DATA WRAPPER other");
    table: on_server!("") => on_server!(r#"CREATE FOREIGN TABLE "F" (a int OPTIONS (x '1') NOT NULL DEFAULT 1, b text COLLATE "C", CONSTRAINT c CHECK (a > 0)) SERVER s OPTIONS (t 'it''s');
        COMMENT ON FOREIGN TABLE "F" IS 'x'; COMMENT ON COLUMN "F".a IS 'y'"#);
    table_options: on_server!("CREATE FOREIGN TABLE f (a int OPTIONS (x '1'), b int) SERVER s OPTIONS (t '1', u '2')") => on_server!("CREATE FOREIGN TABLE f (a int OPTIONS (x '2', y '3'), b int OPTIONS (z '')) SERVER s OPTIONS (t '2', v '')");
    table_columns: on_server!("CREATE FOREIGN TABLE f (a int, b int)  SERVER s; COMMENT ON FOREIGN TABLE f IS 'x'") => on_server!("CREATE FOREIGN TABLE f (a text NOT NULL, c int DEFAULT 2, CONSTRAINT c CHECK (a <> '')) SERVER s; COMMENT ON FOREIGN TABLE f IS 'y'");
    table_of_another_server: on_server!("CREATE SERVER t FOREIGN DATA WRAPPER dummy; CREATE FOREIGN TABLE f (a int) SERVER s") => on_server!("CREATE SERVER t FOREIGN DATA WRAPPER dummy; CREATE FOREIGN TABLE f (a int) SERVER t");
    plain_to_foreign: on_server!("CREATE TABLE f (a int)") => on_server!("CREATE FOREIGN TABLE f (a int) SERVER s");
    partition: on_server!("CREATE TABLE p (a int) PARTITION BY LIST (a)") => on_server!(r#"CREATE TABLE p (a int) PARTITION BY LIST (a);
        CREATE FOREIGN TABLE f PARTITION OF p FOR VALUES IN (1) SERVER s OPTIONS (x '1'); CREATE FOREIGN TABLE g PARTITION OF p (a NOT NULL) FOR VALUES IN (2) SERVER s"#);
    child: on_server!("CREATE TABLE p (a int)") => on_server!("CREATE TABLE p (a int); CREATE FOREIGN TABLE f (b int) INHERITS (p) SERVER s; CREATE FOREIGN TABLE g (b int) SERVER s; CREATE TABLE h () INHERITS (g)");
}
