//! `#[table(…)]`.

use proc_macro2::Span;
use syn::{Attribute, Path};

use super::{Entry, entries, set};
use crate::ast::{Physical, Text};
use crate::context::Context;

const KEYS: &[&str] = &[
    "name",
    "schema",
    "comment",
    "doc_comments",
    "renamed_from",
    "unlogged",
    "access_method",
    "with",
    "tablespace",
    "replica_identity",
    "cluster_on",
    "inherits",
    "row_security",
];

/// What `#[table(…)]` says.
#[derive(Default)]
pub(crate) struct TableAttr {
    pub(crate) name: Option<Text>,
    pub(crate) schema: Option<Text>,
    pub(crate) comment: Option<Text>,
    pub(crate) doc_comments: Option<Span>,
    pub(crate) renamed_from: Option<Text>,
    pub(crate) unlogged: Option<Span>,
    pub(crate) access_method: Option<Text>,
    pub(crate) physical: Physical,
    /// `full`, `nothing`, or the name of an index.
    pub(crate) replica_identity: Option<Text>,
    /// The name of an index.
    pub(crate) cluster_on: Option<Text>,
    /// Structs of tables.
    pub(crate) inherits: Option<Vec<Path>>,
    /// True where the policies are in force for the owner too.
    pub(crate) row_security: Option<bool>,
}

impl TableAttr {
    pub(crate) fn parse(context: &Context, attributes: &[Attribute]) -> Self {
        let mut attr = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("table")) {
            for entry in entries(context, attribute) {
                attr.entry(context, &entry);
            }
        }
        attr
    }

    fn entry(&mut self, context: &Context, entry: &Entry) {
        let key = &entry.key;
        match key.to_string().as_str() {
            "name" => set(context, &mut self.name, key, entry.text(context)),
            "schema" => set(context, &mut self.schema, key, entry.text(context)),
            "comment" => set(context, &mut self.comment, key, entry.text(context)),
            "doc_comments" => set(context, &mut self.doc_comments, key, entry.flag(context)),
            "renamed_from" => set(context, &mut self.renamed_from, key, entry.text(context)),
            "unlogged" => set(context, &mut self.unlogged, key, entry.flag(context)),
            "access_method" => set(context, &mut self.access_method, key, entry.text(context)),
            "replica_identity" => set(context, &mut self.replica_identity, key, entry.text(context)),
            "cluster_on" => set(context, &mut self.cluster_on, key, entry.text(context)),
            "inherits" => set(context, &mut self.inherits, key, entry.paths(context)),
            "row_security" => set(context, &mut self.row_security, key, row_security(context, entry)),
            _ if self.physical.entry(context, entry) => {}
            _ => entry.unknown(context, "table", KEYS),
        }
    }
}

/// `row_security`, or `row_security = "forced"`.
fn row_security(context: &Context, entry: &Entry) -> Option<bool> {
    if entry.is_flag() { Some(false) } else { Some(entry.choice(context, &[("forced", true)])?.0) }
}
