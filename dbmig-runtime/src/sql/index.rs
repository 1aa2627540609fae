//! Indexes.

use super::{Renderer, Statement, comment, include, parameters};
use crate::catalog::{IndexKey, KeyPart, NullsOrder, Object, ObjectName, SortOrder, quote_identifier};
use crate::op::{AttachIndex, CreateIndex, DropIndex, IndexAction, IndexOperation};

pub(super) fn statements(operation: &IndexOperation, sql: Renderer<'_>) -> Vec<Statement> {
    match operation {
        IndexOperation::Create(create) => {
            let target = Object::Index(create.table.sibling(create.index.name.clone()));
            let mut statements = vec![statement(create_index(create, sql), create.concurrently)];
            let name = create.table.sibling(create.index.name.clone());
            let targets = create.index.statistics.iter();
            statements.extend(targets.map(|(place, target)| {
                let action = IndexAction::SetStatistics { place: *place, target: Some(*target) };
                alter(&name, &action, sql)
            }));
            statements.extend(comment::on(&target, create.index.comment.as_deref(), sql));
            statements
        }
        IndexOperation::Drop(DropIndex { name, concurrently }) => {
            let drop = format!("DROP INDEX {}{}", concurrently_word(*concurrently), sql.name(name));
            vec![statement(drop, *concurrently)]
        }
        IndexOperation::Rename { from, to } => {
            let (from, to) = (sql.name(from), quote_identifier(to));
            vec![Statement::new(format!("ALTER INDEX {from} RENAME TO {to}"))]
        }
        IndexOperation::Alter { name, action } => vec![alter(name, action, sql)],
        IndexOperation::Attach(AttachIndex { index, partition }) => {
            let (index, partition) = (sql.name(index), sql.name(partition));
            vec![Statement::new(format!("ALTER INDEX {index} ATTACH PARTITION {partition}"))]
        }
    }
}

fn alter(name: &ObjectName, action: &IndexAction, sql: Renderer<'_>) -> Statement {
    let action = match action {
        IndexAction::SetTablespace(tablespace) => format!("SET TABLESPACE {}", quote_identifier(tablespace)),
        IndexAction::SetStorage(list) => format!("SET ({})", parameters(list)),
        IndexAction::ResetStorage(names) => format!("RESET ({})", names.join(", ")),
        IndexAction::SetStatistics { place, target } => {
            format!("ALTER COLUMN {place} SET STATISTICS {}", target.unwrap_or(-1))
        }
    };
    Statement::new(format!("ALTER INDEX {} {action}", sql.name(name)))
}

fn statement(sql: String, concurrently: bool) -> Statement {
    if concurrently { Statement::alone(sql) } else { Statement::new(sql) }
}

fn concurrently_word(concurrently: bool) -> &'static str {
    if concurrently { "CONCURRENTLY " } else { "" }
}

fn create_index(create: &CreateIndex, sql: Renderer<'_>) -> String {
    let CreateIndex { table, index, concurrently, only } = create;
    let keys: Vec<String> = index.keys.iter().map(key).collect();
    let mut text = format!(
        "CREATE {}INDEX {}{} ON {}{} USING {} ({}){}",
        if index.unique { "UNIQUE " } else { "" },
        concurrently_word(*concurrently),
        quote_identifier(&index.name),
        if *only { "ONLY " } else { "" },
        sql.name(table),
        quote_identifier(&index.method),
        keys.join(", "),
        include(&index.include),
    );
    if index.nulls_not_distinct {
        text += " NULLS NOT DISTINCT";
    }
    if !index.storage.is_empty() {
        text += &format!(" WITH ({})", parameters(&index.storage));
    }
    if let Some(tablespace) = &index.tablespace {
        text += &format!(" TABLESPACE {}", quote_identifier(tablespace));
    }
    if let Some(predicate) = &index.predicate {
        text += &format!(" WHERE {predicate}");
    }
    text
}

/// A key of an index or exclusion constraint.
pub(super) fn key(key: &IndexKey) -> String {
    let mut text = match &key.part {
        KeyPart::Column(name) => quote_identifier(name).into_owned(),
        KeyPart::Expression(expression) => format!("({expression})"),
    };
    if let Some(collation) = &key.collation {
        text += &format!(" COLLATE {collation}");
    }
    if let Some(class) = &key.operator_class {
        text += &format!(" {class}");
    }
    if key.order == SortOrder::Descending {
        text += " DESC";
    }
    match key.nulls {
        Some(NullsOrder::First) => text += " NULLS FIRST",
        Some(NullsOrder::Last) => text += " NULLS LAST",
        None => {}
    }
    text
}
