//! Tables with everything that belongs to them.

use std::collections::BTreeMap;

use super::session::{Record, Session};
use super::{Error, check, column, foreign_data, foreign_key, index, key, not_null};
use crate::catalog::{ForeignTable, ObjectName, Partition, ReplicaIdentity, RowSecurity, Table};

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
    not_null::read(session, &mut tables)?;
    key::read(session, &mut tables)?;
    foreign_key::read(session, &mut tables)?;
    check::read(session, &mut tables)?;
    index::read(session, &mut tables)?;
    let named = tables.tables.into_values().map(|mut table| {
        table.sort();
        // A list that grew row by row holds room for as much again.
        table.columns.shrink_to_fit();
        table.indexes.shrink_to_fit();
        (table.name.clone(), table)
    });
    Ok(named.collect())
}

impl Tables {
    /// Adds a part to the table that its row belongs to.
    pub(super) fn add(&mut self, row: &Record, part: impl FnOnce(&mut Table)) -> Result<(), Error> {
        self.add_to(row.get("table")?, part);
        Ok(())
    }

    /// Adds a part to the table `oid`.
    pub(super) fn add_to(&mut self, oid: u32, part: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.get_mut(&oid) {
            part(table);
        }
    }

    /// Notes what the table uses an index for.
    pub(super) fn note_index(&mut self, row: &Record, index: &str) -> Result<(), Error> {
        let (identity, clustered): (bool, bool) = (row.get("replica_identity")?, row.get("clustered")?);
        if identity || clustered {
            self.add(row, |table| {
                if identity {
                    table.replica_identity = ReplicaIdentity::Index(index.to_owned());
                }
                if clustered {
                    table.clustered_on = Some(index.to_owned());
                }
            })?;
        }
        Ok(())
    }

    /// The name of the table that a row belongs to.
    pub(super) fn get(&self, row: &Record) -> Result<&ObjectName, Error> {
        let oid: u32 = row.get("table")?;
        let unknown =
            || Error::Unknown { what: "a table", object: oid.to_string(), value: "absent".to_owned() };
        Ok(&self.tables.get(&oid).ok_or_else(unknown)?.name)
    }
}

fn read_names(session: &mut Session<'_>, own_tables: &[String]) -> Result<Tables, Error> {
    let default_schema = session.default_schema();
    let rows = session.query("tables", include_str!("table.sql"), &[&default_schema, &own_tables])?;
    let mut tables = Tables { oids: Vec::with_capacity(rows.len()), tables: BTreeMap::new() };
    for row in &rows {
        let oid: u32 = row.get("oid")?;
        let mut table = Table::new(session.name(row.get("schema")?, row.get("name")?));
        let options = foreign_data::options(row.get("foreign_options")?);
        table.foreign = row.get::<Option<String>>("server")?.map(|server| ForeignTable { server, options });
        session.register_relation(row, &table.object())?;
        table.unlogged = row.get("unlogged")?;
        table.of_type = row
            .get::<Option<String>>("of_type")?
            .map(|name| Ok(session.name(row.get("of_type_schema")?, name)))
            .transpose()?;
        table.access_method = row.get("access_method")?;
        table.storage = storage(row)?;
        table.tablespace = row.get("tablespace")?;
        table.replica_identity = replica_identity(row, &table)?;
        table.row_security =
            RowSecurity { enabled: row.get("row_security")?, forced: row.get("forced_row_security")? };
        table.comment = row.get("comment")?;
        table.partition_by = row.get("partition_by")?;
        let schemas: Option<Vec<String>> = row.get("parent_schemas")?;
        let names: Option<Vec<String>> = row.get("parents")?;
        let parents = schemas.unwrap_or_default().into_iter().zip(names.unwrap_or_default());
        let mut parents = parents.map(|(schema, name)| session.name(schema, name));
        match row.get::<Option<String>>("bound")? {
            Some(bound) => {
                table.partition_of = parents.next().map(|parent| Partition::new(parent, bound));
            }
            None => table.inherits = parents.collect(),
        }
        tables.oids.push(oid);
        tables.tables.insert(oid, table);
    }
    Ok(tables)
}

fn storage(row: &Record) -> Result<Vec<String>, Error> {
    let own: Option<Vec<String>> = row.get("storage")?;
    let toast: Option<Vec<String>> = row.get("toast_storage")?;
    let mut storage = own.unwrap_or_default();
    storage.extend(toast.into_iter().flatten().map(|parameter| format!("toast.{parameter}")));
    storage.sort();
    Ok(storage)
}

/// An index as the identity is noted where the index is read; without one, `USING INDEX` is no identity that a dump
/// would keep.
fn replica_identity(row: &Record, table: &Table) -> Result<ReplicaIdentity, Error> {
    Ok(match row.get::<&str>("replica_identity")? {
        "d" | "i" => ReplicaIdentity::Default,
        "f" => ReplicaIdentity::Full,
        "n" => ReplicaIdentity::Nothing,
        value => {
            let (what, value) = ("the replica identity", value.to_owned());
            return Err(Error::Unknown { what, object: table.name.to_string(), value });
        }
    })
}
