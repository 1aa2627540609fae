//! Constraints.

use super::index::key;
use super::{Renderer, Statement, columns, comment, include, parameters};
use crate::catalog::{
    Action, Check, Exclusion, ForeignKey, Match, NotNull, Object, ObjectName, PrimaryKey, Unique,
    quote_identifier,
};
use crate::op::{Constraint, ConstraintAction, ConstraintOperation};

pub(super) fn statements(operation: &ConstraintOperation, sql: Renderer<'_>) -> Vec<Statement> {
    match operation {
        ConstraintOperation::Add { table, constraint, only } => {
            let only = if *only { "ONLY " } else { "" };
            let add = format!("ALTER TABLE {only}{} ADD {}", sql.name(table), definition(constraint, sql));
            let mut statements = vec![Statement::new(add)];
            statements.extend(comments(table, constraint, sql));
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
        ConstraintOperation::Alter { table, name, action } => {
            let (table, name) = (sql.name(table), quote_identifier(name));
            let action = alter(action);
            vec![Statement::new(format!("ALTER TABLE {table} ALTER CONSTRAINT {name} {action}"))]
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
        Constraint::Exclusion(item) => exclusion(item),
        Constraint::NotNull(item) => not_null(item),
    };
    format!("CONSTRAINT {} {body}", quote_identifier(constraint.name()))
}

/// The comments of a constraint and of its index.
pub(super) fn comments(
    table: &ObjectName,
    constraint: &Constraint,
    sql: Renderer<'_>,
) -> impl Iterator<Item = Statement> {
    let target = Object::Constraint(table.clone(), constraint.name().to_owned());
    let text = match constraint {
        Constraint::PrimaryKey(key) => &key.comment,
        Constraint::Unique(key) => &key.comment,
        Constraint::ForeignKey(key) => &key.comment,
        Constraint::Check(item) => &item.comment,
        Constraint::Exclusion(item) => &item.comment,
        Constraint::NotNull(item) => &item.comment,
    };
    let index_text = match constraint {
        Constraint::PrimaryKey(key) => key.index_comment.as_deref(),
        Constraint::Unique(key) => key.index_comment.as_deref(),
        Constraint::Exclusion(item) => item.index_comment.as_deref(),
        _ => None,
    };
    let index = Object::Index(table.sibling(constraint.name()));
    let own = comment::on(&target, text.as_deref(), sql);
    own.into_iter().chain(comment::on(&index, index_text, sql))
}

/// `CONSTRAINT name CHECK …`, of a table or a domain.
pub(super) fn check_definition(item: &Check) -> String {
    format!("CONSTRAINT {} {}", quote_identifier(&item.name), check(item))
}

fn primary_key(key: &PrimaryKey) -> String {
    let PrimaryKey { columns, without_overlaps, include, storage, tablespace, .. } = key;
    let index = key_index(columns, *without_overlaps, include, storage, tablespace.as_deref());
    format!("PRIMARY KEY {index}{}", deferrable(key.deferrable, key.initially_deferred))
}

fn unique(key: &Unique) -> String {
    let nulls = if key.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let Unique { columns, without_overlaps, include, storage, tablespace, .. } = key;
    let index = key_index(columns, *without_overlaps, include, storage, tablespace.as_deref());
    format!("UNIQUE{nulls} {index}{}", deferrable(key.deferrable, key.initially_deferred))
}

fn key_index(
    columns: &[String],
    without_overlaps: bool,
    include: &[String],
    storage: &[String],
    tablespace: Option<&str>,
) -> String {
    let over = if without_overlaps { " WITHOUT OVERLAPS" } else { "" };
    format!("{}{}{}", list(columns, "", over), super::include(include), index_options(storage, tablespace))
}

/// `(a, last)` with words before and after the last name.
fn list(names: &[String], before: &str, after: &str) -> String {
    let last = names.len().saturating_sub(1);
    let names = names.iter().enumerate().map(|(at, name)| {
        let (before, after) = if at == last { (before, after) } else { ("", "") };
        format!("{before}{}{after}", quote_identifier(name))
    });
    format!("({})", names.collect::<Vec<_>>().join(", "))
}

fn index_options(storage: &[String], tablespace: Option<&str>) -> String {
    let mut text = String::new();
    if !storage.is_empty() {
        text += &format!(" WITH ({})", parameters(storage));
    }
    if let Some(tablespace) = tablespace {
        text += &format!(" USING INDEX TABLESPACE {}", quote_identifier(tablespace));
    }
    text
}

fn foreign_key(key: &ForeignKey, sql: Renderer<'_>) -> String {
    let period = if key.period { "PERIOD " } else { "" };
    let mut text = format!(
        "FOREIGN KEY {} REFERENCES {} {}",
        list(&key.columns, period, ""),
        sql.name(&key.references),
        list(&key.referenced_columns, period, "")
    );
    if key.match_type == Match::Full {
        text += " MATCH FULL";
    }
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        if let Some(action) = action_sql(action) {
            text += &format!(" ON {event} {action}");
        }
    }
    if !key.on_delete_columns.is_empty() {
        text += &format!(" {}", columns(&key.on_delete_columns));
    }
    text + deferrable(key.deferrable, key.initially_deferred) + checked(key.not_enforced, key.not_valid)
}

fn check(check: &Check) -> String {
    let no_inherit = if check.no_inherit { " NO INHERIT" } else { "" };
    format!("CHECK ({}){no_inherit}{}", check.expression, checked(check.not_enforced, check.not_valid))
}

fn exclusion(item: &Exclusion) -> String {
    let elements =
        item.elements.iter().map(|element| format!("{} WITH {}", key(&element.key), element.operator));
    let elements: Vec<String> = elements.collect();
    let mut text = format!("EXCLUDE USING {} ({})", quote_identifier(&item.method), elements.join(", "));
    text += &include(&item.include);
    text += &index_options(&item.storage, item.tablespace.as_deref());
    if let Some(predicate) = &item.predicate {
        text += &format!(" WHERE ({predicate})");
    }
    text + deferrable(item.deferrable, item.initially_deferred)
}

fn not_null(item: &NotNull) -> String {
    let no_inherit = if item.no_inherit { " NO INHERIT" } else { "" };
    format!("NOT NULL {}{no_inherit}{}", quote_identifier(&item.column), checked(false, item.not_valid))
}

fn checked(not_enforced: bool, not_valid: bool) -> &'static str {
    match (not_enforced, not_valid) {
        (true, _) => " NOT ENFORCED",
        (false, true) => " NOT VALID",
        (false, false) => "",
    }
}

fn alter(action: &ConstraintAction) -> &'static str {
    match action {
        ConstraintAction::SetDeferrable { initially_deferred: true, .. } => "DEFERRABLE INITIALLY DEFERRED",
        ConstraintAction::SetDeferrable { deferrable: true, .. } => "DEFERRABLE INITIALLY IMMEDIATE",
        ConstraintAction::SetDeferrable { .. } => "NOT DEFERRABLE",
        ConstraintAction::SetEnforced(true) => "ENFORCED",
        ConstraintAction::SetEnforced(false) => "NOT ENFORCED",
        ConstraintAction::SetInherit(true) => "INHERIT",
        ConstraintAction::SetInherit(false) => "NO INHERIT",
    }
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
