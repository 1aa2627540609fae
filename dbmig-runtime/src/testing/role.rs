//! Roles that revisions name, on a server that is dbmig's own.

use std::collections::BTreeSet;

use crate::catalog::quote_identifier;

/// The roles that a message of PostgreSQL says are not there.
pub fn missing_roles(message: &str) -> impl Iterator<Item = &str> {
    let after = message.split("role \"").skip(1);
    after.filter_map(|rest| rest.split_once("\" does not exist")).map(|(role, _)| role)
}

/// The statements that create the roles that `messages` miss.
pub fn create_roles<'m>(messages: impl IntoIterator<Item = &'m str>) -> BTreeSet<String> {
    let missing = messages.into_iter().flat_map(missing_roles);
    missing.map(|role| format!("CREATE ROLE {}", quote_identifier(role))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_found_in_messages() {
        let found = create_roles([
            "role \"a b\" does not exist",
            "x; role \"r\" does not exist (42704)",
            "role \"c\"",
        ]);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["CREATE ROLE \"a b\"", "CREATE ROLE r"]);
    }
}
