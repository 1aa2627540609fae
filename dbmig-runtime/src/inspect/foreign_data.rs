//! Foreign-data wrappers and servers.

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::{Catalog, ForeignDataWrapper, ForeignOptions, Object, ObjectName, Server};

pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    read_wrappers(session, catalog)?;
    read_servers(session, catalog)
}

fn read_wrappers(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    let sql = include_str!("foreign_data_wrapper.sql");
    for row in &session.query("foreign-data wrappers", sql, &[])? {
        let name: String = row.get("name")?;
        let wrapper = ForeignDataWrapper {
            name: name.clone(),
            handler: function(session, row, "handler_schema", "handler")?,
            validator: function(session, row, "validator_schema", "validator")?,
            options: options(row.get("options")?),
            comment: row.get("comment")?,
        };
        let object = Object::ForeignDataWrapper(name.clone());
        session.register(Class::FOREIGN_DATA_WRAPPER, row.get("oid")?, object);
        catalog.foreign_data_wrappers.insert(name, wrapper);
    }
    Ok(())
}

fn function(
    session: &Session<'_>,
    row: &Record,
    schema: &str,
    name: &str,
) -> Result<Option<ObjectName>, Error> {
    let name: Option<String> = row.get(name)?;
    name.map(|name| Ok(session.name(row.get(schema)?, name))).transpose()
}

fn read_servers(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    for row in &session.query("foreign servers", include_str!("server.sql"), &[])? {
        let name: String = row.get("name")?;
        let server = Server {
            name: name.clone(),
            wrapper: row.get("wrapper")?,
            server_type: row.get("server_type")?,
            version: row.get("version")?,
            options: options(row.get("options")?),
            comment: row.get("comment")?,
        };
        session.register(Class::SERVER, row.get("oid")?, Object::Server(name.clone()));
        catalog.servers.insert(name, server);
    }
    Ok(())
}

/// Options as the catalogs hold them: `name=value`.
pub(super) fn options(list: Vec<String>) -> ForeignOptions {
    let split = |option: String| match option.split_once('=') {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        None => (option, String::new()),
    };
    list.into_iter().map(split).collect()
}
