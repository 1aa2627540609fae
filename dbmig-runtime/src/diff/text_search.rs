//! Text search configurations and dictionaries.

use super::Changes;
use super::summary::Report;
use crate::catalog::{Object, TextSearchConfiguration, TextSearchDictionary, quote_identifier};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.text_search_dictionaries,
        |dictionary| Object::TextSearchDictionary(dictionary.name.clone()),
        |dictionary| dictionary.comment.as_deref(),
        dictionary_words,
    );
    report.objects(
        &changes.text_search_configurations,
        |configuration| Object::TextSearchConfiguration(configuration.name.clone()),
        |configuration| configuration.comment.as_deref(),
        configuration_words,
    );
}

fn dictionary_words(from: &TextSearchDictionary, to: &TextSearchDictionary) -> Vec<String> {
    let name = &to.name;
    let template =
        (from.template != to.template).then(|| format!("change template of text search dictionary {name}"));
    let options =
        (from.options != to.options).then(|| format!("change options of text search dictionary {name}"));
    template.into_iter().chain(options).collect()
}

fn configuration_words(from: &TextSearchConfiguration, to: &TextSearchConfiguration) -> Vec<String> {
    let name = &to.name;
    let parser =
        (from.parser != to.parser).then(|| format!("change parser of text search configuration {name}"));
    let tokens =
        from.mappings.keys().chain(to.mappings.keys().filter(|token| !from.mappings.contains_key(*token)));
    let differing = tokens.filter(|token| from.mappings.get(*token) != to.mappings.get(*token));
    let mappings = differing.map(|token| {
        format!("change mapping of {} of text search configuration {name}", quote_identifier(token))
    });
    parser.into_iter().chain(mappings).collect()
}
