//! Views: over one table, over two, over another view.

use dbmig_runtime::catalog::{ObjectName, quote_identifier};

use super::super::source::Random;
use super::condition::condition;
use super::{World, column_names, columns};

pub(super) fn add(random: &mut Random, world: &mut World) {
    let mut made: Vec<(ObjectName, Vec<String>)> = Vec::new();
    for name in ["report", "My View", "über view"] {
        if random.chance(3) {
            continue;
        }
        let name = world.place(random, name);
        let (query, names) = match random.below(3) {
            0 if !made.is_empty() => over_view(random, &made),
            1 => over_two(random, world),
            _ => over_one(random, world),
        };
        let simple = !query.contains("JOIN") && !query.contains("DISTINCT");
        let options = *random.pick(&["", "", " WITH (security_barrier)", " WITH (security_barrier = false)"]);
        let check = if simple {
            *random.pick(&["", "", " WITH LOCAL CHECK OPTION", " WITH CHECK OPTION"])
        } else {
            ""
        };
        world.run(format!("CREATE VIEW {name}{options} AS {query}{check}"));
        world.comment(random, &format!("VIEW {name}"));
        let column = quote_identifier(random.pick::<String>(&names));
        world.comment(random, &format!("COLUMN {name}.{column}"));
        made.push((name, names));
    }
}

pub(super) fn over_one(random: &mut Random, world: &World) -> (String, Vec<String>) {
    let table = world.table(random);
    let names = random.several(&column_names(&table), 4);
    let filter = condition(random, &world.catalog, &table);
    (format!("SELECT {} FROM {} WHERE {filter}", columns(&names), table.name), names)
}

fn over_two(random: &mut Random, world: &World) -> (String, Vec<String>) {
    let (one, other) = (world.table(random), world.table(random));
    let (a, b) = (random.pick(&column_names(&one)).clone(), random.pick(&column_names(&other)).clone());
    let (quoted_a, quoted_b) = (quote_identifier(&a), quote_identifier(&b));
    let query = format!(
        "SELECT a.{quoted_a}, b.{quoted_b} AS \"other one\", b.{quoted_b} IS NULL AS missing FROM {} a LEFT JOIN {} b ON b.{quoted_b}::text = a.{quoted_a}::text",
        one.name, other.name
    );
    (query, vec![a, "other one".to_owned(), "missing".to_owned()])
}

fn over_view(random: &mut Random, made: &[(ObjectName, Vec<String>)]) -> (String, Vec<String>) {
    let (view, names) = random.pick(made);
    let names = random.several(names, 3);
    (format!("SELECT DISTINCT {} FROM {view}", columns(&names)), names)
}
