//! Tables with their checks.

use dbmig_runtime::catalog::{Catalog, Check, ObjectName, Table};

use super::super::source::Random;
use super::column::{column, has_order};
use super::condition::condition;
use super::index::{indexes, keys};

const COLUMNS: &[&str] = &["id", "name", "state", "Price", "order", "a b", "c'd", "text", "n", "über"];

pub(super) fn table(random: &mut Random, catalog: &Catalog, name: ObjectName) -> Table {
    let mut table = Table::new(name);
    table.comment = random.comment();
    for name in random.several(COLUMNS, 7) {
        let column = column(random, catalog, &table, name);
        table.columns.push(column);
    }
    let keyed: Vec<String> =
        table.columns.iter().filter(|column| has_order(column)).map(|c| c.name.clone()).collect();
    if !keyed.is_empty() {
        keys(random, &mut table, &keyed);
        indexes(random, catalog, &mut table, &keyed);
    }
    for number in 0..random.below(3) {
        let expression = condition(random, catalog, &table);
        table.checks.push(Check {
            no_inherit: random.chance(6),
            not_valid: random.chance(6),
            comment: random.comment(),
            ..Check::new(own_name(&table, "check", number), expression)
        });
    }
    table.sort();
    table
}

pub(super) fn own_name(table: &Table, kind: &str, number: usize) -> String {
    format!("{} {kind} {number}", table.name.name)
}
