//! Columns.

use super::{Renderer, Statement, comment as comments, constraint, foreign_data, parameters, sequence};
use crate::catalog::{
    Column, GeneratedKind, Identity, IdentityKind, Object, ObjectName, Storage, quote_identifier,
    quote_literal,
};
use crate::op::{AlterColumn, ColumnAction, ColumnOperation, Constraint};

pub(super) fn statements(operation: &ColumnOperation, sql: Renderer<'_>) -> Vec<Statement> {
    match operation {
        ColumnOperation::Add(add) => {
            let (table, definition) = (sql.name(&add.table), definition(&add.column));
            let mut statements = vec![Statement::new(format!("ALTER TABLE {table} ADD COLUMN {definition}"))];
            statements.extend(details(&add.table, &add.column, sql));
            statements
        }
        ColumnOperation::Drop { table, column, generated: _ } => {
            let (table, column) = (sql.name(table), quote_identifier(column));
            vec![Statement::new(format!("ALTER TABLE {table} DROP COLUMN {column}"))]
        }
        ColumnOperation::Rename { table, from, to } => {
            let (table, from, to) = (sql.name(table), quote_identifier(from), quote_identifier(to));
            vec![Statement::new(format!("ALTER TABLE {table} RENAME COLUMN {from} TO {to}"))]
        }
        ColumnOperation::Alter(alter) => {
            let mut statements = vec![alter_column(alter, sql)];
            statements.extend(alter.actions.iter().find_map(|action| match action {
                ColumnAction::AddIdentity(identity) => Some(go_on_behind_rows(alter, identity, sql)),
                _ => None,
            }));
            statements
        }
    }
}

/// The column as in `CREATE TABLE`.
pub(super) fn definition(column: &Column) -> String {
    let mut text = format!("{} {}", quote_identifier(&column.name), column.data_type);
    text += &foreign_data::options(&column.foreign_options);
    if let Some(compression) = &column.compression {
        text += &format!(" COMPRESSION {}", quote_identifier(compression));
    }
    if let Some(collation) = &column.collation {
        text += &format!(" COLLATE {collation}");
    }
    if let Some(default) = &column.default {
        text += &format!(" DEFAULT {default}");
    }
    if let Some(generated) = &column.generated {
        let kind = match generated.kind {
            GeneratedKind::Stored => "STORED",
            GeneratedKind::Virtual => "VIRTUAL",
        };
        text += &format!(" GENERATED ALWAYS AS ({}) {kind}", generated.expression);
    }
    if let Some(identity) = &column.identity {
        text += &format!(" {}", identity_definition(identity));
    }
    match &column.not_null {
        _ if column.nullable => {}
        None => text += " NOT NULL",
        // Nothing is left to be checked in a new column, so this one comes after.
        Some(constraint) if constraint.not_valid => {}
        Some(constraint) => {
            let no_inherit = if constraint.no_inherit { " NO INHERIT" } else { "" };
            text += &format!(" CONSTRAINT {} NOT NULL{no_inherit}", quote_identifier(&constraint.name));
        }
    }
    text
}

/// What the definition of a column can't say.
pub(super) fn details(table: &ObjectName, column: &Column, sql: Renderer<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut actions = Vec::new();
    actions.extend(column.storage.map(|storage| ColumnAction::SetStorage(Some(storage))));
    actions.extend(column.statistics.map(|target| ColumnAction::SetStatistics(Some(target))));
    if !column.options.is_empty() {
        actions.push(ColumnAction::SetOptions(column.options.clone()));
    }
    if !actions.is_empty() {
        let alter = AlterColumn { table: table.clone(), column: column.name.clone(), actions };
        statements.push(alter_column(&alter, sql));
    }
    if let Some(identity) = &column.identity {
        let sequence = identity.sequence_name(table, &column.name);
        statements.extend(identity.logged.map(|logged| {
            let logged = if logged { "LOGGED" } else { "UNLOGGED" };
            Statement::new(format!("ALTER SEQUENCE {} SET {logged}", sql.name(&sequence)))
        }));
        statements.extend(comments::on(&Object::Sequence(sequence), identity.comment.as_deref(), sql));
    }
    if let Some(not_null) = &column.not_null {
        let not_null = Constraint::NotNull(not_null.clone());
        if column.not_null.as_ref().is_some_and(|constraint| constraint.not_valid) {
            let definition = constraint::definition(&not_null, sql);
            statements.push(Statement::new(format!("ALTER TABLE {} ADD {definition}", sql.name(table))));
        }
        statements.extend(constraint::comments(table, &not_null, sql));
    }
    let target = Object::Column(table.clone(), column.name.clone());
    statements.extend(comments::on(&target, column.comment.as_deref(), sql));
    statements
}

fn alter_column(alter: &AlterColumn, sql: Renderer<'_>) -> Statement {
    let column = quote_identifier(&alter.column);
    let actions = alter.actions.iter().map(|action| format!("ALTER COLUMN {column} {}", action_sql(action)));
    let actions: Vec<String> = actions.collect();
    Statement::new(format!("ALTER TABLE {} {}", sql.name(&alter.table), actions.join(", ")))
}

/// The sequence of a new identity starts anew, and would give out keys that rows of the table already have.
fn go_on_behind_rows(alter: &AlterColumn, identity: &Identity, sql: Renderer<'_>) -> Statement {
    let (table, column) = (quote_literal(&sql.name(&alter.table)), quote_literal(&alter.column));
    let sequence = format!("pg_get_serial_sequence({table}, {column})");
    sequence::go_on_behind(&sequence, &alter.table, &alter.column, &identity.options, sql)
}

fn action_sql(action: &ColumnAction) -> String {
    match action {
        ColumnAction::SetType { data_type, collation, using, from: _ } => {
            let collation = collation.as_ref().map(|name| format!(" COLLATE {name}")).unwrap_or_default();
            let using = using.as_ref().map(|using| format!(" USING {using}")).unwrap_or_default();
            format!("SET DATA TYPE {data_type}{collation}{using}")
        }
        ColumnAction::SetDefault(default) => format!("SET DEFAULT {default}"),
        ColumnAction::DropDefault => "DROP DEFAULT".to_owned(),
        ColumnAction::SetNotNull => "SET NOT NULL".to_owned(),
        ColumnAction::DropNotNull => "DROP NOT NULL".to_owned(),
        ColumnAction::AddIdentity(identity) => format!("ADD {}", identity_definition(identity)),
        ColumnAction::SetIdentity(identity) => set_identity(identity),
        ColumnAction::DropIdentity => "DROP IDENTITY".to_owned(),
        ColumnAction::SetExpression(expression) => format!("SET EXPRESSION AS ({expression})"),
        ColumnAction::ForeignOptions(changes) => foreign_data::change_options(changes),
        ColumnAction::DropExpression => "DROP EXPRESSION".to_owned(),
        ColumnAction::SetStorage(storage) => format!("SET STORAGE {}", storage_word(*storage)),
        ColumnAction::SetCompression(method) => {
            let method = method.as_deref().map_or("DEFAULT".into(), quote_identifier);
            format!("SET COMPRESSION {method}")
        }
        ColumnAction::SetStatistics(target) => format!("SET STATISTICS {}", target.unwrap_or(-1)),
        ColumnAction::SetOptions(options) => format!("SET ({})", parameters(options)),
        ColumnAction::ResetOptions(names) => format!("RESET ({})", names.join(", ")),
    }
}

fn storage_word(storage: Option<Storage>) -> &'static str {
    match storage {
        None => "DEFAULT",
        Some(Storage::Plain) => "PLAIN",
        Some(Storage::External) => "EXTERNAL",
        Some(Storage::Extended) => "EXTENDED",
        Some(Storage::Main) => "MAIN",
    }
}

fn kind(identity: &Identity) -> &'static str {
    match identity.kind {
        IdentityKind::Always => "GENERATED ALWAYS",
        IdentityKind::ByDefault => "GENERATED BY DEFAULT",
    }
}

fn identity_definition(identity: &Identity) -> String {
    let name = identity.sequence.iter().map(|name| format!("SEQUENCE NAME {}", quote_identifier(name)));
    let options: Vec<String> = name.chain(sequence::options(&identity.options)).collect();
    let options = if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("{} AS IDENTITY{options}", kind(identity))
}

/// Every option, since what isn't said keeps its old value.
fn set_identity(identity: &Identity) -> String {
    let options = sequence::all_options(&identity.options);
    let options = options.iter().map(|option| format!(" SET {option}"));
    format!("SET {}{}", kind(identity), options.collect::<String>())
}
