//! Policies and privileges of structs.

use std::collections::BTreeMap;

use dbmig_runtime::catalog::{
    Catalog, Grant, Grantee, Object, ObjectName, PartName, Policy, Privileges, Table,
};

use super::has_field;

pub(super) fn policies(
    catalog: &Catalog,
    structs: &BTreeMap<ObjectName, Table>,
) -> BTreeMap<PartName, Policy> {
    let own = catalog.policies.iter().filter(|(name, _)| structs.contains_key(&name.relation));
    own.map(|(name, policy)| (name.clone(), policy.clone())).collect()
}

/// What is granted. What is taken from somebody who has it by himself is left.
pub(super) fn privileges(
    catalog: &Catalog,
    structs: &BTreeMap<ObjectName, Table>,
) -> BTreeMap<Object, Privileges> {
    let own = catalog.privileges.iter().filter(|(object, _)| match object {
        Object::Table(name) => structs.contains_key(name),
        Object::Column(name, column) => structs.get(name).is_some_and(|table| has_field(table, column)),
        _ => false,
    });
    let granted = own.map(|(object, privileges)| {
        let of_owner = privileges.owned_by(owner(catalog, object));
        let granted = of_owner
            .iter()
            .filter(|(grantee, _, grant)| **grantee != Grantee::Owner && *grant != Grant::Revoked);
        let granted = granted.map(|(grantee, privilege, grant)| (grantee.clone(), privilege, grant));
        (object.clone(), granted.collect::<Privileges>())
    });
    granted.filter(|(_, privileges)| !privileges.is_empty()).collect()
}

fn owner<'c>(catalog: &'c Catalog, object: &Object) -> Option<&'c str> {
    let table = match object {
        Object::Column(table, _) => &Object::Table(table.clone()),
        other => other,
    };
    catalog.owners.get(table).map(String::as_str)
}
