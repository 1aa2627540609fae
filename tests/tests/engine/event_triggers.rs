//! Event triggers.

use crate::check::cases;

const FUNCTION: &str = "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; \
    CREATE FUNCTION failing() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';";

macro_rules! with_function {
    ($sql:literal) => {
        &format!("{FUNCTION} {}", $sql)
    };
}

cases! {
    comes: "" => "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f(); COMMENT ON EVENT TRIGGER e IS 'x'";
    tags: with_function!("CREATE EVENT TRIGGER e ON ddl_command_start WHEN TAG IN ('DROP TABLE', 'CREATE TABLE') EXECUTE FUNCTION f()") => with_function!("CREATE EVENT TRIGGER e ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION f()");
    firing: with_function!("CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f(); CREATE EVENT TRIGGER g ON sql_drop EXECUTE FUNCTION f(); ALTER EVENT TRIGGER g ENABLE ALWAYS")
        => with_function!("CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f(); ALTER EVENT TRIGGER e DISABLE; CREATE EVENT TRIGGER g ON sql_drop EXECUTE FUNCTION f(); ALTER EVENT TRIGGER g ENABLE REPLICA");
    comes_last_and_goes_first: with_function!("") => with_function!("CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; COMMENT ON VIEW v IS 'x'; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION failing()");
    function_becomes_another: with_function!("CREATE EVENT TRIGGER \"E\" ON ddl_command_end EXECUTE FUNCTION f()") => "CREATE FUNCTION g() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER \"E\" ON ddl_command_end EXECUTE FUNCTION g()";
}
