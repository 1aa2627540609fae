//! Composite and range types, and columns of them.

use super::super::source::Random;
use super::World;

const ATTRIBUTES: &[&str] =
    &["a integer", "\"b c\" text COLLATE \"C\"", "d numeric(10,2)", "\"select\" text[]"];

pub(super) fn add(random: &mut Random, world: &mut World) {
    if random.chance(2) {
        let name = world.place(random, "Pair x");
        let attributes = random.several(ATTRIBUTES, 3).join(", ");
        world.run(format!("CREATE TYPE {name} AS ({attributes})"));
        world.comment(random, &format!("TYPE {name}"));
        for table in world.tables(random, 3) {
            let array = *random.pick(&["", "[]"]);
            world.run(format!("ALTER TABLE {} ADD COLUMN pair {name}{array}", table.name));
        }
    }
    if random.chance(2) {
        let name = world.place(random, "span");
        let subtype =
            *random.pick(&["float8, subtype_diff = float8mi", "text, collation = \"C\"", "float8", "bigint"]);
        world.run(format!("CREATE TYPE {name} AS RANGE (subtype = {subtype})"));
        for table in world.tables(random, 3) {
            world.run(format!("ALTER TABLE {} ADD COLUMN span {name} DEFAULT 'empty'", table.name));
        }
    }
}
