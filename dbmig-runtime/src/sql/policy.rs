//! Row security policies.

use super::{Renderer, Statement, comment};
use crate::catalog::{Object, Policy, PolicyCommand, quote_identifier};

pub(super) fn create(policy: &Policy, sql: Renderer<'_>) -> Vec<Statement> {
    let (name, table) = (quote_identifier(&policy.name.name), sql.name(&policy.name.relation));
    let mut text = format!("CREATE POLICY {name} ON {table}");
    if !policy.permissive {
        text += " AS RESTRICTIVE";
    }
    text += match policy.command {
        PolicyCommand::All => "",
        PolicyCommand::Select => " FOR SELECT",
        PolicyCommand::Insert => " FOR INSERT",
        PolicyCommand::Update => " FOR UPDATE",
        PolicyCommand::Delete => " FOR DELETE",
    };
    let roles = Some(&policy.roles).filter(|roles| !roles.is_empty());
    let clauses = clauses(roles, policy.using.as_deref(), policy.check.as_deref());
    let object = Object::Policy(policy.name.relation.clone(), policy.name.name.clone());
    let mut statements = vec![Statement::new(text + &clauses)];
    statements.extend(comment::on(&object, policy.comment.as_deref(), sql));
    statements
}

/// ` TO role USING (condition) WITH CHECK (condition)`, as far as they are given.
pub(super) fn clauses(roles: Option<&Vec<String>>, using: Option<&str>, check: Option<&str>) -> String {
    let mut text = String::new();
    if let Some(roles) = roles {
        let names: Vec<_> = roles.iter().map(|role| quote_identifier(role)).collect();
        text += &format!(" TO {}", if names.is_empty() { "PUBLIC".to_owned() } else { names.join(", ") });
    }
    if let Some(using) = using {
        text += &format!(" USING ({using})");
    }
    if let Some(check) = check {
        text += &format!(" WITH CHECK ({check})");
    }
    text
}
