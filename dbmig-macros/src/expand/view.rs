//! `#[derive(View)]`: the trait, and the declaration in the link section.

use proc_macro2::TokenStream;

use super::declared_sql::{bytes, shown};
use super::document::document;
use super::json::{Json, Object};
use super::manifest::described;
use super::place::line;
use super::scope;
use super::table::implementation;
use crate::ast::{Query, View};

/// Everything a view comes to.
pub(crate) fn view(view: &View) -> TokenStream {
    let file = match &view.query {
        Some(Query::File(path)) => Some(bytes(&path.literal())),
        Some(Query::Sql(_)) | None => None,
    };
    let document = document(manifest(view), file);
    scope(&implementation(&view.table, "View", &document))
}

fn manifest(view: &View) -> Json {
    described("view", &view.table)
        .flag("materialized", view.materialized.is_some())
        .flag("with_no_data", view.with_no_data)
        .list("options", view.options.iter().map(Json::string))
        .with("query", view.query.as_ref().map_or_else(|| Object::default().json(), query))
        .json()
}

fn query(query: &Query) -> Json {
    let object = Object::default();
    let object = match query {
        Query::Sql(text) => object
            .with("file", Json::string(text.span.file()))
            .with("line", line(text.span))
            .with("sql", Json::string(&text.value)),
        Query::File(path) => object
            .with("file", Json::string(shown(&path.value)))
            .with("line", Json::Number(1))
            .with("is_file", Json::Bool(true)),
    };
    object.json()
}
