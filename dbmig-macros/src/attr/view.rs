//! `#[view(…)]`, and the attributes that a view can't have.

use proc_macro2::Span;
use syn::Attribute;

use super::{Entry, entries, set};
use crate::ast::{Physical, Text};
use crate::context::Context;

const KEYS: &[&str] = &[
    "query",
    "query_file",
    "name",
    "schema",
    "comment",
    "doc_comments",
    "renamed_from",
    "security_barrier",
    "security_invoker",
    "check_option",
    "materialized",
    "with_no_data",
    "with",
    "tablespace",
    "access_method",
    "cluster_on",
];

/// What a table has and no view, with what to do instead.
const OF_TABLES: &[(&str, &str)] = &[
    ("table", "this is a view, its entries go into `#[view(…)]`"),
    ("primary_key", "a view has no keys; a materialized one can have `#[index(columns(…), unique)]`"),
    ("unique", "a view has no keys; a materialized one can have `#[index(columns(…), unique)]`"),
    ("foreign_key", "a view references nothing; the tables of its query do"),
    ("check", "a view checks nothing by itself; put the condition into its query"),
    ("exclude", "a view has no constraints; the tables of its query have"),
    ("partition_by", "a view keeps no rows of its own, so there is nothing to part"),
    ("partition", "a view keeps no rows of its own, so there is nothing to part"),
    (
        "policy",
        "the tables of its query have policies; `#[view(security_invoker)]` applies those of who asks",
    ),
];

/// What `#[view(…)]` says.
#[derive(Default)]
pub(crate) struct ViewAttr {
    /// True if something is said of the query, even if it is a mistake.
    pub(crate) has_query: bool,
    pub(crate) query: Option<Text>,
    /// A path, from the package's folder.
    pub(crate) query_file: Option<Text>,
    pub(crate) name: Option<Text>,
    pub(crate) schema: Option<Text>,
    pub(crate) comment: Option<Text>,
    pub(crate) doc_comments: Option<Span>,
    pub(crate) renamed_from: Option<Text>,
    pub(crate) security_barrier: Option<Span>,
    pub(crate) security_invoker: Option<Span>,
    pub(crate) check_option: Option<(&'static str, Span)>,
    pub(crate) materialized: Option<Span>,
    pub(crate) with_no_data: Option<Span>,
    pub(crate) physical: Physical,
    pub(crate) access_method: Option<Text>,
    pub(crate) cluster_on: Option<Text>,
}

impl ViewAttr {
    pub(crate) fn parse(context: &Context, attributes: &[Attribute]) -> Self {
        let mut attr = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("view")) {
            for entry in entries(context, attribute) {
                attr.entry(context, &entry);
            }
        }
        for attribute in attributes {
            let found = OF_TABLES.iter().find(|(name, _)| attribute.path().is_ident(name));
            if let Some((name, advice)) = found {
                context.error_at(attribute.path(), format!("`{name}` is for tables: {advice}"));
            }
        }
        attr
    }

    fn entry(&mut self, context: &Context, entry: &Entry) {
        let key = &entry.key;
        self.has_query |= key == "query" || key == "query_file";
        match key.to_string().as_str() {
            "query" => set(context, &mut self.query, key, entry.text(context)),
            "query_file" => set(context, &mut self.query_file, key, entry.text(context)),
            "name" => set(context, &mut self.name, key, entry.text(context)),
            "schema" => set(context, &mut self.schema, key, entry.text(context)),
            "comment" => set(context, &mut self.comment, key, entry.text(context)),
            "doc_comments" => set(context, &mut self.doc_comments, key, entry.flag(context)),
            "renamed_from" => set(context, &mut self.renamed_from, key, entry.text(context)),
            "security_barrier" => set(context, &mut self.security_barrier, key, entry.flag(context)),
            "security_invoker" => set(context, &mut self.security_invoker, key, entry.flag(context)),
            "check_option" => {
                let words = ["local", "cascaded"].map(|word| (word, word));
                set(context, &mut self.check_option, key, entry.choice(context, &words));
            }
            "materialized" => set(context, &mut self.materialized, key, entry.flag(context)),
            "with_no_data" => set(context, &mut self.with_no_data, key, entry.flag(context)),
            "access_method" => set(context, &mut self.access_method, key, entry.text(context)),
            "cluster_on" => set(context, &mut self.cluster_on, key, entry.text(context)),
            _ if self.physical.entry(context, entry) => {}
            _ => entry.unknown(context, "view", KEYS),
        }
    }

    /// What only a view without rows of its own has.
    pub(crate) fn of_plain(&self) -> Vec<(&'static str, Span)> {
        given([
            ("security_barrier", self.security_barrier),
            ("security_invoker", self.security_invoker),
            ("check_option", self.check_option.map(|(_, span)| span)),
        ])
    }

    /// What only a view with rows of its own has.
    pub(crate) fn of_materialized(&self) -> Vec<(&'static str, Span)> {
        let span = |text: &Option<Text>| text.as_ref().map(|text| text.span);
        let parameters = self.physical.parameters.as_ref();
        given([
            ("with_no_data", self.with_no_data),
            ("with", parameters.and_then(|parameters| parameters.first()).map(|text| text.span)),
            ("tablespace", span(&self.physical.tablespace)),
            ("access_method", span(&self.access_method)),
            ("cluster_on", span(&self.cluster_on)),
        ])
    }
}

fn given<const N: usize>(entries: [(&'static str, Option<Span>); N]) -> Vec<(&'static str, Span)> {
    entries.into_iter().filter_map(|(key, span)| Some((key, span?))).collect()
}
