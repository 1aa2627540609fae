//! Domains, and columns of them.

use super::super::source::Random;
use super::World;

const SHAPES: &[(&str, &[&str], &str)] = &[
    ("text", &["VALUE <> ''", "length(VALUE) < 99"], "'x'"),
    ("integer", &["VALUE > 0", "VALUE <> 7"], "5"),
    ("character varying(20)", &["VALUE IN ('a', 'b')", "VALUE <> 'c'"], "'a'"),
];

pub(super) fn add(random: &mut Random, world: &mut World) {
    for (number, name) in ["email", "Amount"].into_iter().enumerate() {
        if random.chance(3) {
            continue;
        }
        let name = world.place(random, name);
        let (base, checks, value) = *random.pick(SHAPES);
        let default = if random.chance(3) { format!(" DEFAULT {value}") } else { String::new() };
        let not_null = *random.pick(&["", "", " NOT NULL"]);
        let checks: Vec<String> = checks
            .iter()
            .enumerate()
            .filter(|_| random.chance(2))
            .map(|(number, check)| format!(" CONSTRAINT \"is {number}\" CHECK ({check})"))
            .collect();
        world.run(format!("CREATE DOMAIN {name} AS {base}{default}{not_null}{}", checks.concat()));
        world.comment(random, &format!("DOMAIN {name}"));
        for table in world.tables(random, 3) {
            let array = *random.pick(&["", "", "[]"]);
            let default = if array.is_empty() && random.chance(3) {
                format!(" DEFAULT {value}")
            } else {
                String::new()
            };
            world.run(format!(
                "ALTER TABLE {} ADD COLUMN \"domain {number}\" {name}{array}{default}",
                table.name
            ));
        }
    }
}
