//! Policies whose conditions don't fit their command.

use super::duplicates;
use crate::ast::{Policy, Table};
use crate::context::Context;

pub(super) fn table(context: &Context, table: &Table) {
    duplicates(context, table.policies.iter().map(|policy| &policy.name), "policy");
    for item in &table.policies {
        policy(context, item);
    }
}

fn policy(context: &Context, policy: &Policy) {
    match (policy.command, &policy.using, &policy.check) {
        ("insert", Some(using), _) => {
            context.error(using.span, "a policy for `insert` sees no rows: it has `with_check` alone");
        }
        ("select" | "delete", _, Some(check)) => {
            let message = format!("a policy for `{}` writes no rows: it has `using` alone", policy.command);
            context.error(check.span, message);
        }
        _ => {}
    }
}
