//! Foreign-data wrappers, servers, and the options of both and of foreign tables.

use super::{Renderer, Statement, comment};
use crate::catalog::{
    ForeignDataWrapper, ForeignOptions, Object, ObjectName, Server, quote_identifier, quote_literal,
};
use crate::op::{ForeignAction, OptionChanges};

pub(super) fn create_wrapper(wrapper: &ForeignDataWrapper, sql: Renderer<'_>) -> Vec<Statement> {
    let mut create = format!("CREATE FOREIGN DATA WRAPPER {}", quote_identifier(&wrapper.name));
    for (word, function) in [("HANDLER", &wrapper.handler), ("VALIDATOR", &wrapper.validator)] {
        if let Some(function) = function {
            create += &format!(" {word} {}", sql.name(function));
        }
    }
    create += &options(&wrapper.options);
    let object = Object::ForeignDataWrapper(wrapper.name.clone());
    let mut statements = vec![Statement::new(create)];
    statements.extend(comment::on(&object, wrapper.comment.as_deref(), sql));
    statements
}

pub(super) fn create_server(server: &Server, sql: Renderer<'_>) -> Vec<Statement> {
    let mut create = format!("CREATE SERVER {}", quote_identifier(&server.name));
    for (word, text) in [("TYPE", &server.server_type), ("VERSION", &server.version)] {
        if let Some(text) = text {
            create += &format!(" {word} {}", quote_literal(text));
        }
    }
    create +=
        &format!(" FOREIGN DATA WRAPPER {}{}", quote_identifier(&server.wrapper), options(&server.options));
    let mut statements = vec![Statement::new(create)];
    let object = Object::Server(server.name.clone());
    statements.extend(comment::on(&object, server.comment.as_deref(), sql));
    statements
}

pub(super) fn action(action: &ForeignAction, sql: Renderer<'_>) -> String {
    let function = |word: &str, function: &Option<ObjectName>| match function {
        Some(function) => format!("{word} {}", sql.name(function)),
        None => format!("NO {word}"),
    };
    match action {
        ForeignAction::Options(changes) => change_options(changes),
        ForeignAction::Handler(handler) => function("HANDLER", handler),
        ForeignAction::Validator(validator) => function("VALIDATOR", validator),
        ForeignAction::Version(version) => {
            format!(
                "VERSION {}",
                version.as_ref().map_or_else(|| "NULL".to_owned(), |text| quote_literal(text))
            )
        }
    }
}

/// ` OPTIONS (a 'x', "B" 'y')`, or nothing.
pub(super) fn options(options: &ForeignOptions) -> String {
    if options.is_empty() {
        return String::new();
    }
    let options = options.iter().map(|(name, value)| option("", name, value));
    format!(" OPTIONS ({})", options.collect::<Vec<_>>().join(", "))
}

/// `OPTIONS (DROP c, SET a 'x', ADD b 'y')`.
pub(super) fn change_options(changes: &OptionChanges) -> String {
    let drop = changes.drop.iter().map(|name| format!("DROP {}", quote_identifier(name)));
    let set = changes.set.iter().map(|(name, value)| option("SET ", name, value));
    let add = changes.add.iter().map(|(name, value)| option("ADD ", name, value));
    format!("OPTIONS ({})", drop.chain(set).chain(add).collect::<Vec<_>>().join(", "))
}

fn option(verb: &str, name: &str, value: &str) -> String {
    format!("{verb}{} {}", quote_identifier(name), quote_literal(value))
}
