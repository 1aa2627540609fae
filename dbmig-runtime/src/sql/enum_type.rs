//! Enum types.

use super::{Renderer, Statement, comment};
use crate::catalog::{EnumType, Object, quote_identifier, quote_literal};
use crate::op::{EnumOperation, NewEnumValue, Position};

pub(super) fn statements(operation: &EnumOperation, sql: Renderer<'_>) -> Vec<Statement> {
    match operation {
        EnumOperation::Create(value) => create(value, sql),
        EnumOperation::Drop { name } => vec![Statement::new(format!("DROP TYPE {}", sql.name(name)))],
        EnumOperation::Rename { from, to } => {
            let (from, to) = (sql.name(from), quote_identifier(to));
            vec![Statement::new(format!("ALTER TYPE {from} RENAME TO {to}"))]
        }
        EnumOperation::AddValue { name, value } => {
            vec![Statement::alone(format!("ALTER TYPE {} ADD VALUE {}", sql.name(name), new_value(value)))]
        }
        EnumOperation::RenameValue { name, from, to } => {
            let (from, to) = (quote_literal(from), quote_literal(to));
            vec![Statement::new(format!("ALTER TYPE {} RENAME VALUE {from} TO {to}", sql.name(name)))]
        }
    }
}

fn create(value: &EnumType, sql: Renderer<'_>) -> Vec<Statement> {
    let labels: Vec<String> = value.labels.iter().map(|label| quote_literal(label)).collect();
    let create = format!("CREATE TYPE {} AS ENUM ({})", sql.name(&value.name), labels.join(", "));
    let mut statements = vec![Statement::new(create)];
    statements.extend(comment::on(&Object::Type(value.name.clone()), value.comment.as_deref(), sql));
    statements
}

fn new_value(value: &NewEnumValue) -> String {
    let label = quote_literal(&value.label);
    match &value.position {
        None => label,
        Some(Position::Before(other)) => format!("{label} BEFORE {}", quote_literal(other)),
        Some(Position::After(other)) => format!("{label} AFTER {}", quote_literal(other)),
    }
}
