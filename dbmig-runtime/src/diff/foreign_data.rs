//! Foreign-data wrappers and servers, and the options of foreign tables. Values of options may be secret: the words
//! don't tell them.

use super::Changes;
use super::summary::Report;
use crate::catalog::{Column, ForeignDataWrapper, ForeignOptions, Object, Server, Table, quote_identifier};

pub(super) fn summarize(changes: &Changes, report: &mut Report) {
    report.objects(
        &changes.foreign_data_wrappers,
        |wrapper| Object::ForeignDataWrapper(wrapper.name.clone()),
        |wrapper| wrapper.comment.as_deref(),
        wrapper_words,
    );
    report.objects(
        &changes.servers,
        |server| Object::Server(server.name.clone()),
        |server| server.comment.as_deref(),
        server_words,
    );
}

fn wrapper_words(from: &ForeignDataWrapper, to: &ForeignDataWrapper) -> Vec<String> {
    let properties = [("handler", from.handler != to.handler), ("validator", from.validator != to.validator)];
    let differing = properties.into_iter().filter(|(_, differs)| *differs);
    let name = quote_identifier(&to.name);
    let words = differing.map(|(what, _)| format!("change {what} of foreign-data wrapper {name}"));
    words.chain(options(&format!("foreign-data wrapper {name}"), &from.options, &to.options)).collect()
}

fn server_words(from: &Server, to: &Server) -> Vec<String> {
    let properties = [
        ("wrapper", from.wrapper != to.wrapper),
        ("type", from.server_type != to.server_type),
        ("version", from.version != to.version),
    ];
    let differing = properties.into_iter().filter(|(_, differs)| *differs);
    let name = quote_identifier(&to.name);
    let words = differing.map(|(what, _)| format!("change {what} of server {name}"));
    words.chain(options(&format!("server {name}"), &from.options, &to.options)).collect()
}

pub(super) fn summarize_table(from: &Table, to: &Table, report: &mut Report) {
    let none = ForeignOptions::new();
    let of = |table: &Table| table.foreign.as_ref().map_or_else(|| none.clone(), |it| it.options.clone());
    let words = options(&format!("foreign table {}", to.name), &of(from), &of(to));
    words.into_iter().for_each(|words| report.change(words));
}

pub(super) fn summarize_column(path: &str, from: &Column, to: &Column, report: &mut Report) {
    let words = options(&format!("column {path}"), &from.foreign_options, &to.foreign_options);
    words.into_iter().for_each(|words| report.change(words));
}

fn options(what: &str, from: &ForeignOptions, to: &ForeignOptions) -> Vec<String> {
    let gone = from
        .keys()
        .filter(|name| !to.contains_key(*name))
        .map(|name| format!("drop option {name} of {what}"));
    let other = to.iter().filter(|(name, value)| from.get(*name) != Some(*value));
    gone.chain(other.map(|(name, _)| format!("set option {name} of {what}"))).collect()
}
