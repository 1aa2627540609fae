//! Operations on tables as a whole.

use dbmig_runtime::catalog::{ForeignTable, Partition, ReplicaIdentity, RowSecurity, Table};
use dbmig_runtime::op::{AttachPartition, Child, TableAction, TableOperation};
use proc_macro2::TokenStream;
use quote::quote;

use super::column::new_column;
use super::constraint::{check, exclusion, foreign_key, primary_key, unique};
use super::literal::{object_name, optional_text, strings, text};

pub(super) fn table(operation: &TableOperation) -> Option<TokenStream> {
    Some(match operation {
        TableOperation::Create(table) => {
            let table = new_table(table);
            quote!(op.create_table(#table))
        }
        TableOperation::Drop { name } => {
            let name = object_name(name);
            quote!(op.drop_table(#name))
        }
        TableOperation::Rename { from, to } => {
            let (from, to) = (object_name(from), text(to));
            quote!(op.rename_table(#from, #to))
        }
        TableOperation::SetSchema { name, schema } => {
            let (name, schema) = (object_name(name), optional_text(schema.as_deref()));
            quote!(op.set_table_schema(#name, #schema))
        }
        TableOperation::Alter { name, action } => {
            let (name, action) = (object_name(name), alter(action)?);
            quote!(op.alter_table(#name, TableAction::#action))
        }
        TableOperation::Attach(AttachPartition { parent, partition, bound }) => {
            let (parent, partition) = (object_name(parent), object_name(partition));
            let bound = text(bound);
            quote!(op.attach_partition(#parent, #partition, #bound))
        }
        TableOperation::Detach(Child { parent, table }) => {
            let (parent, table) = (object_name(parent), object_name(table));
            quote!(op.detach_partition(#parent, #table))
        }
        TableOperation::Inherit(Child { parent, table }) => {
            let (parent, table) = (object_name(parent), object_name(table));
            quote!(op.inherit(#table, #parent))
        }
        TableOperation::NoInherit(Child { parent, table }) => {
            let (parent, table) = (object_name(parent), object_name(table));
            quote!(op.no_inherit(#table, #parent))
        }
        _ => return None,
    })
}

fn new_table(table: &Table) -> TokenStream {
    let name = object_name(&table.name);
    let mut chain = quote!(table(#name));
    for column in &table.columns {
        let column = new_column(column);
        chain.extend(quote!(.column(#column)));
    }
    if let Some(key) = &table.primary_key {
        let key = primary_key(key);
        chain.extend(quote!(.primary_key(#key)));
    }
    for constraint in &table.uniques {
        let constraint = unique(constraint);
        chain.extend(quote!(.unique(#constraint)));
    }
    for key in &table.foreign_keys {
        let key = foreign_key(key);
        chain.extend(quote!(.foreign_key(#key)));
    }
    for constraint in &table.exclusions {
        let constraint = exclusion(constraint);
        chain.extend(quote!(.exclusion(#constraint)));
    }
    for constraint in &table.checks {
        let constraint = check(constraint);
        chain.extend(quote!(.check(#constraint)));
    }
    chain.extend(properties(table));
    if let Some(Partition { parent, bound, .. }) = &table.partition_of {
        let (parent, bound) = (object_name(parent), text(bound));
        chain.extend(quote!(.partition_of(#parent, #bound)));
    }
    if let Some(ForeignTable { server, options }) = &table.foreign {
        let server = text(server);
        chain.extend(quote!(.foreign(#server)));
        for (name, value) in options {
            let (name, value) = (text(name), text(value));
            chain.extend(quote!(.foreign_option(#name, #value)));
        }
    }
    for parent in &table.inherits {
        let parent = object_name(parent);
        chain.extend(quote!(.inherits(#parent)));
    }
    if let Some(key) = &table.partition_by {
        let key = text(key);
        chain.extend(quote!(.partition_by(#key)));
    }
    if let Some(comment) = &table.comment {
        let comment = text(comment);
        chain.extend(quote!(.comment(#comment)));
    }
    chain
}

fn properties(table: &Table) -> TokenStream {
    let mut chain = TokenStream::new();
    if table.unlogged {
        chain.extend(quote!(.unlogged()));
    }
    if let Some(name) = &table.of_type {
        let name = object_name(name);
        chain.extend(quote!(.of_type(#name)));
    }
    if let Some(method) = &table.access_method {
        let method = text(method);
        chain.extend(quote!(.using(#method)));
    }
    for parameter in &table.storage {
        let parameter = text(parameter);
        chain.extend(quote!(.with(#parameter)));
    }
    if let Some(name) = &table.tablespace {
        let name = text(name);
        chain.extend(quote!(.tablespace(#name)));
    }
    if table.replica_identity != ReplicaIdentity::Default {
        let identity = replica_identity(&table.replica_identity);
        chain.extend(quote!(.replica_identity(#identity)));
    }
    if let Some(index) = &table.clustered_on {
        let index = text(index);
        chain.extend(quote!(.cluster_on(#index)));
    }
    let RowSecurity { enabled, forced } = table.row_security;
    if enabled || forced {
        chain.extend(quote!(.row_security(RowSecurity { enabled: #enabled, forced: #forced })));
    }
    chain
}

fn alter(action: &TableAction) -> Option<TokenStream> {
    Some(match action {
        TableAction::SetLogged => quote!(SetLogged),
        TableAction::SetUnlogged => quote!(SetUnlogged),
        TableAction::SetType(name) => {
            let name = object_name(name);
            quote!(SetType(#name.into()))
        }
        TableAction::DropType => quote!(DropType),
        TableAction::SetAccessMethod(method) => {
            let method = text(method);
            quote!(SetAccessMethod(#method.into()))
        }
        TableAction::SetTablespace(name) => {
            let name = text(name);
            quote!(SetTablespace(#name.into()))
        }
        TableAction::SetStorage(parameters) => {
            let parameters = strings(parameters);
            quote!(SetStorage(#parameters))
        }
        TableAction::ResetStorage(names) => {
            let names = strings(names);
            quote!(ResetStorage(#names))
        }
        TableAction::ReplicaIdentity(identity) => {
            let identity = replica_identity(identity);
            quote!(ReplicaIdentity(#identity))
        }
        TableAction::ClusterOn(index) => {
            let index = text(index);
            quote!(ClusterOn(#index.into()))
        }
        TableAction::WithoutCluster => quote!(WithoutCluster),
        TableAction::EnableRowSecurity => quote!(EnableRowSecurity),
        TableAction::DisableRowSecurity => quote!(DisableRowSecurity),
        TableAction::ForceRowSecurity => quote!(ForceRowSecurity),
        TableAction::NoForceRowSecurity => quote!(NoForceRowSecurity),
        _ => return None,
    })
}

fn replica_identity(identity: &ReplicaIdentity) -> TokenStream {
    match identity {
        ReplicaIdentity::Default => quote!(ReplicaIdentity::Default),
        ReplicaIdentity::Full => quote!(ReplicaIdentity::Full),
        ReplicaIdentity::Nothing => quote!(ReplicaIdentity::Nothing),
        ReplicaIdentity::Index(index) => {
            let index = text(index);
            quote!(ReplicaIdentity::Index(#index.into()))
        }
    }
}
