//! Constraints.

use super::{Renderer, Statement, columns, comment as comments, include};
use crate::catalog::{
    Action, Check, ForeignKey, Match, Object, ObjectName, PrimaryKey, Unique, quote_identifier,
};
use crate::op::{Constraint, ConstraintOperation};

pub(super) fn statements(operation: &ConstraintOperation, sql: Renderer<'_>) -> Vec<Statement> {
    match operation {
        ConstraintOperation::Add { table, constraint } => {
            let add = format!("ALTER TABLE {} ADD {}", sql.name(table), definition(constraint, sql));
            let mut statements = vec![Statement::new(add)];
            statements.extend(comment(table, constraint, sql));
            statements
        }
        ConstraintOperation::Drop { table, name } => {
            let (table, name) = (sql.name(table), quote_identifier(name));
            vec![Statement::new(format!("ALTER TABLE {table} DROP CONSTRAINT {name}"))]
        }
        ConstraintOperation::Rename { table, from, to } => {
            let (table, from, to) = (sql.name(table), quote_identifier(from), quote_identifier(to));
            vec![Statement::new(format!("ALTER TABLE {table} RENAME CONSTRAINT {from} TO {to}"))]
        }
        ConstraintOperation::Validate { table, name } => {
            let (table, name) = (sql.name(table), quote_identifier(name));
            vec![Statement::new(format!("ALTER TABLE {table} VALIDATE CONSTRAINT {name}"))]
        }
    }
}

/// `CONSTRAINT name …`, as in `CREATE TABLE`.
pub(super) fn definition(constraint: &Constraint, sql: Renderer<'_>) -> String {
    let body = match constraint {
        Constraint::PrimaryKey(key) => primary_key(key),
        Constraint::Unique(key) => unique(key),
        Constraint::ForeignKey(key) => foreign_key(key, sql),
        Constraint::Check(item) => check(item),
    };
    format!("CONSTRAINT {} {body}", quote_identifier(constraint.name()))
}

pub(super) fn comment(table: &ObjectName, constraint: &Constraint, sql: Renderer<'_>) -> Option<Statement> {
    let target = Object::Constraint(table.clone(), constraint.name().to_owned());
    let text = match constraint {
        Constraint::PrimaryKey(key) => &key.comment,
        Constraint::Unique(key) => &key.comment,
        Constraint::ForeignKey(key) => &key.comment,
        Constraint::Check(item) => &item.comment,
    };
    comments::on(&target, text.as_deref(), sql)
}

fn primary_key(key: &PrimaryKey) -> String {
    format!("PRIMARY KEY {}{}", columns(&key.columns), include(&key.include))
}

fn unique(key: &Unique) -> String {
    let nulls = if key.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let deferred = deferrable(key.deferrable, key.initially_deferred);
    format!("UNIQUE{nulls} {}{}{deferred}", columns(&key.columns), include(&key.include))
}

fn foreign_key(key: &ForeignKey, sql: Renderer<'_>) -> String {
    let mut text = format!(
        "FOREIGN KEY {} REFERENCES {} {}",
        columns(&key.columns),
        sql.name(&key.references),
        columns(&key.referenced_columns)
    );
    if key.match_type == Match::Full {
        text += " MATCH FULL";
    }
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        if let Some(action) = action_sql(action) {
            text += &format!(" ON {event} {action}");
        }
    }
    text += deferrable(key.deferrable, key.initially_deferred);
    if key.not_valid {
        text += " NOT VALID";
    }
    text
}

fn check(check: &Check) -> String {
    let no_inherit = if check.no_inherit { " NO INHERIT" } else { "" };
    let not_valid = if check.not_valid { " NOT VALID" } else { "" };
    format!("CHECK ({}){no_inherit}{not_valid}", check.expression)
}

fn action_sql(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some("RESTRICT"),
        Action::Cascade => Some("CASCADE"),
        Action::SetNull => Some("SET NULL"),
        Action::SetDefault => Some("SET DEFAULT"),
    }
}

fn deferrable(deferrable: bool, initially_deferred: bool) -> &'static str {
    match (deferrable, initially_deferred) {
        (_, true) => " DEFERRABLE INITIALLY DEFERRED",
        (true, false) => " DEFERRABLE",
        (false, false) => "",
    }
}
