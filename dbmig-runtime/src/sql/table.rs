//! Tables as a whole.

use super::{Renderer, Statement, column, comment, constraint};
use crate::catalog::{Table, quote_identifier};
use crate::op::{CommentTarget, Constraint, TableOperation};

pub(super) fn statements(operation: &TableOperation, sql: Renderer<'_>) -> Vec<Statement> {
    match operation {
        TableOperation::Create(table) => create(table, sql),
        TableOperation::Drop { name } => vec![Statement::new(format!("DROP TABLE {}", sql.name(name)))],
        TableOperation::Rename { from, to } => {
            let (from, to) = (sql.name(from), quote_identifier(to));
            vec![Statement::new(format!("ALTER TABLE {from} RENAME TO {to}"))]
        }
        TableOperation::SetSchema { name, schema } => {
            let (name, schema) = (sql.name(name), sql.schema(schema.as_deref()));
            vec![Statement::new(format!("ALTER TABLE {name} SET SCHEMA {schema}"))]
        }
    }
}

fn create(table: &Table, sql: Renderer<'_>) -> Vec<Statement> {
    let constraints = constraints(table);
    let columns = table.columns.iter().map(column::definition);
    let elements = columns.chain(constraints.iter().map(|item| constraint::definition(item, sql)));
    let elements: Vec<String> = elements.map(|element| format!("\n    {element}")).collect();
    let close = if elements.is_empty() { ")" } else { "\n)" };
    let create = format!("CREATE TABLE {} ({}{close}", sql.name(&table.name), elements.join(","));
    let mut statements = vec![Statement::new(create)];
    statements.extend(comment::on(&CommentTarget::Table(table.name.clone()), table.comment.as_deref(), sql));
    for item in &table.columns {
        statements.extend(column::comment(&table.name, item, sql));
    }
    for item in &constraints {
        statements.extend(constraint::comment(&table.name, item, sql));
    }
    statements
}

fn constraints(table: &Table) -> Vec<Constraint> {
    let primary = table.primary_key.iter().cloned().map(Constraint::PrimaryKey);
    primary
        .chain(table.uniques.iter().cloned().map(Constraint::Unique))
        .chain(table.checks.iter().cloned().map(Constraint::Check))
        .chain(table.foreign_keys.iter().cloned().map(Constraint::ForeignKey))
        .collect()
}
