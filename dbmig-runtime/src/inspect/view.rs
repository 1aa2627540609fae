//! Views and materialized views.

use std::collections::BTreeMap;

use super::class::Class;
use super::expression::lasting;
use super::session::{Record, Session};
use super::{Error, index};
use crate::catalog::{Catalog, DataType, Index, MaterializedView, Object, ObjectName, View, ViewColumn};

pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    let rows = session.query("views", include_str!("view.sql"), &[])?;
    let oids = rows.iter().map(|row| row.get("oid")).collect::<Result<Vec<u32>, Error>>()?;
    let mut columns = read_columns(session, &oids)?;
    let mut indexes: BTreeMap<u32, Vec<Index>> = BTreeMap::new();
    for (oid, index) in index::of_relations(session, &oids)? {
        indexes.entry(oid).or_default().push(index);
    }
    for row in &rows {
        let oid: u32 = row.get("oid")?;
        let name = session.name(row.get("schema")?, row.get("name")?);
        let columns = columns.remove(&oid).unwrap_or_default();
        let materialized = row.get::<&str>("kind")? == "m";
        let object = if materialized { Object::MaterializedView } else { Object::View }(name.clone());
        session.register_relation(row, &object)?;
        session.register(Class::REWRITE, row.get("rewrite")?, object);
        if materialized {
            let mut indexes = indexes.remove(&oid).unwrap_or_default();
            indexes.sort_by(|a, b| a.name.cmp(&b.name));
            let view = decode_materialized(row, name.clone(), columns, indexes)?;
            catalog.materialized_views.insert(name, view);
        } else {
            catalog.views.insert(name.clone(), decode(row, name, columns)?);
        }
    }
    Ok(())
}

fn read_columns(session: &mut Session<'_>, oids: &[u32]) -> Result<BTreeMap<u32, Vec<ViewColumn>>, Error> {
    let rows = session.query("columns of views", include_str!("view_column.sql"), &[&oids])?;
    let mut columns: BTreeMap<u32, Vec<ViewColumn>> = BTreeMap::new();
    for row in &rows {
        columns.entry(row.get("view")?).or_default().push(ViewColumn {
            name: row.get("name")?,
            data_type: DataType::new(row.get::<String>("data_type")?),
            collation: row.collation()?,
            default: row.get("default")?,
            statistics: row.get("statistics")?,
            comment: row.get("comment")?,
        });
    }
    Ok(columns)
}

fn decode(row: &Record, name: ObjectName, columns: Vec<ViewColumn>) -> Result<View, Error> {
    Ok(View { name, columns, query: query(row)?, options: options(row)?, comment: row.get("comment")? })
}

fn decode_materialized(
    row: &Record,
    name: ObjectName,
    columns: Vec<ViewColumn>,
    indexes: Vec<Index>,
) -> Result<MaterializedView, Error> {
    let access_method: Option<String> = row.get("access_method")?;
    Ok(MaterializedView {
        name,
        columns,
        query: query(row)?,
        storage: options(row)?,
        access_method: access_method.filter(|name| name != "heap"),
        tablespace: row.get("tablespace")?,
        populated: row.get("populated")?,
        indexes,
        clustered_on: row.get("clustered_on")?,
        comment: row.get("comment")?,
    })
}

fn query(row: &Record) -> Result<String, Error> {
    let text: &str = row.get("query")?;
    Ok(lasting(text.trim().trim_end_matches(';')))
}

fn options(row: &Record) -> Result<Vec<String>, Error> {
    let mut options: Vec<String> = row.get("options")?;
    options.sort();
    Ok(options)
}
