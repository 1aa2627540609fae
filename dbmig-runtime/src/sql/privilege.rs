//! `GRANT`, `REVOKE` and `ALTER DEFAULT PRIVILEGES`.

use std::borrow::Cow;

use super::{Renderer, Statement, object};
use crate::catalog::{DefaultPrivileges, Grantee, Object, RoutineKind, quote_identifier};
use crate::op::{ChangePrivileges, PrivilegeVerb, PrivilegesOn};

pub(super) fn statement(change: &ChangePrivileges, sql: Renderer<'_>) -> Statement {
    let mut columns = String::new();
    let (prefix, target) = match &change.on {
        PrivilegesOn::Object(Object::Column(relation, column)) => {
            columns = format!(" ({})", quote_identifier(column));
            (String::new(), format!("TABLE {}", sql.name(relation)))
        }
        PrivilegesOn::Object(object) => (String::new(), target(object, sql)),
        PrivilegesOn::Defaults(defaults) => (alter(defaults, sql), defaults.kind.keyword().to_owned()),
    };
    let privileges: Vec<String> =
        change.privileges.iter().map(|privilege| format!("{}{columns}", privilege.keyword())).collect();
    let (privileges, grantee) = (privileges.join(", "), grantee(change, sql));
    Statement::new(match change.verb {
        PrivilegeVerb::Grant => format!("{prefix}GRANT {privileges} ON {target} TO {grantee}"),
        PrivilegeVerb::GrantWithGrantOption => {
            format!("{prefix}GRANT {privileges} ON {target} TO {grantee} WITH GRANT OPTION")
        }
        PrivilegeVerb::Revoke => format!("{prefix}REVOKE {privileges} ON {target} FROM {grantee}"),
        PrivilegeVerb::RevokeGrantOption => {
            format!("{prefix}REVOKE GRANT OPTION FOR {privileges} ON {target} FROM {grantee}")
        }
    })
}

fn alter(defaults: &DefaultPrivileges, sql: Renderer<'_>) -> String {
    let schema = match &defaults.schema {
        Some(Object::Namespace(name)) => format!(" IN SCHEMA {}", quote_identifier(name)),
        Some(_) => format!(" IN SCHEMA {}", sql.schema(None)),
        None => String::new(),
    };
    format!("ALTER DEFAULT PRIVILEGES FOR ROLE {}{schema} ", quote_identifier(&defaults.role))
}

/// Kind and name, as `GRANT` writes them: it has fewer kinds than `ALTER`.
fn target(object: &Object, sql: Renderer<'_>) -> String {
    match object {
        Object::Table(name)
        | Object::ForeignTable(name)
        | Object::View(name)
        | Object::MaterializedView(name) => format!("TABLE {}", sql.name(name)),
        Object::Routine(RoutineKind::Function | RoutineKind::Aggregate, signature) => {
            let arguments = if signature.arguments == "*" { "" } else { &signature.arguments };
            format!("FUNCTION {}({arguments})", sql.name(&signature.name))
        }
        Object::Server(name) => format!("FOREIGN SERVER {}", quote_identifier(name)),
        other => object::named(other, sql),
    }
}

/// A revision that is kept runs under whatever role owns the objects there.
fn grantee<'c>(change: &'c ChangePrivileges, sql: Renderer<'_>) -> Cow<'c, str> {
    let role = match &change.grantee {
        Grantee::Public => return "PUBLIC".into(),
        Grantee::Role(role) => Some(role),
        Grantee::Owner => match &change.on {
            PrivilegesOn::Defaults(defaults) => Some(&defaults.role),
            PrivilegesOn::Object(_) => change.owner.as_ref().filter(|_| sql.default_schema.is_some()),
        },
    };
    role.map_or("CURRENT_USER".into(), |role| quote_identifier(role))
}
