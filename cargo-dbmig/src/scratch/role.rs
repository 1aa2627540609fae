//! Roles that a schema names, on a server that is ours.

use dbmig_runtime::testing::create_roles;

use super::Server;

/// The statements that create the roles that PostgreSQL's messages miss; none but for the embedded server.
pub(super) fn create_missing<'m>(server: &Server, messages: impl Iterator<Item = &'m str>) -> Vec<String> {
    if server.place().is_ours { create_roles(messages).into_iter().collect() } else { Vec::new() }
}
