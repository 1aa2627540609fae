//! Tables with everything that belongs to them.

use std::collections::BTreeMap;

use super::session::{Record, Session};
use super::{Error, check, column, foreign_key, index, key};
use crate::catalog::{ObjectName, Table};

/// The tables that were found, by oid, while their parts are read.
pub(super) struct Tables {
    /// What the queries on parts of tables take as their parameter.
    pub(super) oids: Vec<u32>,
    tables: BTreeMap<u32, Table>,
}

pub(super) fn read(
    session: &mut Session<'_>,
    own_tables: &[String],
) -> Result<BTreeMap<ObjectName, Table>, Error> {
    let mut tables = read_names(session, own_tables)?;
    column::read(session, &mut tables)?;
    key::read(session, &mut tables)?;
    foreign_key::read(session, &mut tables)?;
    check::read(session, &mut tables)?;
    index::read(session, &mut tables)?;
    let named = tables.tables.into_values().map(|mut table| {
        table.sort();
        (table.name.clone(), table)
    });
    Ok(named.collect())
}

impl Tables {
    /// Adds a part to the table that its row belongs to.
    pub(super) fn add(&mut self, row: &Record, part: impl FnOnce(&mut Table)) -> Result<(), Error> {
        if let Some(table) = self.tables.get_mut(&row.get("table")?) {
            part(table);
        }
        Ok(())
    }

    /// The name of the table that a row belongs to, for messages.
    pub(super) fn name(&self, row: &Record) -> String {
        let table = row.get("table").ok().and_then(|oid: u32| self.tables.get(&oid));
        table.map(|table| table.name.to_string()).unwrap_or_default()
    }
}

fn read_names(session: &mut Session<'_>, own_tables: &[String]) -> Result<Tables, Error> {
    let default_schema = session.default_schema();
    let rows = session.query("tables", include_str!("table.sql"), &[&default_schema, &own_tables])?;
    let mut tables = Tables { oids: Vec::with_capacity(rows.len()), tables: BTreeMap::new() };
    for row in &rows {
        let oid: u32 = row.get("oid")?;
        let mut table = Table::new(session.name(row.get("schema")?, row.get("name")?));
        table.comment = row.get("comment")?;
        tables.oids.push(oid);
        tables.tables.insert(oid, table);
    }
    Ok(tables)
}
