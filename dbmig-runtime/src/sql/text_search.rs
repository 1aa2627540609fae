//! Text search configurations and dictionaries.

use std::collections::BTreeMap;

use super::{Renderer, Statement, alter, comment, object};
use crate::catalog::{Object, ObjectName, TextSearchConfiguration, TextSearchDictionary, quote_identifier};
use crate::op::{Alter, Alteration};

pub(super) fn create_configuration(
    configuration: &TextSearchConfiguration,
    sql: Renderer<'_>,
) -> Vec<Statement> {
    let object = Object::TextSearchConfiguration(configuration.name.clone());
    let (named, parser) = (object::named(&object, sql), sql.name(&configuration.parser));
    let mut statements = vec![Statement::new(format!("CREATE {named} (PARSER = {parser})"))];
    for (token, dictionaries) in &configuration.mappings {
        let alteration = Alteration::AddMapping { token: token.clone(), dictionaries: dictionaries.clone() };
        statements.extend(alter::statements(&Alter { object: object.clone(), alteration }, sql));
    }
    statements.extend(comment::on(&object, configuration.comment.as_deref(), sql));
    statements
}

pub(super) fn create_dictionary(dictionary: &TextSearchDictionary, sql: Renderer<'_>) -> Vec<Statement> {
    let object = Object::TextSearchDictionary(dictionary.name.clone());
    let template = format!("TEMPLATE = {}", sql.name(&dictionary.template));
    let options = dictionary.options.iter();
    let options = options.map(|(name, value)| format!("{} = {value}", quote_identifier(name)));
    let clauses: Vec<String> = std::iter::once(template).chain(options).collect();
    let create = format!("CREATE {} ({})", object::named(&object, sql), clauses.join(", "));
    let comment = comment::on(&object, dictionary.comment.as_deref(), sql);
    std::iter::once(Statement::new(create)).chain(comment).collect()
}

/// `ADD MAPPING FOR token WITH a, b`; `verb` is `ADD` or `ALTER`.
pub(super) fn mapping(verb: &str, token: &str, dictionaries: &[ObjectName], sql: Renderer<'_>) -> String {
    let dictionaries: Vec<String> = dictionaries.iter().map(|name| sql.name(name)).collect();
    format!("{verb} MAPPING FOR {} WITH {}", quote_identifier(token), dictionaries.join(", "))
}

/// `(name = value, name)`: without a value, an option is what the template makes of it.
pub(super) fn options(options: &BTreeMap<String, Option<String>>) -> String {
    let options = options.iter().map(|(name, value)| match value {
        Some(value) => format!("{} = {value}", quote_identifier(name)),
        None => quote_identifier(name).into_owned(),
    });
    format!("({})", options.collect::<Vec<_>>().join(", "))
}
