//! Row security policies.

use super::Changes;
use super::summary::Report;
use crate::catalog::{Object, Policy, PolicyCommand};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.policies,
        |policy| Object::Policy(policy.name.relation.clone(), policy.name.name.clone()),
        |policy| policy.comment.as_deref(),
        words,
    );
}

fn words(from: &Policy, to: &Policy) -> Vec<String> {
    let name = Object::Policy(to.name.relation.clone(), to.name.name.clone());
    let mut words = Vec::new();
    let mut property = |what: &str, value: &str| words.push(format!("{what} of policy {name} {value}"));
    if from.command != to.command {
        let command = match to.command {
            PolicyCommand::All => "all",
            PolicyCommand::Select => "select",
            PolicyCommand::Insert => "insert",
            PolicyCommand::Update => "update",
            PolicyCommand::Delete => "delete",
        };
        property("change command", &format!("to {command}"));
    }
    if from.permissive != to.permissive {
        property("change kind", if to.permissive { "to permissive" } else { "to restrictive" });
    }
    if from.roles != to.roles {
        let roles = if to.roles.is_empty() { "public".to_owned() } else { to.roles.join(", ") };
        property("change roles", &format!("to {roles}"));
    }
    for (what, from, to) in [("using", &from.using, &to.using), ("check", &from.check, &to.check)] {
        match to {
            _ if from == to => {}
            Some(to) => property(&format!("change {what}"), &format!("to ({to})")),
            None => property(&format!("drop {what}"), ""),
        }
    }
    words
}
