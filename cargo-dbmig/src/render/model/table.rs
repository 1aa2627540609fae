//! Tables as structs.

use dbmig_runtime::catalog::ReplicaIdentity;
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::column::{field, is_key_on_field, is_on_field, is_unique_on_field};
use super::constraint::{check, exclusion, foreign_key, primary_key, unique};
use super::context::{Context, Named};
use super::entry::{Entries, word};
use super::index::index;
use super::names::ident;
use super::partition;
use crate::render::literal::text;

pub(super) fn table(context: &Context<'_>, named: &Named<'_>) -> TokenStream {
    let table = named.table;
    let (rust, database) = (ident(&named.rust), text(context.database));
    let properties = properties(named);
    let partition_by = table.partition_by.as_deref().and_then(partition::keys).map(|(strategy, columns)| {
        let (strategy, fields) = (word(&strategy), named.fields(&columns));
        quote!(#[partition_by(#strategy(#(#fields),*))])
    });
    let key = table.primary_key.iter().filter(|_| !is_key_on_field(named)).map(|key| primary_key(named, key));
    // A field says one of them; a second one of the same column stands on the struct.
    let mut on_fields = std::collections::BTreeSet::new();
    let uniques =
        table.uniques.iter().filter(|key| !is_unique_on_field(key) || !on_fields.insert(&key.columns));
    let uniques: Vec<TokenStream> = uniques.map(|key| unique(named, key)).collect();
    let mut referenced = std::collections::BTreeSet::new();
    let keys = table.foreign_keys.iter().filter(|key| match key.columns.as_slice() {
        [column] => !is_on_field(key, column) || !referenced.insert(column),
        _ => true,
    });
    let keys: Vec<TokenStream> = keys.filter_map(|key| foreign_key(context, named, key)).collect();
    let checks = table.checks.iter().map(check);
    let exclusions = table.exclusions.iter().map(|of| exclusion(named, of));
    let indexes = table.indexes.iter().map(|of| index(named, of));
    let fields = table.columns.iter().map(|column| field(context, named, column));
    quote! {
        #[derive(Table)]
        #[db(#database)]
        #properties
        #partition_by
        #(#key)*
        #(#uniques)*
        #(#keys)*
        #(#checks)*
        #(#exclusions)*
        #(#indexes)*
        pub struct #rust {
            #(#fields,)*
        }
    }
}

fn properties(named: &Named<'_>) -> TokenStream {
    let table = named.table;
    let mut entries = Entries::default();
    entries.text("name", (named.rust.to_snake_case() != table.name.name).then_some(&*table.name.name));
    entries.text("schema", table.name.schema.as_deref());
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
    entries.text("comment", table.comment.as_deref());
    entries.attribute("table")
}
