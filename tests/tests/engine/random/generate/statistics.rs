//! Extended statistics.

use dbmig_runtime::catalog::quote_identifier;

use super::super::source::Random;
use super::World;
use super::{column_names, columns};

pub(super) fn add(random: &mut Random, world: &mut World) {
    for (number, table) in world.tables(random, 3).into_iter().enumerate() {
        let names = column_names(&table);
        if names.len() < 2 {
            continue;
        }
        let name = table.name.sibling(format!("stats {number}"));
        let kinds = *random.pick(&["", " (ndistinct)", " (mcv, dependencies)"]);
        let mut targets = random.several(&names, 3);
        if targets.len() < 2 {
            targets = names.iter().take(2).cloned().collect();
        }
        let text = table.columns.iter().find(|column| column.data_type.as_sql() == "text");
        let expression = text.map(|column| format!(", (upper({}))", quote_identifier(&column.name)));
        let expression = expression.filter(|_| random.chance(2)).unwrap_or_default();
        world.run(format!(
            "CREATE STATISTICS {name}{kinds} ON {}{expression} FROM {}",
            columns(&targets),
            table.name
        ));
        if random.chance(3) {
            world.run(format!("ALTER STATISTICS {name} SET STATISTICS 99"));
        }
        world.comment(random, &format!("STATISTICS {name}"));
    }
}
