//! Sequences: free, owned by a column, behind a default.

use dbmig_runtime::catalog::{Column, Table, quote_identifier};

use super::super::source::Random;
use super::World;

pub(super) fn add(random: &mut Random, world: &mut World) {
    for name in ["ticket", "Next one"] {
        if random.chance(3) {
            continue;
        }
        let mut tables = world.tables(random, 2);
        // The owner must be in the same schema.
        let table = tables.pop();
        let name = match &table {
            Some(table) => table.name.sibling(name),
            None => world.place(random, name),
        };
        let options = [
            *random.pick(&["", "AS smallint", "AS integer"]),
            *random.pick(&["", "INCREMENT BY 5", "INCREMENT BY -1 MINVALUE -90"]),
            *random.pick(&["", "CACHE 9"]),
            *random.pick(&["", "CYCLE"]),
        ];
        world.run(format!("CREATE SEQUENCE {name} {}", options.join(" ")));
        world.comment(random, &format!("SEQUENCE {name}"));
        let Some(table) = table else { continue };
        for column in table.columns.iter().filter(|column| counts(&table, column)).take(1) {
            let quoted = quote_identifier(&column.name);
            if random.chance(2) {
                world.run(format!("ALTER SEQUENCE {name} OWNED BY {}.{quoted}", table.name));
            }
            if random.chance(2) {
                let literal = dbmig_runtime::catalog::quote_literal(&name.to_string());
                world
                    .run(format!("ALTER TABLE {} ALTER {quoted} SET DEFAULT nextval({literal})", table.name));
            }
        }
    }
    for table in world.tables(random, 5) {
        world.run(format!("ALTER TABLE {} ADD COLUMN \"serial no\" serial", table.name));
    }
}

fn counts(table: &Table, column: &Column) -> bool {
    let referring = table.foreign_keys.iter().any(|key| key.columns.contains(&column.name));
    let integer = matches!(column.data_type.as_sql(), "integer" | "bigint");
    integer && column.identity.is_none() && column.generated.is_none() && !referring
}
