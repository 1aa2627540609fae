//! Rewrite rules.

use super::{Renderer, Statement, comment, firing};
use crate::catalog::{Firing, Object, Rule, RuleEvent, quote_identifier};

pub(super) fn create(rule: &Rule, sql: Renderer<'_>) -> Vec<Statement> {
    let mut statements = vec![definition("CREATE", rule, sql)];
    if rule.firing != Firing::Origin {
        let (relation, name) = (&rule.name.relation, &rule.name.name);
        statements.push(firing::statement("RULE", relation, name, rule.firing, false, sql));
    }
    let object = Object::Rule(rule.name.relation.clone(), rule.name.name.clone());
    statements.extend(comment::on(&object, rule.comment.as_deref(), sql));
    statements
}

/// The definition alone: when it fires stays, and so does the comment.
pub(super) fn replace(rule: &Rule, sql: Renderer<'_>) -> Vec<Statement> {
    vec![definition("CREATE OR REPLACE", rule, sql)]
}

fn definition(verb: &str, rule: &Rule, sql: Renderer<'_>) -> Statement {
    let event = match rule.event {
        RuleEvent::Select => "SELECT",
        RuleEvent::Update => "UPDATE",
        RuleEvent::Insert => "INSERT",
        RuleEvent::Delete => "DELETE",
    };
    let (name, relation) = (quote_identifier(&rule.name.name), sql.name(&rule.name.relation));
    Statement::new(format!("{verb} RULE {name} AS ON {event} TO {relation}\n{}", rule.definition))
}
