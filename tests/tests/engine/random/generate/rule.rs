//! Rewrite rules.

use super::super::source::Random;
use super::World;

pub(super) fn add(random: &mut Random, world: &mut World) {
    for table in world.tables(random, 5) {
        let other = world.table(random);
        let event = *random.pick(&["DELETE", "UPDATE"]);
        let action =
            if random.chance(2) { "NOTHING".to_owned() } else { format!("DELETE FROM {}", other.name) };
        let kind = *random.pick(&["ALSO", "INSTEAD"]);
        // A rule that deletes from its own table would call itself.
        if action != "NOTHING" && other.name == table.name {
            continue;
        }
        world.run(format!("CREATE RULE \"r 1\" AS ON {event} TO {} DO {kind} {action}", table.name));
        world.comment(random, &format!("RULE \"r 1\" ON {}", table.name));
        if random.chance(3) {
            world.run(format!("ALTER TABLE {} DISABLE RULE \"r 1\"", table.name));
        }
    }
}
