//! Text search configurations and dictionaries.

use std::collections::BTreeMap;

use super::Error;
use super::class::Class;
use super::session::{Record, Session};
use crate::catalog::{
    Catalog, Object, ObjectName, TextSearchConfiguration, TextSearchDictionary, TokenKind, tokens,
};

pub(super) fn read(session: &mut Session<'_>, catalog: &mut Catalog) -> Result<(), Error> {
    let what = "text search dictionaries";
    for row in &session.query(what, include_str!("text_search_dictionary.sql"), &[])? {
        let name = session.name(row.get("schema")?, row.get("name")?);
        let object = Object::TextSearchDictionary(name.clone());
        session.register(Class::TEXT_SEARCH_DICTIONARY, row.get("oid")?, object);
        let dictionary = TextSearchDictionary {
            name: name.clone(),
            template: session.name(row.get("template_schema")?, row.get("template_name")?),
            options: options(row.get("options")?),
            comment: row.get("comment")?,
        };
        catalog.text_search_dictionaries.insert(name, dictionary);
    }
    let what = "text search configurations";
    for row in &session.query(what, include_str!("text_search_configuration.sql"), &[])? {
        let name = session.name(row.get("schema")?, row.get("name")?);
        let object = Object::TextSearchConfiguration(name.clone());
        session.register(Class::TEXT_SEARCH_CONFIGURATION, row.get("oid")?, object);
        let configuration = TextSearchConfiguration {
            name: name.clone(),
            parser: session.name(row.get("parser_schema")?, row.get("parser_name")?),
            mappings: mappings(row, session)?,
            comment: row.get("comment")?,
        };
        catalog.text_search_configurations.insert(name, configuration);
    }
    Ok(())
}

fn mappings(row: &Record, session: &Session<'_>) -> Result<BTreeMap<String, Vec<ObjectName>>, Error> {
    let tokens: Vec<String> = row.get("tokens")?;
    let schemas: Vec<String> = row.get("schemas")?;
    let dictionaries: Vec<String> = row.get("dictionaries")?;
    let mut mappings: BTreeMap<String, Vec<ObjectName>> = BTreeMap::new();
    for ((token, schema), dictionary) in tokens.into_iter().zip(schemas).zip(dictionaries) {
        mappings.entry(token).or_default().push(session.name(schema, dictionary));
    }
    Ok(mappings)
}

/// `pg_ts_dict.dictinitoption`, which is `name = value, …`.
fn options(text: &str) -> BTreeMap<String, String> {
    let mut tokens = tokens(text);
    tokens.retain(|token| token.kind != TokenKind::Space);
    let options = tokens.split(|token| token.text == ",").filter_map(|option| {
        let (name, value) = option.split_first()?;
        let value = value.iter().skip(1).map(|token| token.text).collect();
        Some((name.identifier()?.into_owned(), value))
    });
    options.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_names_and_values() {
        let read = options("stopwords = 'a, b', \"Case\" = E'x\\\\y', number = -1.5");
        let expected = [("stopwords", "'a, b'"), ("Case", "E'x\\\\y'"), ("number", "-1.5")];
        let expected: BTreeMap<String, String> =
            expected.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert_eq!(read, expected);
        assert!(options("").is_empty());
    }
}
