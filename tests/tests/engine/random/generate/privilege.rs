//! Privileges of everyone, and of a role of the tests.

use super::super::source::Random;
use super::{World, column_names, columns};

const ROLE: &str = "dbmig_random";

pub(super) fn add(random: &mut Random, world: &mut World) {
    // Roles are the whole server's; another test may make it at the same time.
    world.run(format!(
        "DO $$ BEGIN CREATE ROLE {ROLE}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    ));
    for table in world.tables(random, 2) {
        let who = *random.pick(&["PUBLIC", ROLE]);
        let option = if who == ROLE { *random.pick(&["", " WITH GRANT OPTION"]) } else { "" };
        match random.below(3) {
            0 => world.run(format!("GRANT SELECT, INSERT ON {} TO {who}{option}", table.name)),
            1 => world.run(format!("GRANT ALL ON {} TO {who}{option}", table.name)),
            _ => {
                let names = random.several(&column_names(&table), 2);
                world.run(format!(
                    "GRANT UPDATE ({0}), SELECT ({0}) ON {1} TO {who}{option}",
                    columns(&names),
                    table.name
                ));
            }
        }
    }
    let schemas: Vec<String> = world.catalog.namespaces.keys().cloned().collect();
    for schema in schemas {
        let schema = dbmig_runtime::catalog::quote_identifier(&schema).into_owned();
        match random.below(4) {
            0 => world.run(format!("GRANT USAGE ON SCHEMA {schema} TO {ROLE}")),
            1 => world
                .run(format!("ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {ROLE}")),
            2 => world.run(format!(
                "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT EXECUTE ON FUNCTIONS TO {ROLE}"
            )),
            _ => {}
        }
    }
}
