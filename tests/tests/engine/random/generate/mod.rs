//! Schemas made up from a seed. Names come from small pools, so that two schemas have much in common.
//!
//! Tables, enums and schemas are values: what a person declares. Other nouns are statements over them, since only
//! PostgreSQL can print the queries and expressions that they hold; what is inspected of them is a value again. One noun
//! a file: a function that adds some of them to the [`World`].

mod column;
mod composite;
mod condition;
mod domain;
mod foreign_key;
mod index;
mod matview;
mod partition;
mod policy;
mod privilege;
mod routine;
mod rule;
mod sequence;
mod statistics;
mod storage;
mod table;
mod trigger;
mod view;

use dbmig_runtime::catalog::{
    Catalog, EnumType, Namespace, ObjectName, Table, quote_identifier, quote_literal,
};

use super::source::Random;

const SCHEMAS: &[&str] = &["audit", "My \"Schema\""];
const TABLES: &[&str] = &["account", "task", "Event log", "select", "größe", "x\"y"];
const LABELS: &[&str] = &["open", "done", "it's", "In Progress", "a\\b", "🦀", "x,y"];

/// In an order in which each may use what those before have added.
const NOUNS: &[fn(&mut Random, &mut World)] = &[
    domain::add,
    composite::add,
    sequence::add,
    storage::add,
    partition::add,
    routine::add,
    view::add,
    matview::add,
    trigger::add,
    rule::add,
    policy::add,
    statistics::add,
    privilege::add,
];

/// A schema to create.
#[derive(Debug, Default)]
pub(crate) struct World {
    /// What is declared as values, and created first.
    pub(crate) catalog: Catalog,
    /// What is created then, statement by statement.
    pub(crate) statements: Vec<String>,
}

/// A schema with a bit of everything.
pub(crate) fn world(random: &mut Random) -> World {
    let mut world = World { catalog: catalog(random), statements: Vec::new() };
    for add in NOUNS {
        add(random, &mut world);
    }
    world
}

/// A catalog as a person would declare it.
pub(crate) fn catalog(random: &mut Random) -> Catalog {
    let mut catalog = Catalog::default();
    for name in SCHEMAS.iter().filter(|_| random.chance(2)).collect::<Vec<_>>() {
        let namespace = Namespace { name: name.to_string(), comment: random.comment() };
        catalog.namespaces.insert(name.to_string(), namespace);
    }
    for name in ["mood", "State"] {
        if random.chance(3) {
            continue;
        }
        let name = place(random, &catalog, name);
        let labels = random.several(LABELS, 5).into_iter().map(str::to_owned).collect();
        let value = EnumType { name: name.clone(), labels, comment: random.comment() };
        catalog.enums.insert(name, value);
    }
    for name in random.several(TABLES, 5) {
        let name = place(random, &catalog, name);
        let table = table::table(random, &catalog, name);
        catalog.tables.insert(table.name.clone(), table);
    }
    foreign_key::foreign_keys(random, &mut catalog);
    catalog
}

/// The name in one of the catalog's schemas.
fn place(random: &mut Random, catalog: &Catalog, name: &str) -> ObjectName {
    let schemas: Vec<&String> = catalog.namespaces.keys().collect();
    if schemas.is_empty() || random.chance(2) {
        ObjectName::new(name)
    } else {
        ObjectName::in_schema(random.pick(&schemas).as_str(), name)
    }
}

impl World {
    fn run(&mut self, statement: impl Into<String>) {
        self.statements.push(statement.into());
    }

    fn place(&self, random: &mut Random, name: &str) -> ObjectName {
        place(random, &self.catalog, name)
    }

    /// Any table: there is always one, and it has columns.
    fn table(&self, random: &mut Random) -> Table {
        let tables: Vec<&Table> = self.catalog.tables.values().collect();
        (*random.pick(&tables)).clone()
    }

    /// Some of the tables.
    fn tables(&self, random: &mut Random, odds: usize) -> Vec<Table> {
        self.catalog.tables.values().filter(|_| random.chance(odds)).cloned().collect()
    }

    /// `COMMENT ON what`, sometimes.
    fn comment(&mut self, random: &mut Random, what: &str) {
        if let Some(text) = random.comment() {
            self.run(format!("COMMENT ON {what} IS {}", quote_literal(&text)));
        }
    }
}

/// Names of columns, as SQL.
fn columns(names: &[String]) -> String {
    names.iter().map(|name| quote_identifier(name)).collect::<Vec<_>>().join(", ")
}

/// `AS`, and a body between dollar signs.
fn quoted_text(body: &str) -> String {
    format!("AS $body$ {body} $body$")
}

/// The names of a table's columns, foreign keys' among them.
fn column_names(table: &Table) -> Vec<String> {
    table.columns.iter().map(|column| column.name.clone()).collect()
}
