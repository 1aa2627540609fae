//! Materialized views, with indexes.

use dbmig_runtime::catalog::quote_identifier;

use super::super::source::Random;
use super::World;
use super::view::over_one;

pub(super) fn add(random: &mut Random, world: &mut World) {
    for (number, name) in ["totals", "Stored View"].into_iter().enumerate() {
        if random.chance(2) {
            continue;
        }
        let name = world.place(random, name);
        let (query, names) = over_one(random, world);
        let storage = *random.pick(&["", "", " WITH (fillfactor = 80)"]);
        let data = *random.pick(&["", " WITH NO DATA"]);
        world.run(format!("CREATE MATERIALIZED VIEW {name}{storage} AS {query}{data}"));
        let column = quote_identifier(random.pick::<String>(&names));
        if random.chance(2) {
            let unique = *random.pick(&["", "UNIQUE "]);
            world.run(format!("CREATE {unique}INDEX \"stored {number}\" ON {name} ({column})"));
        }
        world.comment(random, &format!("MATERIALIZED VIEW {name}"));
        world.comment(random, &format!("COLUMN {name}.{column}"));
    }
}
