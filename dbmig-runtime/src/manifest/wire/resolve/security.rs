//! Policies and privileges.

use super::super::model::{Grant, Policy, RowSecurity};
use super::Resolver;
use crate::catalog::{self, Grantee, Object, ObjectName, PartName};

impl RowSecurity {
    pub(super) fn built(declared: Option<Self>) -> catalog::RowSecurity {
        catalog::RowSecurity { enabled: declared.is_some(), forced: declared == Some(Self::Forced) }
    }
}

impl Policy {
    pub(super) fn built(&self, table: &ObjectName) -> catalog::Policy {
        let everybody = self.roles.iter().any(|role| role == "public");
        let roles = if everybody { Vec::new() } else { super::sorted(&self.roles) };
        catalog::Policy {
            name: PartName::new(table, &self.name),
            permissive: !self.restrictive,
            command: self.command,
            roles,
            using: self.using.clone(),
            check: self.check.clone(),
            comment: self.comment.clone(),
        }
    }
}

impl Resolver<'_> {
    /// Takes up what is granted on a table or view.
    pub(super) fn grant(&mut self, relation: &Object, name: &ObjectName, grant: &Grant) {
        let how = if grant.grantable { catalog::Grant::Grantable } else { catalog::Grant::Granted };
        let privileges = &mut self.declared.catalog.privileges;
        for granted in &grant.granted {
            let columns = granted.columns.iter().map(|column| Object::Column(name.clone(), column.clone()));
            let whole = granted.columns.is_empty().then(|| relation.clone());
            for object in columns.chain(whole) {
                for role in &grant.to {
                    let own = privileges.entry(object.clone()).or_default();
                    own.set(&Grantee::from(role.as_str()), granted.privilege, Some(how));
                }
            }
        }
    }
}
