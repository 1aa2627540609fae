//! Row security.

use dbmig_runtime::catalog::quote_identifier;

use super::super::source::Random;
use super::World;
use super::condition::condition;

pub(super) fn add(random: &mut Random, world: &mut World) {
    for table in world.tables(random, 3) {
        let on = table.name.clone();
        world.run(format!("ALTER TABLE {on} {} ROW LEVEL SECURITY", random.pick(&["ENABLE", "FORCE"])));
        for name in ["own rows", "all_of_them"] {
            if random.chance(3) {
                continue;
            }
            let quoted = quote_identifier(name);
            let kind = *random.pick(&["", "AS RESTRICTIVE"]);
            let (command, using, check) = *random.pick(&[
                ("ALL", true, true),
                ("SELECT", true, false),
                ("INSERT", false, true),
                ("UPDATE", true, true),
            ]);
            let mut statement = format!("CREATE POLICY {quoted} ON {on} {kind} FOR {command}");
            if using {
                statement += &format!(" USING ({})", condition(random, &world.catalog, &table));
            }
            if check && random.chance(2) {
                statement += &format!(" WITH CHECK ({})", condition(random, &world.catalog, &table));
            }
            world.run(statement);
            world.comment(random, &format!("POLICY {quoted} ON {on}"));
        }
    }
}
