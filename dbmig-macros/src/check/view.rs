//! What only one of the two kinds of views has.

use crate::ast::{Query, View};
use crate::context::Context;

pub(super) fn view(context: &Context, view: &View) {
    if let Some(Query::Sql(text) | Query::File(text)) = &view.query
        && text.value.trim().is_empty()
    {
        context.error(
            text.span,
            "nothing is said here: a view shows what a query gives, `query = \"SELECT …\"`",
        );
    }
    match view.materialized {
        Some(_) => materialized(context, view),
        None => plain(context, view),
    }
}

fn materialized(context: &Context, view: &View) {
    for (key, span) in &view.of_plain {
        let message = format!("`{key}` is for a view that is not materialized");
        context.error(*span, message);
    }
    for default in view.table.columns.iter().filter_map(|column| column.attr.default.as_ref()) {
        context.error(default.span, "nobody can insert into a materialized view, so there are no defaults");
    }
}

fn plain(context: &Context, view: &View) {
    for (key, span) in &view.of_materialized {
        let message = format!("`{key}` is for a view that has rows of its own: `#[view(materialized)]`");
        context.error(*span, message);
    }
    let indexes = view.table.indexes.iter().map(|index| ("an index", index.span));
    let statistics = view.table.statistics.iter().map(|item| ("statistics", item.span));
    for (what, span) in indexes.chain(statistics) {
        let message = format!("{what} is for a view that has rows of its own: `#[view(materialized)]`");
        context.error(span, message.replace("statistics is", "statistics are"));
    }
    for column in view.table.columns.iter().filter(|column| column.attr.statistics.is_some()) {
        let message = "statistics are for a view that has rows of its own: `#[view(materialized)]`";
        context.error_at(&column.field, message);
    }
}
