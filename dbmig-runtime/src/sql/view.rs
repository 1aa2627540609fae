//! Views and materialized views.

use super::{Renderer, Statement, alter, comment, index, parameters};
use crate::catalog::{MaterializedView, Object, View, ViewColumn, quote_identifier};
use crate::op::{Alter, Alteration, CreateIndex, IndexOperation};

pub(super) fn create(view: &View, sql: Renderer<'_>) -> Vec<Statement> {
    let mut statements = vec![definition("CREATE", view, sql)];
    let object = Object::View(view.name.clone());
    for column in view.columns.iter().filter(|column| column.default.is_some()) {
        let (name, default) = (column.name.clone(), column.default.clone());
        let alteration = Alteration::ColumnDefault { column: name, default };
        statements.extend(alter::statements(&Alter { object: object.clone(), alteration }, sql));
    }
    statements.extend(comments(&object, view.comment.as_deref(), &view.columns, sql));
    statements
}

/// The definition alone: defaults and comments of columns stay.
pub(super) fn replace(view: &View, sql: Renderer<'_>) -> Vec<Statement> {
    vec![definition("CREATE OR REPLACE", view, sql)]
}

fn definition(verb: &str, view: &View, sql: Renderer<'_>) -> Statement {
    let with = if view.options.is_empty() {
        String::new()
    } else {
        format!(" WITH ({})", parameters(&view.options))
    };
    let (name, columns) = (sql.name(&view.name), names(&view.columns));
    Statement::new(format!("{verb} VIEW {name}{columns}{with} AS\n{}", view.query))
}

pub(super) fn create_materialized(view: &MaterializedView, sql: Renderer<'_>) -> Vec<Statement> {
    let object = Object::MaterializedView(view.name.clone());
    let mut text = format!("CREATE MATERIALIZED VIEW {}{}", sql.name(&view.name), names(&view.columns));
    if let Some(method) = &view.access_method {
        text += &format!(" USING {}", quote_identifier(method));
    }
    if !view.storage.is_empty() {
        text += &format!(" WITH ({})", parameters(&view.storage));
    }
    if let Some(tablespace) = &view.tablespace {
        text += &format!(" TABLESPACE {}", quote_identifier(tablespace));
    }
    text += &format!(" AS\n{}", view.query);
    if !view.populated {
        text += "\nWITH NO DATA";
    }
    let mut statements = vec![Statement::new(text)];
    for item in &view.indexes {
        let create =
            CreateIndex { table: view.name.clone(), index: item.clone(), concurrently: false, only: false };
        statements.extend(index::statements(&IndexOperation::Create(create), sql));
    }
    let mut alterations: Vec<Alteration> = Vec::new();
    for column in view.columns.iter().filter(|column| column.statistics.is_some()) {
        let (column, target) = (column.name.clone(), column.statistics);
        alterations.push(Alteration::ColumnStatistics { column, target });
    }
    alterations.extend(view.clustered_on.clone().map(|index| Alteration::ClusterOn(Some(index))));
    for alteration in alterations {
        statements.extend(alter::statements(&Alter { object: object.clone(), alteration }, sql));
    }
    statements.extend(comments(&object, view.comment.as_deref(), &view.columns, sql));
    statements
}

/// The names of the columns: where the query gives two of them none, PostgreSQL would refuse it otherwise.
fn names(columns: &[ViewColumn]) -> String {
    let names: Vec<_> = columns.iter().map(|column| quote_identifier(&column.name)).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

fn comments(object: &Object, own: Option<&str>, columns: &[ViewColumn], sql: Renderer<'_>) -> Vec<Statement> {
    let mut statements: Vec<Statement> = comment::on(object, own, sql).into_iter().collect();
    for column in columns {
        let name = object.schema_name().cloned();
        let target = name.map(|name| Object::Column(name, column.name.clone()));
        statements.extend(target.and_then(|target| comment::on(&target, column.comment.as_deref(), sql)));
    }
    statements
}
