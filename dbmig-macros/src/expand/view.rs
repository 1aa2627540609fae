//! `#[derive(View)]`: the trait, and the declaration in the link section.

use proc_macro2::TokenStream;
use quote::quote;

use super::bytes::constant;
use super::columns::columns;
use super::declared_sql::{shown, with_file};
use super::json::{Json, Object};
use super::manifest::described;
use super::place::line;
use super::section::section;
use super::table::names;
use super::{private, scope};
use crate::ast::{Query, View};

/// Everything a view comes to.
pub(crate) fn view(view: &View) -> TokenStream {
    let (private, own) = (private(), &view.table.ty);
    let declaration = constant(manifest(view));
    let section = section(&match &view.query {
        Some(Query::File(path)) => with_file(declaration, &path.literal()),
        Some(Query::Sql(_)) | None => declaration,
    });
    let columns = columns(&view.table.ident, view.table.columns.iter().map(|column| &column.field));
    let names = names(&view.table);
    scope(&quote! {
        #[allow(unused_imports)]
        use #private::NullabilityOfAny as _;

        #section

        #columns
        #[automatically_derived]
        impl #private::View for #own {
            #names
        }
    })
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
