//! Privileges and default privileges.

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::{Catalog, DefaultPrivileges, Grant, Grantee, Object, ObjectKind, Privilege};

/// Reads the privileges on the objects that the session has registered by now.
pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    let rows = session.query("privileges", include_str!("privilege.sql"), &[])?;
    for row in &rows {
        // A role that is gone while its privileges are not has no name.
        let Some(grantee) = grantee(row)? else { continue };
        let privileges = if row.get::<Option<&str>>("default_kind")?.is_some() {
            let Some(name) = default_privileges(row, session)? else { continue };
            catalog.default_privileges.entry(name).or_default()
        } else {
            let Some(object) = object(row, session)? else { continue };
            catalog.privileges.entry(object).or_default()
        };
        privileges.set(&grantee, privilege(row)?, Some(grant(row)?));
    }
    Ok(())
}

fn grantee(row: &Record) -> Result<Option<Grantee>, Error> {
    if row.get("is_owner")? {
        return Ok(Some(Grantee::Owner));
    }
    if row.get("is_public")? {
        return Ok(Some(Grantee::Public));
    }
    Ok(row.get::<Option<String>>("role")?.map(Grantee::Role))
}

fn object(row: &Record, session: &Session<'_>) -> Result<Option<Object>, Error> {
    let class = Class(row.get("class")?);
    // The functions that a range type brings along stand for the type in dependencies; their privileges aren't its own.
    let object = session.object(class, row.get("object")?);
    let object = object.filter(|object| class != Class::ROUTINE || matches!(object, Object::Routine(..)));
    let column: Option<String> = row.get("part")?;
    Ok(match (object, column) {
        (Some(relation), Some(column)) => {
            relation.schema_name().map(|relation| Object::Column(relation.clone(), column))
        }
        (object, _) => object.cloned(),
    })
}

fn default_privileges(row: &Record, session: &Session<'_>) -> Result<Option<DefaultPrivileges>, Error> {
    let Some(role) = row.get::<Option<String>>("default_role")? else { return Ok(None) };
    let schema = match row.get("default_schema")? {
        0 => None,
        schema => match session.object(Class::NAMESPACE, schema) {
            Some(schema) => Some(schema.clone()),
            None => return Ok(None),
        },
    };
    let kind = match row.get("default_kind")? {
        "r" => ObjectKind::Tables,
        "S" => ObjectKind::Sequences,
        "f" => ObjectKind::Functions,
        "T" => ObjectKind::Types,
        "n" => ObjectKind::Schemas,
        "L" => ObjectKind::LargeObjects,
        other => return Err(unknown("the kind", &role, other)),
    };
    Ok(Some(DefaultPrivileges { role, schema, kind }))
}

fn privilege(row: &Record) -> Result<Privilege, Error> {
    let keyword: &str = row.get("privilege")?;
    Privilege::from_keyword(keyword).ok_or_else(|| unknown("a privilege", "an object", keyword))
}

fn grant(row: &Record) -> Result<Grant, Error> {
    match row.get("difference")? {
        "revoked" => Ok(Grant::Revoked),
        "granted" => Ok(Grant::Granted),
        "grantable" => Ok(Grant::Grantable),
        other => Err(unknown("a privilege", "an object", other)),
    }
}

fn unknown(what: &'static str, object: &str, value: &str) -> Error {
    Error::Unknown { what, object: format!("the privileges of {object}"), value: value.to_owned() }
}
