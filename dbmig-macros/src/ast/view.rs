//! Views.

use heck::ToSnakeCase;
use proc_macro2::Span;
use syn::DeriveInput;
use syn::ext::IdentExt;

use super::table::Kind;
use super::{Table, Text};
use crate::attr;
use crate::attr::view::ViewAttr;
use crate::context::Context;

/// A struct with `#[derive(View)]`.
pub(crate) struct View {
    /// What it has in common with a table: names, columns, indexes, statistics, privileges. There is no more in it.
    pub(crate) table: Table,
    /// None after a mistake.
    pub(crate) query: Option<Query>,
    pub(crate) materialized: Option<Span>,
    pub(crate) with_no_data: bool,
    /// Options of a view that is not materialized, as `name=value`.
    pub(crate) options: Vec<String>,
    /// What was said that only the one kind of view has.
    pub(crate) of_plain: Vec<(&'static str, Span)>,
    /// And the other.
    pub(crate) of_materialized: Vec<(&'static str, Span)>,
}

/// What a view shows.
pub(crate) enum Query {
    Sql(Text),
    /// A path, from the package's folder.
    File(Text),
}

impl View {
    /// Reads a struct; mistakes go to the context.
    pub(crate) fn parse(context: &Context, input: &DeriveInput) -> Self {
        let (attributes, ident) = (input.attrs.as_slice(), &input.ident);
        let database = attr::database::database(context, attributes, ident, Kind::View);
        let attr = ViewAttr::parse(context, attributes);
        let documented = attr.doc_comments.and_then(|_| attr::doc_comment(context, attributes));
        let columns = super::table::columns(context, input, attr.doc_comments.is_some(), Kind::View);
        let own_name = Text { value: ident.unraw().to_string().to_snake_case(), span: ident.span() };
        let query = query(context, input, &attr);
        let (of_plain, of_materialized) = (attr.of_plain(), attr.of_materialized());
        let options = options(&attr);
        Self {
            query,
            materialized: attr.materialized,
            with_no_data: attr.with_no_data.is_some(),
            options,
            of_plain,
            of_materialized,
            table: Table {
                schema: attr.schema,
                comment: attr.comment.or(documented),
                renamed_from: attr.renamed_from,
                access_method: attr.access_method,
                physical: attr.physical,
                cluster_on: attr.cluster_on,
                indexes: attr::index::indexes(context, attributes),
                statistics: attr::statistics::statistics(context, attributes),
                grants: attr::grant::grants(context, attributes),
                ..Table::new(Kind::View, input, database, attr.name.unwrap_or(own_name), columns)
            },
        }
    }
}

fn query(context: &Context, input: &DeriveInput, attr: &ViewAttr) -> Option<Query> {
    match (&attr.query, &attr.query_file) {
        (Some(_), Some(file)) => {
            context.error(file.span, "a view has one query: `query` or `query_file`, not both");
            None
        }
        (Some(text), None) => Some(Query::Sql(text.clone())),
        (None, Some(file)) => Some(Query::File(file.clone())),
        (None, None) if attr.has_query => None,
        (None, None) => {
            let message = format!(
                "what does `{}` show? Say it: `#[view(query = \"SELECT …\")]`, or `query_file = \"sql/….sql\"`",
                input.ident
            );
            context.error_at(&input.ident, message);
            None
        }
    }
}

fn options(attr: &ViewAttr) -> Vec<String> {
    let flags = [("security_barrier", attr.security_barrier), ("security_invoker", attr.security_invoker)];
    let flags = flags.into_iter().filter_map(|(name, given)| given.map(|_| format!("{name}=true")));
    flags.chain(attr.check_option.map(|(word, _)| format!("check_option={word}"))).collect()
}
