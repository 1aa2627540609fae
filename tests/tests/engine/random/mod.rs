//! Random catalogs: created, inspected, compared; random pairs, there and back; random renames.
//!
//! `DBMIG_RANDOM_CASES` sets how many cases a property gets, `DBMIG_RANDOM_SEED` the first one's seed. A failing
//! case prints its seed.

mod generate;
mod source;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{SystemTime, UNIX_EPOCH};

use dbmig_runtime::catalog::{Catalog, ObjectName, Renames};
use dbmig_runtime::diff::diff;
use dbmig_runtime::op::{ColumnOperation, EnumOperation, Operation, TableOperation};
use dbmig_runtime::sql::statements;
use dbmig_tests::dump::{can_dump, schema_dump};
use dbmig_tests::server::{TestDatabase, database};
use generate::{World, catalog, world};
use postgres::Client;
use source::Random;

use crate::check::{create, load, migrate, read, round_trip, script};

/// Runs a property for as many seeds as asked for, and names all that fail.
fn for_each_seed(property: impl Fn(&mut Random)) {
    let number = |name: &str| std::env::var(name).ok().map(|value| value.parse::<u64>().unwrap());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 % 1_000_000_000;
    let first = number("DBMIG_RANDOM_SEED").unwrap_or(now);
    let seeds = first..first + number("DBMIG_RANDOM_CASES").unwrap_or(12);
    let fails = |seed: &u64| {
        println!("DBMIG_RANDOM_SEED={seed}");
        catch_unwind(AssertUnwindSafe(|| property(&mut Random::new(*seed)))).is_err()
    };
    let failed: Vec<u64> = seeds.filter(fails).collect();
    assert!(failed.is_empty(), "{} cases fail, with these seeds: {failed:?}", failed.len());
}

/// A database with a schema, and what was inspected of it.
fn created(world: &World) -> (TestDatabase, Client, Catalog) {
    let (database, mut client, _) = created_again(&world.catalog);
    for statement in &world.statements {
        load(&mut client, statement);
    }
    let real = read(&mut client);
    (database, client, real)
}

fn created_again(catalog: &Catalog) -> (TestDatabase, Client, Catalog) {
    let database = database();
    let mut client = database.connect();
    create(&mut client, catalog);
    let real = read(&mut client);
    (database, client, real)
}

/// A line of a dump as it would be at another place, or with the columns of its table in another order.
fn without_order(line: &str) -> String {
    let line = line.trim_end_matches([',', ';']);
    if line.starts_with("CREATE STATISTICS") {
        let mut words: Vec<&str> = line.split([' ', ',']).collect();
        words.sort_unstable();
        return words.join(" ");
    }
    line.to_owned()
}

/// What `pg_dump` says, as far as the order in which things were created doesn't matter.
fn sorted_dump(database: &TestDatabase) -> Vec<String> {
    if !can_dump(database) {
        return Vec::new();
    }
    let dump = schema_dump(database);
    let mut lines: Vec<String> = dump.lines().map(without_order).collect();
    lines.sort();
    lines
}

#[test]
fn what_was_inspected_can_be_created_again() {
    for_each_seed(|random| {
        let declared = world(random);
        let (_first, _, real) = created(&declared);
        assert!(real.tables.len() >= declared.catalog.tables.len());
        let (_second, _, again) = created_again(&real);
        assert_same(&again, &real);
    });
}

#[test]
fn any_schema_becomes_any_other_and_back() {
    for_each_seed(|random| {
        let (_declared, _, start) = created(&world(random));
        // What was printed once is printed the same from then on; what a person wrote may not be.
        let (first, mut client, _) = created_again(&start);
        let (_second, _, target) = created(&world(random));
        let dump = sorted_dump(&first);
        let operations = round_trip(&mut client, &target, &Renames::default());
        if inherited_columns(&read(&mut client)) != inherited_columns(&start) {
            return;
        }
        let (kept, back) = (dump.iter().collect::<BTreeSet<_>>(), sorted_dump(&first));
        let back: BTreeSet<_> = back.iter().collect();
        let lost: Vec<_> = kept.difference(&back).collect();
        let invented: Vec<_> = back.difference(&kept).collect();
        assert!(
            lost.is_empty() && invented.is_empty(),
            "lost: {lost:#?}\ninvented: {invented:#?}\nafter the plan:\n{}",
            script(&operations)
        );
    });
}

#[test]
fn renames_are_only_renames() {
    for_each_seed(|random| {
        let declared = World { catalog: catalog(random), ..World::default() };
        let (_first, mut client, from) = created(&declared);
        let (_second, mut other, _) = created(&declared);
        let renames = rename_at_random(random, &mut other, &from);
        let to = read(&mut other);
        let changes = diff(&from, &to, &renames);
        let operations = migrate(&mut client, &changes, &to);
        assert!(operations.iter().all(is_rename), "{}", script(&operations));
        migrate(&mut client, &changes.reversed(), &from);
    });
}

fn is_rename(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Table(TableOperation::Rename { .. })
            | Operation::Column(ColumnOperation::Rename { .. })
            | Operation::Enum(EnumOperation::Rename { .. } | EnumOperation::RenameValue { .. })
    )
}

/// Renames about half of what can be renamed, and returns what was done.
fn rename_at_random(random: &mut Random, client: &mut Client, catalog: &Catalog) -> Renames {
    let mut renames = Renames::default();
    let mut operations = Vec::new();
    for (number, (old, value)) in catalog.enums.iter().enumerate() {
        let renamed = random.chance(2);
        let new = if renamed { old.sibling(format!("New {number}")) } else { old.clone() };
        for (number, label) in value.labels.iter().enumerate().filter(|_| random.chance(2)) {
            let (name, from, to) = (old.clone(), label.clone(), format!("new '{number}'"));
            renames.enum_labels.insert((new.clone(), to.clone()), from.clone());
            operations.push(Operation::Enum(EnumOperation::RenameValue { name, from, to }));
        }
        if renamed {
            renames.enums.insert(new.clone(), old.clone());
            let rename = EnumOperation::Rename { from: old.clone(), to: new.name };
            operations.push(Operation::Enum(rename));
        }
    }
    for (number, (old, table)) in catalog.tables.iter().enumerate() {
        let renamed = random.chance(2);
        let new: ObjectName = if renamed { old.sibling(format!("new_{number}")) } else { old.clone() };
        for (number, column) in table.columns.iter().enumerate().filter(|_| random.chance(3)) {
            let (table, from, to) = (old.clone(), column.name.clone(), format!("select {number}"));
            renames.columns.insert((new.clone(), to.clone()), from.clone());
            operations.push(Operation::Column(ColumnOperation::Rename { table, from, to }));
        }
        if renamed {
            renames.tables.insert(new.clone(), old.clone());
            let rename = TableOperation::Rename { from: old.clone(), to: new.name };
            operations.push(Operation::Table(rename));
        }
    }
    for statement in operations.iter().flat_map(|operation| statements(operation, "public")) {
        load(client, &statement.sql);
    }
    renames
}

/// The columns that only parents declare. A child that left its parents and came back declares them as well, which can't be
/// taken back, and a dump says so.
fn inherited_columns(catalog: &Catalog) -> BTreeSet<(&ObjectName, &str)> {
    let columns = catalog
        .tables
        .iter()
        .flat_map(|(name, table)| table.columns.iter().map(move |column| (name, column)));
    columns
        .filter(|(_, column)| column.inherited)
        .map(|(name, column)| (name, column.name.as_str()))
        .collect()
}

/// Equality to the letter, reported table by table.
#[track_caller]
fn assert_same(one: &Catalog, other: &Catalog) {
    assert_eq!(one.enums, other.enums);
    for (name, table) in &one.tables {
        assert_eq!(Some(table), other.tables.get(name));
    }
    for (name, view) in &one.views {
        assert_eq!(Some(view), other.views.get(name));
    }
    assert_eq!(one, other);
}
