//! Schemas.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::Session;
use crate::catalog::{Namespace, Object};

pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<String, Namespace>, Error> {
    let default_schema = session.default_schema();
    let rows = session.query("schemas", include_str!("namespace.sql"), &[&default_schema])?;
    rows.iter()
        .map(|row| {
            let name: String = row.get("name")?;
            session.register(Class::NAMESPACE, row.get("oid")?, Object::Namespace(name.clone()));
            Ok((name.clone(), Namespace { name, comment: row.get("comment")? }))
        })
        .collect()
}
