//! Aggregates.

use crate::check::cases;

const ADD: &str = "CREATE FUNCTION add(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'; \
    CREATE FUNCTION sub(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';";

macro_rules! with_add {
    ($sql:literal) => {
        &format!("{ADD} {}", $sql)
    };
}

cases! {
    aggregate_comes: with_add!("") => with_add!("CREATE AGGREGATE total(int) (SFUNC = add, STYPE = int, INITCOND = '0'); COMMENT ON AGGREGATE total(int) IS 'x'");
    with_its_function: "" => "CREATE FUNCTION z(int, text) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN $1 + 1; END'; CREATE AGGREGATE a(text) (SFUNC = z, STYPE = int, INITCOND = E'\\x30'); CREATE VIEW b AS SELECT a('x')";
    of_nothing: "" => "CREATE FUNCTION z(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE a(*) (SFUNC = z, STYPE = int); COMMENT ON AGGREGATE a(*) IS 'x'";
    every_clause: "CREATE AGGREGATE a(x int) (SFUNC = int4_sum, STYPE = bigint)"
        => "CREATE AGGREGATE a(x int) (SFUNC = int4_sum, STYPE = bigint, SSPACE = 16, FINALFUNC = int8up, FINALFUNC_MODIFY = SHAREABLE, \
            COMBINEFUNC = int8pl, MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv, MSTYPE = bigint[], MSSPACE = 8, \
            MFINALFUNC = int2int4_sum, MFINALFUNC_MODIFY = READ_WRITE, MINITCOND = '{0,0}', SORTOP = >, PARALLEL = SAFE)";
    internal_state: "" => "CREATE AGGREGATE a(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, \
        COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize, PARALLEL = SAFE)";
    ordered_set: "" => "CREATE AGGREGATE a(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA); \
        COMMENT ON AGGREGATE a(float8 ORDER BY anyelement) IS 'x'";
    hypothetical_set: "" => "CREATE AGGREGATE a(VARIADIC \"any\" ORDER BY VARIADIC \"any\") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL)";
    state_type_under_a_view: "CREATE AGGREGATE a(int) (SFUNC = int4_sum, STYPE = bigint); CREATE VIEW v AS SELECT a(1)"
        => "CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int); CREATE VIEW v AS SELECT a(1)";
    function_under_an_aggregate: "CREATE FUNCTION z(a int, int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE a(int) (SFUNC = z, STYPE = int); CREATE VIEW v AS SELECT a(1)"
        => "CREATE FUNCTION z(b int, int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE a(int) (SFUNC = z, STYPE = int); CREATE VIEW v AS SELECT a(1)";
    names_of_arguments: with_add!("CREATE AGGREGATE a(x int) (SFUNC = add, STYPE = int)") => with_add!("CREATE AGGREGATE a(y int) (SFUNC = sub, STYPE = int)");
    function_becomes_aggregate: with_add!("CREATE FUNCTION a(int) RETURNS int LANGUAGE sql AS 'SELECT 1'") => with_add!("CREATE AGGREGATE a(int) (SFUNC = add, STYPE = int)");
    in_a_schema: "" => "CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a'); CREATE FUNCTION s.f(s.e, s.e) RETURNS s.e LANGUAGE sql AS 'SELECT $1'; CREATE AGGREGATE s.a(s.e) (SFUNC = s.f, STYPE = s.e)";
}
