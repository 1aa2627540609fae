//! Row security policies.

use super::Error;
use super::class::Class;
use super::expression::lasting;
use super::session::Session;
use crate::catalog::{Catalog, Object, PartName, Policy, PolicyCommand};

/// Reads the policies of the tables that the session has registered.
pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    let rows = session.query("policies", include_str!("policy.sql"), &[])?;
    for row in &rows {
        let table = session.object(Class::RELATION, row.get("relation")?);
        let Some(relation) = table.and_then(Object::schema_name).cloned() else { continue };
        let name = PartName { relation, name: row.get("name")? };
        let object = Object::Policy(name.relation.clone(), name.name.clone());
        let (using, check): (Option<&str>, Option<&str>) = (row.get("using")?, row.get("check")?);
        let policy = Policy {
            name: name.clone(),
            permissive: row.get("permissive")?,
            command: command(row.get("command")?, &object)?,
            roles: row.get("roles")?,
            using: using.map(lasting),
            check: check.map(lasting),
            comment: row.get("comment")?,
        };
        session.register(Class::POLICY, row.get("oid")?, object);
        catalog.policies.insert(name, policy);
    }
    Ok(())
}

fn command(value: &str, object: &Object) -> Result<PolicyCommand, Error> {
    Ok(match value {
        "*" => PolicyCommand::All,
        "r" => PolicyCommand::Select,
        "a" => PolicyCommand::Insert,
        "w" => PolicyCommand::Update,
        "d" => PolicyCommand::Delete,
        value => {
            let (object, value) = (object.to_string(), value.to_owned());
            return Err(Error::Unknown { what: "the command", object, value });
        }
    })
}
