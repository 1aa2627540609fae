//! Composite types.

use super::{Renderer, Statement, comment};
use crate::catalog::{Attribute, CompositeType, Object, ObjectName, quote_identifier};
use crate::op::AttributeAction;

pub(super) fn create(composite: &CompositeType, sql: Renderer<'_>) -> Vec<Statement> {
    let attributes: Vec<String> = composite.attributes.iter().map(definition).collect();
    let create = format!("CREATE TYPE {} AS ({})", sql.name(&composite.name), attributes.join(", "));
    let mut statements = vec![Statement::new(create)];
    let object = Object::Type(composite.name.clone());
    statements.extend(comment::on(&object, composite.comment.as_deref(), sql));
    for attribute in &composite.attributes {
        statements.extend(attribute_comment(&composite.name, attribute, sql));
    }
    statements
}

pub(super) fn alter(name: &ObjectName, action: &AttributeAction, sql: Renderer<'_>) -> Vec<Statement> {
    let (text, comment) = match action {
        AttributeAction::Add(attribute) => {
            let comment = attribute_comment(name, attribute, sql);
            (format!("ADD ATTRIBUTE {}", definition(attribute)), comment)
        }
        AttributeAction::Drop(name) => (format!("DROP ATTRIBUTE {}", quote_identifier(name)), None),
        AttributeAction::Rename { from, to } => {
            (format!("RENAME ATTRIBUTE {} TO {}", quote_identifier(from), quote_identifier(to)), None)
        }
        AttributeAction::SetType(attribute) => {
            let (own, data_type) = (quote_identifier(&attribute.name), &attribute.data_type);
            (format!("ALTER ATTRIBUTE {own} SET DATA TYPE {data_type}{}", collation(attribute)), None)
        }
    };
    let alter = Statement::new(format!("ALTER TYPE {} {text}", sql.name(name)));
    std::iter::once(alter).chain(comment).collect()
}

fn definition(attribute: &Attribute) -> String {
    format!("{} {}{}", quote_identifier(&attribute.name), attribute.data_type, collation(attribute))
}

fn collation(attribute: &Attribute) -> String {
    attribute.collation.as_ref().map(|name| format!(" COLLATE {name}")).unwrap_or_default()
}

fn attribute_comment(composite: &ObjectName, attribute: &Attribute, sql: Renderer<'_>) -> Option<Statement> {
    let target = Object::Column(composite.clone(), attribute.name.clone());
    comment::on(&target, attribute.comment.as_deref(), sql)
}
