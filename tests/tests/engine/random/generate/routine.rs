//! Functions and procedures, in SQL and PL/pgSQL; some are overloaded, some stand on tables.

use super::super::source::Random;
use super::{World, quoted_text};

const ARGUMENTS: &[&str] =
    &["", "integer", "a integer, b text DEFAULT 'x'", "text, VARIADIC rest integer[]", "INOUT a bigint"];

pub(super) fn add(random: &mut Random, world: &mut World) {
    for name in ["compute", "Get x", "tally"] {
        for arguments in random.several(ARGUMENTS, 2) {
            function(random, world, name, arguments);
        }
    }
    if random.chance(2) {
        let name = world.place(random, "run it");
        let body = *random.pick(&["SELECT 1", "SELECT 2; SELECT 3"]);
        world
            .run(format!("CREATE PROCEDURE {name}(a integer, b text DEFAULT NULL) LANGUAGE sql AS '{body}'"));
        world.comment(random, &format!("PROCEDURE {name}(integer, text)"));
    }
}

fn function(random: &mut Random, world: &mut World, name: &str, arguments: &str) {
    if random.chance(3) {
        return;
    }
    let name = world.place(random, name);
    let table = world.table(random).name;
    let (returns, body) = match random.below(5) {
        _ if arguments.starts_with("INOUT") => (String::new(), "AS 'SELECT 1::bigint'".to_owned()),
        0 => ("RETURNS bigint".to_owned(), format!("BEGIN ATOMIC SELECT count(*) FROM {table}; END")),
        1 => (format!("RETURNS SETOF {table}"), quoted_text(&format!("SELECT * FROM {table}"))),
        2 => ("RETURNS TABLE (one integer, other text)".to_owned(), "AS 'SELECT 1, ''it''''s'''".to_owned()),
        3 => ("RETURNS integer".to_owned(), "AS $$ BEGIN RETURN 1; -- it's\nEND $$".to_owned()),
        _ => ("RETURNS integer".to_owned(), format!("AS 'SELECT {}'", random.below(3))),
    };
    let language = if body.contains("RETURN 1;") { "plpgsql" } else { "sql" };
    let properties = [
        *random.pick(&["", "IMMUTABLE", "STABLE"]),
        *random.pick(&["", "STRICT"]),
        *random.pick(&["", "SECURITY DEFINER", "PARALLEL SAFE", "COST 7", "LEAKPROOF"]),
        *random.pick(&[
            "",
            "SET work_mem = '1MB'",
            "SET search_path = public, \"My x\"",
            "SET TimeZone = 'UTC'",
        ]),
    ];
    world.run(format!(
        "CREATE FUNCTION {name}({arguments}) {returns} LANGUAGE {language} {} {body}",
        properties.join(" ")
    ));
}
