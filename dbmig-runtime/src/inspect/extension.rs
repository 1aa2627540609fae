//! Extensions.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::Session;
use crate::catalog::{Extension, Object};

pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<String, Extension>, Error> {
    let rows = session.query("extensions", include_str!("extension.sql"), &[])?;
    rows.iter()
        .map(|row| {
            let name: String = row.get("name")?;
            session.register(Class::EXTENSION, row.get("oid")?, Object::Extension(name.clone()));
            let schema: String = row.get("schema")?;
            let extension = Extension {
                name: name.clone(),
                version: row.get("version")?,
                schema: (schema != session.default_schema()).then_some(schema),
                relocatable: row.get("relocatable")?,
                comment: row.get("comment")?,
            };
            Ok((name, extension))
        })
        .collect()
}
