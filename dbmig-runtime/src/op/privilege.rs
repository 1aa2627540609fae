//! Privileges, default privileges, and owners.

use serde::{Deserialize, Serialize};

use super::{Alter, Alteration, Op, Operation, Result};
use crate::catalog::{DefaultPrivileges, Grantee, Object, Privilege, check_identifier};

/// `GRANT` and `REVOKE` ([GRANT](https://www.postgresql.org/docs/current/sql-grant.html)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePrivileges {
    /// What the privileges are on.
    pub on: PrivilegesOn,
    /// Who gets or loses them.
    pub grantee: Grantee,
    /// The name of the owner, where that is the grantee; `None` is the role that runs the statement.
    pub owner: Option<String>,
    /// Whether they are given or taken.
    pub verb: PrivilegeVerb,
    /// The privileges.
    pub privileges: Vec<Privilege>,
}

/// What privileges are on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PrivilegesOn {
    /// An object.
    Object(Object),
    /// Objects that a role will create: `ALTER DEFAULT PRIVILEGES`.
    Defaults(DefaultPrivileges),
}

/// What happens to privileges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivilegeVerb {
    /// `REVOKE`.
    Revoke,
    /// `REVOKE GRANT OPTION FOR`.
    RevokeGrantOption,
    /// `GRANT`.
    Grant,
    /// `GRANT … WITH GRANT OPTION`.
    GrantWithGrantOption,
}

impl Op {
    /// Gives privileges on an object: `op.grant([Privilege::Select], on_table("task"), "reader")`; `"public"` is every role.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn grant(
        &mut self,
        privileges: impl IntoIterator<Item = Privilege>,
        on: Object,
        to: impl Into<Grantee>,
    ) -> Result {
        self.change_privileges(PrivilegeVerb::Grant, privileges, on, to.into())
    }

    /// Takes privileges on an object away: `op.revoke([Privilege::Select], on_table("task"), "reader")`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn revoke(
        &mut self,
        privileges: impl IntoIterator<Item = Privilege>,
        on: Object,
        from: impl Into<Grantee>,
    ) -> Result {
        self.change_privileges(PrivilegeVerb::Revoke, privileges, on, from.into())
    }

    /// Gives an object to another role: `op.set_owner(on_table("task"), "app")`.
    ///
    /// # Errors
    /// If PostgreSQL could not keep a name.
    pub fn set_owner(&mut self, object: Object, owner: impl Into<String>) -> Result {
        let owner = owner.into();
        object.check()?;
        check_identifier(&owner)?;
        self.push(Operation::Alter(Box::new(Alter { object, alteration: Alteration::Owner(owner) })))
    }

    fn change_privileges(
        &mut self,
        verb: PrivilegeVerb,
        privileges: impl IntoIterator<Item = Privilege>,
        on: Object,
        grantee: Grantee,
    ) -> Result {
        on.check()?;
        if let Grantee::Role(role) = &grantee {
            check_identifier(role)?;
        }
        let (on, privileges) = (PrivilegesOn::Object(on), privileges.into_iter().collect());
        let change = ChangePrivileges { on, grantee, owner: None, verb, privileges };
        self.push(Operation::Privileges(Box::new(change)))
    }
}
