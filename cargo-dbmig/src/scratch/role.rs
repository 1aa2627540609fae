//! Roles that a schema names, on a server that is ours.

use dbmig_runtime::catalog::quote_identifier;

use super::Server;
use super::error::missing_roles;

/// The statements that create the roles that PostgreSQL's messages miss; none but for the embedded server.
pub(super) fn create_missing<'m>(server: &Server, messages: impl Iterator<Item = &'m str>) -> Vec<String> {
    let missing = messages.filter(|_| server.is_embedded).flat_map(missing_roles);
    let mut statements: Vec<String> =
        missing.map(|role| format!("CREATE ROLE {}", quote_identifier(role))).collect();
    statements.sort();
    statements.dedup();
    statements
}
