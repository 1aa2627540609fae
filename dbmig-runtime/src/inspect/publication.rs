//! Publications with their tables and schemas.

use super::Error;
use super::class::Class;
use super::expression::lasting;
use super::session::Session;
use crate::catalog::{
    Catalog, Object, Publication, Publish, PublishedSchema, PublishedSchemaName, PublishedTable,
    PublishedTableName,
};

pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    for row in &session.query("publications", include_str!("publication.sql"), &[])? {
        let name: String = row.get("name")?;
        session.register(Class::PUBLICATION, row.get("oid")?, Object::Publication(name.clone()));
        let publication = Publication {
            name: name.clone(),
            all_tables: row.get("all_tables")?,
            publish: Publish {
                insert: row.get("insert")?,
                update: row.get("update")?,
                delete: row.get("delete")?,
                truncate: row.get("truncate")?,
            },
            via_root: row.get("via_root")?,
            generated_columns: row.get("generated_columns")?,
            comment: row.get("comment")?,
        };
        catalog.publications.insert(name, publication);
    }
    for row in &session.query("tables of publications", include_str!("published_table.sql"), &[])? {
        let table = session.name(row.get("schema")?, row.get("table")?);
        let name = PublishedTableName { publication: row.get("publication")?, table };
        session.register(Class::PUBLISHED_TABLE, row.get("oid")?, name.clone().into());
        let filter: Option<&str> = row.get("filter")?;
        let (columns, filter) = (row.get("columns")?, filter.map(lasting));
        catalog.published_tables.insert(name.clone(), PublishedTable { name, columns, filter });
    }
    if session.major_version() < Some(15) {
        return Ok(());
    }
    for row in &session.query("schemas of publications", include_str!("published_schema.sql"), &[])? {
        let schema: String = row.get("schema")?;
        let schema = (schema != session.default_schema()).then_some(schema);
        let name = PublishedSchemaName { publication: row.get("publication")?, schema };
        session.register(Class::PUBLISHED_SCHEMA, row.get("oid")?, name.clone().into());
        catalog.published_schemas.insert(name.clone(), PublishedSchema { name });
    }
    Ok(())
}
