//! Publications with their tables and schemas.

use super::{Renderer, Statement, columns, comment, parameters};
use crate::catalog::{Object, Publication, PublishedSchema, PublishedTable, quote_identifier};

pub(super) fn create(publication: &Publication, sql: Renderer<'_>) -> Vec<Statement> {
    let name = quote_identifier(&publication.name);
    let all = if publication.all_tables { " FOR ALL TABLES" } else { "" };
    let options = parameters(&publication.options());
    let create = Statement::new(format!("CREATE PUBLICATION {name}{all} WITH ({options})"));
    let object = Object::Publication(publication.name.clone());
    let comment = comment::on(&object, publication.comment.as_deref(), sql);
    std::iter::once(create).chain(comment).collect()
}

/// The table alone: its children are published by themselves.
pub(super) fn add_table(table: &PublishedTable, sql: Renderer<'_>) -> Vec<Statement> {
    let (publication, name) = (quote_identifier(&table.name.publication), sql.name(&table.name.table));
    let list = table.columns.as_ref().map(|names| format!(" {}", columns(names))).unwrap_or_default();
    let filter = table.filter.as_ref().map(|filter| format!(" WHERE ({filter})")).unwrap_or_default();
    vec![Statement::new(format!("ALTER PUBLICATION {publication} ADD TABLE ONLY {name}{list}{filter}"))]
}

pub(super) fn add_schema(schema: &PublishedSchema, sql: Renderer<'_>) -> Vec<Statement> {
    let (publication, name) =
        (quote_identifier(&schema.name.publication), schema_name(&schema.name.schema, sql));
    vec![Statement::new(format!("ALTER PUBLICATION {publication} ADD TABLES IN SCHEMA {name}"))]
}

/// The default schema, where it is not named, is the first of the search path.
fn schema_name(schema: &Option<String>, sql: Renderer<'_>) -> String {
    let unnamed = schema.is_none() && sql.default_schema.is_none();
    if unnamed { "CURRENT_SCHEMA".to_owned() } else { sql.schema(schema.as_deref()) }
}

/// Takes a table or schema out of its publication; `None` for any other object.
pub(super) fn remove(object: &Object, sql: Renderer<'_>) -> Option<Statement> {
    let (publication, part) = match object {
        Object::PublishedTable(publication, table) => {
            (publication, format!("TABLE ONLY {}", sql.name(table)))
        }
        Object::PublishedSchema(publication, schema) => {
            (publication, format!("TABLES IN SCHEMA {}", schema_name(schema, sql)))
        }
        _ => return None,
    };
    Some(Statement::new(format!("ALTER PUBLICATION {} DROP {part}", quote_identifier(publication))))
}
