//! What a table is besides its parts.

use dbmig_runtime::catalog::quote_identifier;

use super::super::source::Random;
use super::World;

pub(super) fn add(random: &mut Random, world: &mut World) {
    for table in world.tables(random, 2) {
        let name = &table.name;
        match random.below(6) {
            0 => world.run(format!("ALTER TABLE {name} SET (fillfactor = {})", 50 + 10 * random.below(3))),
            1 => world.run(format!(
                "ALTER TABLE {name} SET (autovacuum_enabled = off, toast.autovacuum_enabled = off)"
            )),
            2 => world
                .run(format!("ALTER TABLE {name} REPLICA IDENTITY {}", random.pick(&["FULL", "NOTHING"]))),
            3 => {
                if let Some(key) = &table.primary_key {
                    world.run(format!("ALTER TABLE {name} CLUSTER ON {}", quote_identifier(&key.name)));
                    let index = quote_identifier(&key.name);
                    world.run(format!("ALTER TABLE {name} REPLICA IDENTITY USING INDEX {index}"));
                }
            }
            4 => {
                // A logged table can't refer to one that isn't.
                let mut others = world.catalog.tables.values();
                if table.foreign_keys.is_empty()
                    && !others.any(|other| other.foreign_keys.iter().any(|key| key.references == *name))
                {
                    world.run(format!("ALTER TABLE {name} SET UNLOGGED"));
                }
            }
            _ => {
                for column in &table.columns {
                    let quoted = quote_identifier(&column.name);
                    match column.data_type.as_sql() {
                        "text" => {
                            world.run(format!("ALTER TABLE {name} ALTER {quoted} SET STORAGE EXTERNAL"))
                        }
                        "bytea" => {
                            world.run(format!("ALTER TABLE {name} ALTER {quoted} SET COMPRESSION pglz"))
                        }
                        _ => world.run(format!("ALTER TABLE {name} ALTER {quoted} SET STATISTICS 42")),
                    }
                }
            }
        }
    }
}
