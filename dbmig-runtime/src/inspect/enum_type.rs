//! Enum types.

use std::collections::BTreeMap;

use super::Error;
use super::session::Session;
use crate::catalog::{EnumType, Object, ObjectName};

pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<ObjectName, EnumType>, Error> {
    let rows = session.query("enum types", include_str!("enum_type.sql"), &[])?;
    rows.iter()
        .map(|row| {
            let name = session.name(row.get("schema")?, row.get("name")?);
            session.register_type(row, &Object::Type(name.clone()))?;
            let value =
                EnumType { name: name.clone(), labels: row.get("labels")?, comment: row.get("comment")? };
            Ok((name, value))
        })
        .collect()
}
