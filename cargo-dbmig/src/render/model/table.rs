//! Tables as structs.

use std::collections::BTreeSet;

use dbmig_runtime::catalog::{Object, ReplicaIdentity, Statistics, StatisticsKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::column::{field, is_key_on_field, is_on_field, is_unique_on_field};
use super::comment::Comments;
use super::constraint::{check, checked_column, exclusion, foreign_key, name, primary_key, unique};
use super::context::{Context, Named};
use super::entry::{Entries, word};
use super::index::index;
use super::names::ident;
use super::own_type::name as own_name;
use super::partition;
use super::security::{grants, policies};
use crate::render::literal::text;

pub(super) fn table(context: &Context<'_>, named: &Named<'_>) -> TokenStream {
    let table = named.table;
    let (rust, database) = (ident(&named.rust), text(context.database));
    let (doc, comment) = named.comments.of(table.comment.as_deref());
    let properties = properties(context, named, comment);
    let partitions = partition::attributes(context, named);
    let constraints = constraints(context, named);
    let indexes = table.indexes.iter().map(|of| index(named, of));
    let statistics = statistics(context, named);
    let (policies, grants) = (policies(context, named), grants(context, named));
    let columns = table.columns.iter().filter(|column| !column.inherited);
    let fields = columns.map(|column| field(context, named, column));
    quote! {
        #doc
        #[derive(Table)]
        #[db(#database)]
        #properties
        #partitions
        #(#constraints)*
        #(#indexes)*
        #(#statistics)*
        #(#policies)*
        #(#grants)*
        pub struct #rust {
            #(#fields,)*
        }
    }
}

/// The constraints that no field says.
fn constraints(context: &Context<'_>, named: &Named<'_>) -> Vec<TokenStream> {
    let table = named.table;
    let key = table.primary_key.iter().filter(|_| !is_key_on_field(named)).map(|key| primary_key(named, key));
    // A field says one of them; a second one of the same column stands on the struct.
    let mut on_fields = BTreeSet::new();
    let uniques =
        table.uniques.iter().filter(|key| !is_unique_on_field(key) || !on_fields.insert(&key.columns));
    let uniques = uniques.map(|key| unique(named, key));
    let mut referenced = BTreeSet::new();
    let keys = table.foreign_keys.iter().filter(|key| match key.columns.as_slice() {
        [column] => !is_on_field(key, column) || !referenced.insert(column),
        _ => true,
    });
    let keys = keys.filter_map(|key| foreign_key(context, named, key));
    let checks = table.checks.iter().filter(|of| checked_column(table, of).is_none()).map(check);
    let exclusions = table.exclusions.iter().map(|of| exclusion(named, of));
    key.chain(uniques).chain(keys).chain(checks).chain(exclusions).collect()
}

/// Extended statistics, their columns in the table's order where that is in the name.
fn statistics(context: &Context<'_>, named: &Named<'_>) -> Vec<TokenStream> {
    let table = named.table;
    let own = context.said.statistics.values().filter(|of| of.on == Object::Table(table.name.clone()));
    let attribute = |of: &Statistics| {
        let in_order = table.columns.iter().map(|column| &column.name);
        let columns: Vec<String> = in_order.filter(|column| of.columns.contains(column)).cloned().collect();
        let expressions = of.expressions.iter().map(|_| "expr".to_owned());
        let usual: Vec<String> = columns.iter().cloned().chain(expressions).collect();
        let (fields, texts) = (named.fields(&columns), of.expressions.iter().map(|of| text(of)));
        let mut entries = Entries::default();
        let texts: Vec<TokenStream> = texts.collect();
        let parts = fields.iter().map(|field| quote!(#field)).chain(texts);
        entries.push(quote!(columns(#(#parts),*)));
        entries.text("name", name(named, &usual, "stat", &of.name.name));
        if !matches!(of.kinds.len(), 0 | 3) {
            let kinds = of.kinds.iter().map(|kind| word(kind_word(*kind)));
            entries.push(quote!(kinds(#(#kinds),*)));
        }
        entries.number("target", of.target.map(i64::from));
        entries.text("comment", of.comment.as_deref());
        entries.attribute("statistics")
    };
    own.map(attribute).collect()
}

fn kind_word(kind: StatisticsKind) -> &'static str {
    match kind {
        StatisticsKind::Distinct => "ndistinct",
        StatisticsKind::Dependencies => "dependencies",
        StatisticsKind::MostCommon => "mcv",
    }
}

fn properties(context: &Context<'_>, named: &Named<'_>, comment: Option<&str>) -> TokenStream {
    let table = named.table;
    let mut entries = Entries::default();
    own_name(&mut entries, &named.rust, &table.name);
    let parents = table.inherits.iter().filter_map(|name| context.tables.get(name));
    let parents: Vec<Ident> = parents.map(|parent| ident(&parent.rust)).collect();
    if !parents.is_empty() {
        entries.push(quote!(inherits(#(#parents),*)));
    }
    entries.flag("unlogged", table.unlogged);
    entries.text("access_method", table.access_method.as_deref());
    entries.with(&table.storage);
    entries.text("tablespace", table.tablespace.as_deref());
    entries.text(
        "replica_identity",
        match &table.replica_identity {
            ReplicaIdentity::Default => None,
            ReplicaIdentity::Full => Some("full"),
            ReplicaIdentity::Nothing => Some("nothing"),
            ReplicaIdentity::Index(name) => Some(name),
        },
    );
    entries.text("cluster_on", table.clustered_on.as_deref());
    match (table.row_security.enabled, table.row_security.forced) {
        (true, true) => entries.text("row_security", Some("forced")),
        (enabled, _) => entries.flag("row_security", enabled),
    }
    entries.flag("doc_comments", named.comments == Comments::Doc);
    entries.text("comment", comment);
    entries.attribute("table")
}
