//! Schemas.

use std::collections::BTreeMap;

use super::Error;
use super::session::Session;
use crate::catalog::Namespace;

pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<String, Namespace>, Error> {
    let default_schema = session.default_schema();
    let rows = session.query("schemas", include_str!("namespace.sql"), &[&default_schema])?;
    rows.iter()
        .map(|row| {
            let name: String = row.get("name")?;
            Ok((name.clone(), Namespace { name, comment: row.get("comment")? }))
        })
        .collect()
}
