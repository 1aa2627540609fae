//! Domains.

use super::{Renderer, Statement, comment, constraint};
use crate::catalog::{Check, Domain, Object, ObjectName, quote_identifier};
use crate::op::DomainAction;

pub(super) fn create(domain: &Domain, sql: Renderer<'_>) -> Vec<Statement> {
    let mut text = format!("CREATE DOMAIN {} AS {}", sql.name(&domain.name), domain.data_type);
    if let Some(collation) = &domain.collation {
        text += &format!(" COLLATE {collation}");
    }
    if let Some(default) = &domain.default {
        text += &format!(" DEFAULT {default}");
    }
    if !domain.nullable {
        text += &format!(" {}", not_null(domain.not_null_name.as_deref()));
    }
    for check in domain.checks.iter().filter(|check| !check.not_valid) {
        text += &format!("\n    {}", constraint::check_definition(check));
    }
    let mut statements = vec![Statement::new(text)];
    for check in &domain.checks {
        if check.not_valid {
            statements.extend(alter(&domain.name, &DomainAction::AddCheck(check.clone()), sql));
        } else {
            statements.extend(check_comment(&domain.name, check, sql));
        }
    }
    let object = Object::Domain(domain.name.clone());
    statements.extend(comment::on(&object, domain.comment.as_deref(), sql));
    statements
}

pub(super) fn alter(name: &ObjectName, action: &DomainAction, sql: Renderer<'_>) -> Vec<Statement> {
    let text = match action {
        DomainAction::Default(Some(default)) => format!("SET DEFAULT {default}"),
        DomainAction::Default(None) => "DROP DEFAULT".to_owned(),
        DomainAction::SetNotNull(None) => "SET NOT NULL".to_owned(),
        DomainAction::SetNotNull(name) => format!("ADD {}", not_null(name.as_deref())),
        DomainAction::DropNotNull => "DROP NOT NULL".to_owned(),
        DomainAction::AddCheck(check) => format!("ADD {}", constraint::check_definition(check)),
        DomainAction::DropConstraint(name) => format!("DROP CONSTRAINT {}", quote_identifier(name)),
        DomainAction::RenameConstraint { from, to } => {
            format!("RENAME CONSTRAINT {} TO {}", quote_identifier(from), quote_identifier(to))
        }
        DomainAction::ValidateConstraint(name) => format!("VALIDATE CONSTRAINT {}", quote_identifier(name)),
    };
    let mut statements = vec![Statement::new(format!("ALTER DOMAIN {} {text}", sql.name(name)))];
    if let DomainAction::AddCheck(check) = action {
        statements.extend(check_comment(name, check, sql));
    }
    statements
}

fn not_null(name: Option<&str>) -> String {
    let name = name.map(|name| format!("CONSTRAINT {} ", quote_identifier(name))).unwrap_or_default();
    format!("{name}NOT NULL")
}

fn check_comment(domain: &ObjectName, check: &Check, sql: Renderer<'_>) -> Option<Statement> {
    let target = Object::DomainConstraint(domain.clone(), check.name.clone());
    comment::on(&target, check.comment.as_deref(), sql)
}
