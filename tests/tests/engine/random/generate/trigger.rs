//! Triggers on tables and views, with a function of their own.

use dbmig_runtime::catalog::{Table, quote_identifier};

use super::super::source::Random;
use super::{World, column_names, columns};

pub(super) fn add(random: &mut Random, world: &mut World) {
    let function = world.place(random, "touch");
    let body = *random.pick(&["RETURN new;", "new := new; RETURN new;"]);
    world.run(format!("CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {body} END'"));
    for table in world.tables(random, 2) {
        for name in ["first", "Second one"] {
            if random.chance(2) {
                continue;
            }
            let head = head(random, &table, name);
            let arguments = *random.pick(&["", "", "'it''s', '\\ 1'"]);
            world.run(format!("{head} EXECUTE FUNCTION {function}({arguments})"));
            let quoted = quote_identifier(name);
            let state = *random.pick(&["", "", "DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"]);
            if !state.is_empty() {
                world.run(format!("ALTER TABLE {} {state} TRIGGER {quoted}", table.name));
            }
            world.comment(random, &format!("TRIGGER {quoted} ON {}", table.name));
        }
    }
}

/// Everything before `EXECUTE`.
fn head(random: &mut Random, table: &Table, name: &str) -> String {
    let (quoted, on) = (quote_identifier(name), &table.name);
    let written: Vec<String> = table
        .columns
        .iter()
        .filter(|column| column.generated.is_none())
        .map(|column| column.name.clone())
        .collect();
    let some = random.several(&column_names(table), 2);
    let when = match written.first() {
        Some(column) if random.chance(2) => format!("WHEN (new.{} IS NOT NULL)", quote_identifier(column)),
        _ => String::new(),
    };
    match random.below(4) {
        0 => format!(
            "CREATE TRIGGER {quoted} BEFORE INSERT OR UPDATE OF {} ON {on} FOR EACH ROW {when}",
            columns(&some)
        ),
        1 => format!(
            "CREATE CONSTRAINT TRIGGER {quoted} AFTER INSERT ON {on} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {when}"
        ),
        2 => format!(
            "CREATE TRIGGER {quoted} AFTER DELETE ON {on} REFERENCING OLD TABLE AS gone FOR EACH STATEMENT"
        ),
        _ => format!("CREATE TRIGGER {quoted} BEFORE TRUNCATE OR DELETE ON {on} FOR EACH STATEMENT"),
    }
}
