//! What the derives write, read back by the runtime's reader: by topic.
#![forbid(unsafe_code)]
#![expect(dead_code, reason = "the structs stand for their declarations only")]

mod columns;
mod design;
mod enums;
mod hostile;
mod indexes;
mod keys;
mod places;
mod renames;
mod types;

use dbmig_runtime::Table;
use dbmig_runtime::catalog;
use dbmig_runtime::manifest::wire::{Declared, resolve, scan};

/// What the sections of these tables declare for the database `users`.
fn declared(manifests: &[Vec<u8>]) -> Declared {
    let declarations = scan(&manifests.concat()).expect("the section is whole");
    let mut databases = resolve(declarations).expect("the declarations fit together");
    databases.remove("users").expect("a table of the database")
}

/// What one table declares, alone.
fn table<T: Table>() -> catalog::Table {
    let catalog = declared(&[T::manifest()]).catalog;
    let [table] = <[_; 1]>::try_from(Vec::from_iter(catalog.tables.into_values())).expect("one table");
    table
}

/// The types of a table's columns, with `null` where they are nullable.
fn types<T: Table>() -> Vec<String> {
    let null = |column: &catalog::Column| if column.nullable { " null" } else { "" };
    table::<T>().columns.iter().map(|column| format!("{}{}", column.data_type, null(column))).collect()
}
