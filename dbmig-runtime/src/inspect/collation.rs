//! Collations.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::{Collation, CollationProvider, Object, ObjectName};

pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<ObjectName, Collation>, Error> {
    let rows = session.query("collations", include_str!("collation.sql"), &[])?;
    rows.iter()
        .map(|row| {
            let name = session.name(row.get("schema")?, row.get("name")?);
            session.register(Class::COLLATION, row.get("oid")?, Object::Collation(name.clone()));
            Ok((name.clone(), decode(row, name)?))
        })
        .collect()
}

fn decode(row: &Record, name: ObjectName) -> Result<Collation, Error> {
    let provider = match row.get::<&str>("provider")? {
        "c" => CollationProvider::Libc,
        "i" => CollationProvider::Icu,
        "b" => CollationProvider::Builtin,
        value => {
            let (what, value) = ("the collation provider", value.to_owned());
            return Err(Error::Unknown { what, object: name.to_string(), value });
        }
    };
    // Before PostgreSQL 15 the locale of every provider is where libc's is.
    let own: Option<String> = row.get("locale")?;
    let collate: Option<String> = row.get("collate")?;
    let ctype: Option<String> = row.get("ctype")?;
    let ctype = ctype.filter(|ctype| own.is_none() && Some(ctype) != collate.as_ref());
    Ok(Collation {
        name,
        provider,
        locale: own.or(collate).unwrap_or_default(),
        ctype,
        rules: row.get("rules")?,
        deterministic: row.get("deterministic")?,
        comment: row.get("comment")?,
    })
}
