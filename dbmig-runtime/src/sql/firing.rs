//! When triggers and rules fire.

use super::{Renderer, Statement};
use crate::catalog::{Firing, ObjectName, quote_identifier};

/// Sets it for the trigger or rule `name`; `kind` is `TRIGGER` or `RULE`. With `only`, copies on partitions stay as they
/// are.
pub(super) fn statement(
    kind: &str,
    relation: &ObjectName,
    name: &str,
    firing: Firing,
    only: bool,
    sql: Renderer<'_>,
) -> Statement {
    let verb = verb(firing);
    let only = if only { "ONLY " } else { "" };
    let (relation, name) = (sql.name(relation), quote_identifier(name));
    Statement::new(format!("ALTER TABLE {only}{relation} {verb} {kind} {name}"))
}

/// `ENABLE`, `DISABLE` and the like.
pub(super) fn verb(firing: Firing) -> &'static str {
    match firing {
        Firing::Origin => "ENABLE",
        Firing::Disabled => "DISABLE",
        Firing::Replica => "ENABLE REPLICA",
        Firing::Always => "ENABLE ALWAYS",
    }
}
