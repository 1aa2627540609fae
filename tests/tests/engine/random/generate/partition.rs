//! Partitioned tables with their partitions, and inheritance.

use super::super::source::Random;
use super::World;

pub(super) fn add(random: &mut Random, world: &mut World) {
    if random.chance(2) {
        partitioned(random, world);
    }
    if random.chance(2) {
        inherited(random, world);
    }
}

fn partitioned(random: &mut Random, world: &mut World) {
    let parent = world.place(random, "measure");
    let part = |name: &str| parent.sibling(format!("measure {name}"));
    let strategy = *random.pick(&["RANGE (key)", "RANGE (key)", "LIST (key)", "HASH (key)"]);
    let check = *random.pick(&["", ", CHECK (key >= 0)", ", CONSTRAINT c CHECK (note <> 'x')"]);
    let key = *random.pick(&["", " PRIMARY KEY", " UNIQUE"]);
    world.run(format!(
        "CREATE TABLE {parent} (key integer NOT NULL{key}, \"at\" date DEFAULT '2020-01-01', note text{check}) PARTITION BY {strategy}"
    ));
    if random.chance(2) {
        world.run(format!("CREATE INDEX \"by note\" ON {parent} (note)"));
    }
    let bounds: &[&str] = match strategy {
        "LIST (key)" => &["IN (1, 2)", "IN (3)", "IN (4, 5)"],
        "HASH (key)" => &[
            "WITH (MODULUS 3, REMAINDER 0)",
            "WITH (MODULUS 3, REMAINDER 1)",
            "WITH (MODULUS 3, REMAINDER 2)",
        ],
        _ => &["FROM (MINVALUE) TO (10)", "FROM (10) TO (20)", "FROM (20) TO (MAXVALUE)"],
    };
    for (number, bound) in bounds.iter().enumerate() {
        let name = part(&number.to_string());
        match random.below(5) {
            0 => continue,
            1 => {
                world.run(format!("CREATE TABLE {name} (note text, key integer NOT NULL, \"at\" date)"));
                if check.contains("note") {
                    world.run(format!("ALTER TABLE {name} ADD CONSTRAINT c CHECK (note <> 'x')"));
                } else if !check.is_empty() {
                    world.run(format!(
                        "ALTER TABLE {name} ADD CONSTRAINT {} CHECK (key >= 0)",
                        "measure_key_check"
                    ));
                }
                world.run(format!("ALTER TABLE {parent} ATTACH PARTITION {name} FOR VALUES {bound}"));
            }
            2 if !strategy.starts_with("HASH") => {
                world.run(format!(
                    "CREATE TABLE {name} PARTITION OF {parent} FOR VALUES {bound} PARTITION BY LIST (key)"
                ));
                let below = part(&format!("{number} rest"));
                world.run(format!("CREATE TABLE {below} PARTITION OF {name} DEFAULT"));
            }
            _ => {
                world.run(format!("CREATE TABLE {name} PARTITION OF {parent} FOR VALUES {bound}"));
                if random.chance(3) {
                    world.run(format!("CREATE INDEX \"own {number}\" ON {name} (\"at\" DESC)"));
                }
                if random.chance(3) {
                    world.run(format!("ALTER TABLE {name} ALTER note SET DEFAULT 'here'"));
                }
            }
        }
    }
    if !strategy.starts_with("HASH") && random.chance(2) {
        world.run(format!("CREATE TABLE {} PARTITION OF {parent} DEFAULT", part("rest")));
    }
    world.comment(random, &format!("TABLE {parent}"));
}

fn inherited(random: &mut Random, world: &mut World) {
    let (base, child) = (world.place(random, "thing"), world.place(random, "special thing"));
    let check =
        *random.pick(&["", ", CONSTRAINT small CHECK (a < 10)", ", CONSTRAINT own CHECK (a > 0) NO INHERIT"]);
    let default = *random.pick(&["", " DEFAULT 'x'", " NOT NULL"]);
    world.run(format!("CREATE TABLE {base} (a integer, b text{default}{check})"));
    // A column that the child declares too stays its own: there is no statement for less.
    let own = *random.pick(&["c date", "c date, d text DEFAULT 'mine'", ""]);
    world.run(format!("CREATE TABLE {child} ({own}) INHERITS ({base})"));
    world.comment(random, &format!("COLUMN {child}.a"));
}
