//! Domains.

use std::collections::BTreeMap;

use super::Error;
use super::expression::{lasting, lasting_default};
use super::session::{Record, Session};
use crate::catalog::{Check, DataType, Domain, Object, ObjectName, default_name};

pub(super) fn read(session: &mut Session<'_>) -> Result<BTreeMap<ObjectName, Domain>, Error> {
    let rows = session.query("domains", include_str!("domain.sql"), &[])?;
    let oids = rows.iter().map(|row| row.get("oid")).collect::<Result<Vec<u32>, Error>>()?;
    let mut checks = read_checks(session, &oids)?;
    rows.iter()
        .map(|row| {
            let name = session.name(row.get("schema")?, row.get("name")?);
            session.register_type(row, &Object::Domain(name.clone()))?;
            let checks = checks.remove(&row.get("oid")?).unwrap_or_default();
            Ok((name.clone(), decode(row, name, checks)?))
        })
        .collect()
}

fn read_checks(session: &mut Session<'_>, oids: &[u32]) -> Result<BTreeMap<u32, Vec<Check>>, Error> {
    let rows = session.query("constraints of domains", include_str!("domain_check.sql"), &[&oids])?;
    let mut checks: BTreeMap<u32, Vec<Check>> = BTreeMap::new();
    for row in &rows {
        let check = Check {
            not_valid: row.get("not_valid")?,
            comment: row.get("comment")?,
            ..Check::new(row.get::<String>("name")?, lasting(row.get("expression")?))
        };
        checks.entry(row.get("domain")?).or_default().push(check);
    }
    for list in checks.values_mut() {
        list.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(checks)
}

fn decode(row: &Record, name: ObjectName, checks: Vec<Check>) -> Result<Domain, Error> {
    let default: Option<String> = row.get("default")?;
    let not_null_name: Option<String> = row.get("not_null_name")?;
    Ok(Domain {
        data_type: DataType::new(row.get::<String>("data_type")?),
        collation: row.collation()?,
        default: default.as_deref().map(lasting_default),
        nullable: row.get("nullable")?,
        not_null_name: not_null_name.filter(|own| *own != default_name(&name.name, &[], "not_null")),
        checks,
        comment: row.get("comment")?,
        name,
    })
}
