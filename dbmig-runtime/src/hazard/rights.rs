//! H76: who may do what is a matter of security.

use super::{Context, Finding, finding};
use crate::op::{Alteration, Operation, PrivilegeVerb, PrivilegesOn};

const ADVICE: &str =
    "have it read by who answers for access; code that runs as a role that loses something fails";

pub(super) fn rule(operation: &Operation, context: &Context<'_>) -> Vec<Finding> {
    match operation {
        Operation::Privileges(change) => {
            let (on, what) = match &change.on {
                PrivilegesOn::Object(object) if context.is_new(object) => return Vec::new(),
                PrivilegesOn::Object(object) => (format!("{} {object}", object.kind()), "privileges on"),
                PrivilegesOn::Defaults(name) => (name.to_string(), "what roles may do with new"),
            };
            let (verb, way) = match change.verb {
                PrivilegeVerb::Grant | PrivilegeVerb::GrantWithGrantOption => ("granting", "to"),
                PrivilegeVerb::Revoke | PrivilegeVerb::RevokeGrantOption => ("revoking", "from"),
            };
            finding("H76", format!("{verb} {way} {} changes {what} {on}", change.grantee), ADVICE)
        }
        Operation::Alter(alter) if !context.is_new(&alter.object) => match &alter.alteration {
            Alteration::Owner(role) => {
                let (kind, object) = (alter.object.kind(), &alter.object);
                finding("H76", format!("giving {kind} {object} to {role} takes it from its owner"), ADVICE)
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::{Object, Privilege, View};
    use crate::hazard::tests::check;
    use crate::op::{on_table, table};

    #[test]
    fn rights_on_what_is_there() {
        check(|op| op.grant([Privilege::Select], on_table("task"), "reader"), &["H76"]);
        check(|op| op.revoke([Privilege::Select], on_table("task"), "public"), &["H76"]);
        check(|op| op.set_owner(on_table("task"), "app"), &["H76"]);
    }

    #[test]
    fn a_new_table_is_used_by_nobody() {
        check(
            |op| {
                op.create_table(table("task"))?;
                op.grant([Privilege::Select], on_table("task"), "reader")
            },
            &[],
        );
    }

    #[test]
    fn a_new_view_is_used_by_nobody_but_one_that_is_built_again_is() {
        let view = || View {
            name: "v".into(),
            columns: Vec::new(),
            query: "SELECT 1".to_owned(),
            options: Vec::new(),
            comment: None,
        };
        check(
            |op| {
                op.create(view().into())?;
                op.grant([Privilege::Select], Object::View("v".into()), "reader")
            },
            &[],
        );
        check(
            |op| {
                op.drop(Object::View("v".into()))?;
                op.create(view().into())?;
                op.grant([Privilege::Select], Object::View("v".into()), "reader")
            },
            &["H76"],
        );
    }
}
